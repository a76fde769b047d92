import { useSessionStore } from '../stores/session/session-store.ts';
import { Logo } from '../ui/logo.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { DeskPage } from './pages/desk-page.tsx';
import { LoginPage } from './pages/login-page.tsx';
import { NoPlacePage } from './pages/no-place-page.tsx';

/** The page that belongs to the state of the session. */
export function App() {
  return (
    <ErrorBoundary>
      <CurrentPage />
    </ErrorBoundary>
  );
}

function CurrentPage() {
  const phase = useSessionStore((state) => state.phase);
  switch (phase) {
    case 'starting':
      return <StartingPage />;
    case 'signedOut':
    case 'choosing':
      return <LoginPage />;
    case 'noPlace':
      return <NoPlacePage />;
    case 'desk':
      return <DeskPage />;
  }
}

function StartingPage() {
  const notice = useSessionStore((state) => state.notice);
  return (
    <main className="grid h-full place-items-center">
      <div role="status" className="flex flex-col items-center gap-3 text-ink-2">
        <span className="animate-pulse">
          <Logo />
        </span>
        {notice === null ? 'Opening your desk…' : `${notice} Trying again…`}
      </div>
    </main>
  );
}
