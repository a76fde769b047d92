import { useRef } from 'react';
import { Announcer } from '../../features/alerts/announcer.tsx';
import { useAlerts } from '../../features/alerts/use-alerts.ts';
import { LiveView } from '../../features/monitoring/live-view.tsx';
import { ConnectionBanner } from '../../features/notices/connection-banner.tsx';
import { Notices } from '../../features/notices/notices.tsx';
import { TeamBoard } from '../../features/team/team-board.tsx';
import { useMediaQuery } from '../../lib/use-media-query.ts';
import { DOCK_QUERY, NARROW_QUERY } from '../../lib/window-width.ts';
import { useTeamStore } from '../../stores/supervision/team-store.ts';
import { useDeskShortcuts } from '../commands/use-desk-shortcuts.ts';
import { useTeamShortcuts } from '../commands/use-team-shortcuts.ts';
import { BottomNav } from '../shell/bottom-nav.tsx';
import { DeskOverlays } from '../shell/desk-overlays.tsx';
import { Rail } from '../shell/rail.tsx';
import { TeamTopBar } from '../shell/team-top-bar.tsx';
import { useJoinedChat } from './use-joined-chat.ts';

/** The team of a supervisor: who does what, and beside it the chat that is listened to. */
export function TeamPage() {
  const filterInput = useRef<HTMLInputElement>(null);
  useDeskShortcuts('team');
  useTeamShortcuts(filterInput);
  useAlerts();
  useJoinedChat();
  const isNarrow = useMediaQuery(NARROW_QUERY);
  const isDocked = useMediaQuery(DOCK_QUERY);
  const hasLive = useTeamStore((state) => state.live !== null);

  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <div
        className={`grid min-h-0 flex-1 grid-rows-[auto_1fr] ${
          isNarrow
            ? 'grid-cols-1'
            : hasLive && isDocked
              ? 'grid-cols-[56px_minmax(0,1fr)_400px]'
              : 'grid-cols-[56px_minmax(0,1fr)]'
        }`}
      >
        {!isNarrow && (
          <div className="row-span-2 grid">
            <Rail />
          </div>
        )}
        <div className="col-span-full md:col-start-2">
          <TeamTopBar />
          <ConnectionBanner />
        </div>
        {(isDocked || !hasLive) && (
          <main data-region aria-label="Team" className="min-h-0 min-w-0 overflow-auto">
            <TeamBoard filterInput={filterInput} />
          </main>
        )}
        {hasLive && (
          <aside aria-label="Monitoring" className="min-h-0 border-l border-line bg-surface max-md:border-l-0">
            <LiveView />
          </aside>
        )}
      </div>
      <BottomNav />
      <Notices />
      <Announcer />
      <DeskOverlays />
    </div>
  );
}
