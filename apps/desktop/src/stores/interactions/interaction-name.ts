import { customerName } from '../../lib/customer-name.ts';
import { isDn } from './call-parties.ts';
import { colleagueName } from './colleague-name.ts';
import { type Interaction, kindOf } from './interaction.ts';

type Named = Pick<Interaction, 'customer' | 'userData' | 'callType'>;

function givenName({ userData }: Pick<Interaction, 'userData'>): string | null {
  const given = userData.CustomerName;
  return typeof given === 'string' && given.trim() !== '' ? given.trim() : null;
}

/** What the other side is called on the desk: a colleague by name; a customer as they said, else as in their address. */
export function nameOf(interaction: Named): string {
  if (kindOf(interaction) !== 'customer' || isDn(interaction.customer)) return colleagueName(interaction.customer);
  return givenName(interaction) ?? customerName(interaction.customer);
}

/** The customer whom a consultation is about, as far as its data tell. */
export function subjectOf(interaction: Named): string | null {
  if (kindOf(interaction) !== 'consult') return null;
  const told = interaction.userData.ConsultCustomer;
  return typeof told === 'string' && told !== '' ? told : givenName(interaction);
}
