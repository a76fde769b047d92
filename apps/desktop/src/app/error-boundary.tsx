import { Component, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { LoginFrame } from './shell/login-frame.tsx';

interface ErrorBoundaryState {
  readonly failure: string | null;
}

/** A fault of the page itself: nothing of the agent's work is lost by a reload, so it offers one. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failure: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.failure === null) return this.props.children;
    return (
      <LoginFrame>
        <div role="alert">
          <h1 className="text-[17px] font-bold tracking-tight">This page has failed</h1>
          <p className="mt-2 text-ink-2">Your chats, drafts and texts are kept. Reload the page to go on.</p>
          <p className="mt-2 text-xs break-words text-ink-3">{this.state.failure}</p>
        </div>
        <Button look="primary" className="mt-4 w-full" onClick={() => window.location.reload()}>
          Reload
        </Button>
      </LoginFrame>
    );
  }
}
