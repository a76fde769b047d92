import { Ear, Eye, Megaphone, UserRound, UserRoundX } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import { dropParty } from '../../stores/call-actions.ts';
import { useColleagueName } from '../../stores/interactions/colleague-name.ts';
import {
  type CallParty,
  colleaguesIn,
  type Interaction,
  kindOf,
  observersOf,
} from '../../stores/interactions/interaction.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { useIsPending } from '../../stores/requests/pending-store.ts';
import { ArmedButton } from '../../ui/armed-button.tsx';

const modes = {
  mute: { icon: Eye, words: 'listens' },
  coach: { icon: Ear, words: 'coaches you' },
  connect: { icon: Megaphone, words: 'takes part' },
} as const;

const chip = 'inline-flex min-h-7 items-center gap-1.5 rounded-full border px-2.5 text-xs';

/** Who is in the chat besides customer and agent; nothing when nobody is. */
export function Participants({ interaction }: { readonly interaction: Interaction }) {
  const colleagues =
    kindOf(interaction) === 'customer' ? colleaguesIn(interaction) : colleaguesIn(interaction).slice(1);
  const observers = observersOf(interaction);
  if (interaction.phase !== 'active' || colleagues.length + observers.length === 0) return null;
  return (
    <ul
      aria-label="Participants"
      className="flex flex-wrap items-center gap-1.5 border-b border-line bg-surface px-3 py-1.5 sm:px-[18px]"
    >
      <li className={classNames(chip, 'border-line')}>
        <UserRound aria-hidden="true" className="size-3.5 text-ink-3" />
        {nameOf(interaction)}
      </li>
      <li className={classNames(chip, 'border-line')}>You</li>
      {colleagues.map((party) => (
        <Colleague key={party.dn} party={party} interaction={interaction} />
      ))}
      {observers.map((party) => (
        <Observer key={party.dn} party={party} />
      ))}
    </ul>
  );
}

interface PartyProps {
  readonly party: CallParty;
}

function Colleague({ party, interaction }: PartyProps & { readonly interaction: Interaction }) {
  const name = useColleagueName(party.dn);
  const isPending = useIsPending('TDeleteFromConference', interaction.connID);
  return (
    <li className={classNames(chip, 'border-line py-0 pr-0.5')}>
      {name}
      <ArmedButton
        look="quiet"
        isPending={isPending}
        className="min-h-6 rounded-full px-1.5 text-xs"
        aria-label={`Take ${name} out of the chat`}
        title={`Take ${name} out of the chat`}
        question="Take out? Press again"
        onConfirm={() => void dropParty(interaction, party.dn)}
      >
        <UserRoundX aria-hidden="true" className="size-3.5" />
      </ArmedButton>
    </li>
  );
}

function Observer({ party }: PartyProps) {
  const name = useColleagueName(party.dn);
  const { icon: Icon, words } = modes[party.mode ?? 'mute'];
  return (
    <li className={classNames(chip, 'border-transparent bg-watched-soft font-medium text-watched')}>
      <Icon aria-hidden="true" className="size-3.5" />
      {name} {words}
    </li>
  );
}
