import { ChevronLeft, PanelRight, X } from 'lucide-react';
import { customerAddress } from '../../lib/customer-name.ts';
import { formatDuration } from '../../lib/format-time.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { WIDE_QUERY } from '../../lib/window-width.ts';
import { endCall } from '../../stores/call-actions.ts';
import { useChatStore } from '../../stores/chat-store.ts';
import { useConnectionStore } from '../../stores/connection-store.ts';
import { nameOf } from '../../stores/interaction-name.ts';
import type { Interaction } from '../../stores/interactions-reducer.ts';
import { useIsPending } from '../../stores/pending-store.ts';
import { closeChat, toggleSide } from '../../stores/view-reducer.ts';
import { changeView, useViewStore } from '../../stores/view-store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { IconButton } from '../../ui/icon-button.tsx';

/** Whose chat this is, since when, and its end. */
export function ChatHeader({ interaction }: { readonly interaction: Interaction }) {
  const { connID, customer, routingPoint, startedAt, endedAt, phase } = interaction;
  const firstTime = useChatStore((state) => state.chats[connID]?.lines[0]?.time);
  const isPending = useIsPending('TReleaseCall', connID);
  const isLive = useConnectionStore((state) => state.status === 'live');
  const hasTwoPanes = useViewStore((state) => state.panes[1] !== null);
  const isWide = useMediaQuery(WIDE_QUERY);
  const isSideOpen = useViewStore((state) => (isWide ? state.isSideOpen : state.isDrawerOpen));
  const isLastPane = useViewStore((state) => (state.panes[1] ?? state.panes[0]) === connID);
  const since = Math.min(startedAt, firstTime ?? startedAt);
  return (
    <header className="flex min-h-[61px] items-center gap-3 border-b border-line bg-surface px-3 py-2.5 sm:px-[18px]">
      <IconButton
        icon={ChevronLeft}
        size="small"
        label="Back to the chats"
        className="md:hidden"
        onClick={() => changeView((view) => ({ ...view, narrowView: 'chats' }))}
      />
      <Avatar name={nameOf(interaction)} className="max-sm:hidden" />
      <div className="min-w-0 flex-1">
        <h2 className="truncate">
          <b className="font-semibold">{nameOf(interaction)}</b>
          {routingPoint !== null && <span className="text-ink-2"> · {routingPoint}</span>}
        </h2>
        <p className="flex gap-1 text-xs text-ink-3">
          <span className="truncate" title={customerAddress(customer)}>
            {customerAddress(customer)}
          </span>
          <span aria-hidden="true">·</span>
          <span title="Total time">
            {endedAt === null ? (
              <Elapsed since={since} />
            ) : (
              <span className="num">{formatDuration(endedAt - since)}</span>
            )}
          </span>
        </p>
      </div>
      {phase === 'active' && (
        <Button
          look="danger"
          isPending={isPending}
          disabled={!isLive}
          title={isLive ? 'End the chat (Ctrl+Shift+E)' : 'Not connected: the server cannot be asked now'}
          onClick={() => void endCall(interaction)}
        >
          End
        </Button>
      )}
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
          label={`Close the pane of ${nameOf(interaction)}`}
          className="max-md:hidden"
          onClick={() => changeView((view) => closeChat(view, connID))}
        />
      )}
    </header>
  );
}
