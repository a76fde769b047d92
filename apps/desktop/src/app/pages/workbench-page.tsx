import { MessagesSquare } from 'lucide-react';
import { Announcer } from '../../features/alerts/announcer.tsx';
import { useAlerts } from '../../features/alerts/use-alerts.ts';
import { ChatPane } from '../../features/chat/chat-pane.tsx';
import { SidePanel } from '../../features/customer-context/side-panel.tsx';
import { InteractionList } from '../../features/interaction-list/interaction-list.tsx';
import { ConnectionBanner } from '../../features/notices/connection-banner.tsx';
import { Notices } from '../../features/notices/notices.tsx';
import { WrapUpForm } from '../../features/wrap-up/wrap-up-form.tsx';
import { classNames } from '../../lib/class-names.ts';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { NARROW_QUERY, WIDE_QUERY } from '../../lib/window-width.ts';
import { useDeskStore } from '../../stores/desk/desk-store.ts';
import { useInteractionsStore } from '../../stores/interactions/interactions-store.ts';
import type { Pane } from '../../stores/view/view-reducer.ts';
import { useViewStore } from '../../stores/view/view-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useDeskShortcuts } from '../commands/use-desk-shortcuts.ts';
import { BottomNav } from '../shell/bottom-nav.tsx';
import { DeskDialogs } from '../shell/desk-dialogs.tsx';
import { DeskOverlays } from '../shell/desk-overlays.tsx';
import { Rail } from '../shell/rail.tsx';
import { TopBar } from '../shell/top-bar.tsx';
import { usePrunedPanes } from './use-pruned-panes.ts';

/** The desk: list, one or two chats, customer. */
export function WorkbenchPage() {
  useDeskShortcuts('chats');
  useAlerts();
  usePrunedPanes();
  const interactions = useInteractionsStore((state) => state.interactions);
  // The names of colleagues come with the directory: then everything that shows one is drawn anew.
  useDeskStore((state) => state.status);
  const { panes, focusedPane, isSideOpen, isDrawerOpen, narrowView } = useViewStore();
  const isNarrow = useMediaQuery(NARROW_QUERY);
  const isWide = useMediaQuery(WIDE_QUERY);
  const focusedID = panes[focusedPane];
  const focused = focusedID === null ? null : (interactions[focusedID] ?? null);
  const shownPanes = ([0, 1] as const).filter((pane) => panes[pane] !== null && (!isNarrow || pane === focusedPane));
  const hasSideColumn = isWide && isSideOpen;

  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <div
        className={classNames(
          'grid min-h-0 flex-1 grid-rows-[auto_1fr]',
          isNarrow
            ? 'grid-cols-1'
            : hasSideColumn
              ? 'grid-cols-[56px_288px_minmax(0,1fr)_320px]'
              : 'grid-cols-[56px_288px_minmax(0,1fr)]',
        )}
      >
        {!isNarrow && (
          <div className="row-span-2 grid">
            <Rail />
          </div>
        )}
        <div className="col-span-full md:col-start-2">
          <TopBar />
          <ConnectionBanner />
        </div>
        {(!isNarrow || narrowView === 'chats') && (
          <aside
            aria-label="Interactions"
            data-region
            className="min-h-0 overflow-hidden border-r border-line bg-surface max-md:border-r-0"
          >
            <InteractionList />
          </aside>
        )}
        {(!isNarrow || narrowView === 'chat') && (
          <main className="relative flex min-h-0 min-w-0">
            {shownPanes.length === 0 ? <NoChat /> : shownPanes.map((pane) => <PaneOf key={pane} pane={pane} />)}
          </main>
        )}
        {(isNarrow ? narrowView === 'customer' : hasSideColumn) && (
          <aside
            aria-label="Customer"
            data-region
            className="flex min-h-0 flex-col overflow-hidden border-l border-line bg-surface max-md:border-l-0"
          >
            <SidePanel interaction={focused} />
          </aside>
        )}
      </div>
      {isDrawerOpen && !isNarrow && !isWide && focused !== null && (
        <aside
          aria-label="Customer"
          data-region
          className="raised fixed top-[52px] right-0 bottom-0 z-20 flex w-[320px] flex-col border-l border-line bg-surface"
        >
          <SidePanel interaction={focused} />
        </aside>
      )}
      <BottomNav />
      <Notices />
      <Announcer />
      <DeskDialogs />
      <DeskOverlays />
    </div>
  );
}

function PaneOf({ pane }: { readonly pane: Pane }) {
  const { panes, focusedPane } = useViewStore();
  const connID = panes[pane];
  const interaction = useInteractionsStore((state) => (connID === null ? undefined : state.interactions[connID]));
  if (interaction === undefined) return null;
  const isFocused = pane === focusedPane;
  return (
    <ChatPane
      key={interaction.connID}
      interaction={interaction}
      pane={pane}
      isFocused={isFocused}
      hasNeighbour={panes[1] !== null}
      wrapUp={<WrapUpForm interaction={interaction} isFocused={isFocused} />}
    />
  );
}

function NoChat() {
  return (
    <div className="flex-1">
      <EmptyState icon={MessagesSquare} title="No chat is open">
        Accept what rings, or open a chat from the list. Alt+click opens a second one beside it.
      </EmptyState>
    </div>
  );
}
