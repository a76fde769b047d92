import { lazy, Suspense } from 'react';
import { useIsSupervisor } from '../../stores/supervision/team-access.ts';
import { useViewStore } from '../../stores/view/view-store.ts';
import { WorkbenchPage } from './workbench-page.tsx';

/** Only supervisors need it, so nobody else loads it. */
const TeamPage = lazy(async () => ({ default: (await import('./team-page.tsx')).TeamPage }));

/** The desk: the own chats, or the team of a supervisor. */
export function DeskPage() {
  const page = useViewStore((state) => state.page);
  const hasTeam = useIsSupervisor();
  if (page === 'chats' || !hasTeam) return <WorkbenchPage />;
  return (
    <Suspense
      fallback={
        <p role="status" className="p-6 text-ink-2">
          Opening the team…
        </p>
      }
    >
      <TeamPage />
    </Suspense>
  );
}
