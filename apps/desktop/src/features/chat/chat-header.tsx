import { ChevronLeft, PanelRight, Pause, X } from 'lucide-react';
import { customerAddress } from '../../lib/customer-name.ts';
import { formatDuration } from '../../lib/format-time.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { WIDE_QUERY } from '../../lib/window-width.ts';
import { useChatStore } from '../../stores/chat/chat-store.ts';
import { type Interaction, kindOf } from '../../stores/interactions/interaction.ts';
import { nameOf, subjectOf } from '../../stores/interactions/interaction-name.ts';
import { closeChat, toggleSide } from '../../stores/view/view-reducer.ts';
import { changeView, useViewStore } from '../../stores/view/view-store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { CallButtons, GiveUpButton } from './call-buttons.tsx';

interface ChatHeaderProps {
  readonly interaction: Interaction;
  readonly consult: Interaction | undefined;
}

/** Whose chat this is, since when, on hold or not, and what can be done with it. */
export function ChatHeader({ interaction, consult }: ChatHeaderProps) {
  const { connID, routingPoint, phase } = interaction;
  const hasTwoPanes = useViewStore((state) => state.panes[1] !== null);
  const isWide = useMediaQuery(WIDE_QUERY);
  const isSideOpen = useViewStore((state) => (isWide ? state.isSideOpen : state.isDrawerOpen));
  const isLastPane = useViewStore((state) => (state.panes[1] ?? state.panes[0]) === connID);
  const name = nameOf(interaction);
  return (
    <header className="flex min-h-[61px] flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-3 py-2.5 sm:px-[18px]">
      <IconButton
        icon={ChevronLeft}
        size="small"
        label="Back to the chats"
        className="md:hidden"
        onClick={() => changeView((view) => ({ ...view, narrowView: 'chats' }))}
      />
      <Avatar name={name} className="max-sm:hidden" />
      <div className="min-w-32 flex-1">
        <h2 className="truncate">
          <b className="font-semibold">{name}</b>
          {routingPoint !== null && <span className="text-ink-2"> · {routingPoint}</span>}
        </h2>
        <Facts interaction={interaction} />
      </div>
      {phase === 'active' && <CallButtons interaction={interaction} consult={consult} />}
      {phase === 'dialing' && <GiveUpButton interaction={interaction} />}
      {isLastPane && (
        <IconButton
          icon={PanelRight}
          size="small"
          label={isSideOpen ? 'Hide the customer panel' : 'Show the customer panel'}
          shortcut="Alt+O"
          isOn={isSideOpen}
          className="max-md:hidden"
          onClick={() => changeView((view) => toggleSide(view, isWide))}
        />
      )}
      {hasTwoPanes && (
        <IconButton
          icon={X}
          size="small"
          label={`Close the pane of ${name}`}
          className="max-md:hidden"
          onClick={() => changeView((view) => closeChat(view, connID))}
        />
      )}
    </header>
  );
}

/** What kind of chat, with whom exactly, how long, and how long on hold. */
function Facts({ interaction }: { readonly interaction: Interaction }) {
  const { connID, customer, startedAt, endedAt, heldSince } = interaction;
  const firstTime = useChatStore((state) => state.chats[connID]?.lines[0]?.time);
  const since = Math.min(startedAt, firstTime ?? startedAt);
  const kind = kindOf(interaction);
  const about = subjectOf(interaction);
  const where =
    kind === 'customer'
      ? customerAddress(customer)
      : kind === 'internal'
        ? `Internal chat · ${customer}`
        : `Consultation${about === null ? '' : ` about ${about}`} · ${customer}`;
  return (
    <p className="flex gap-1 text-xs text-ink-3">
      <span className={`truncate ${kind === 'customer' ? '' : 'text-whisper'}`} title={where}>
        {where}
      </span>
      <span aria-hidden="true">·</span>
      <span title="Total time">
        {endedAt === null ? <Elapsed since={since} /> : <span className="num">{formatDuration(endedAt - since)}</span>}
      </span>
      {heldSince !== null && (
        <span className="flex items-center gap-1 font-medium whitespace-nowrap text-partly">
          <span aria-hidden="true">·</span>
          <Pause aria-hidden="true" className="size-3" />
          On hold <Elapsed since={heldSince} isShort />
        </span>
      )}
    </p>
  );
}
