import { customerName } from '../../lib/customer-name.ts';
import { type Interaction, kindOf } from '../interactions/interaction.ts';
import { nameOf } from '../interactions/interaction-name.ts';

/** Who reads what is written here: `customer` everybody in the chat, `colleague` never a customer. */
export type Readers = 'customer' | 'colleague';

export function readersOf(interaction: Interaction): Readers {
  return kindOf(interaction) === 'customer' ? 'customer' : 'colleague';
}

/** Why nothing can be written now; null when something can. */
export function whyNotWriting(interaction: Interaction): string | null {
  if (interaction.phase === 'dialing') return `Rings at ${nameOf(interaction)}: you can write once it is answered.`;
  if (interaction.heldSince !== null)
    return `On hold: ${customerName(nameOf(interaction))} gets nothing from you until you retrieve the chat.`;
  return null;
}
