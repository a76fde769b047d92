import { cleanup, render } from '@testing-library/react';
import { App } from '../app/app.tsx';
import { installGateway } from '../gateway/channel.ts';
import { installDeskFeed } from '../gateway/desk-feed.ts';
import { installStatFeed } from '../gateway/stat-feed.ts';
import { useDraftsStore } from '../stores/chat/drafts-store.ts';
import { useDecisionsStore } from '../stores/interactions/decisions-store.ts';
import { useNoticesStore } from '../stores/requests/notices-store.ts';
import { endSession } from '../stores/session-actions.ts';
import { FakeDeskFeed } from './fake-desk-feed.ts';
import { FakeGateway } from './fake-gateway.ts';
import { FakeStatFeed } from './fake-stat-feed.ts';

/** jsdom has no layout: every window is as wide as the test says. */
function installWindow(isWide: boolean): void {
  window.matchMedia = ((query: string) => ({
    matches: query.includes('min-width') ? isWide : false,
    addEventListener: () => {},
    removeEventListener: () => {},
  })) as unknown as typeof window.matchMedia;
}

/** The whole app on a fake server, from a clean browser. */
export function renderPage(
  gateway = new FakeGateway(),
  isWide = true,
  feed = new FakeDeskFeed(),
  statFeed = new FakeStatFeed(),
): FakeGateway {
  installWindow(isWide);
  installGateway(gateway);
  installDeskFeed(feed);
  installStatFeed(statFeed);
  render(<App />);
  return gateway;
}

/** After each test: nothing of it stays. */
export function leavePage(): void {
  cleanup();
  endSession(null);
  useNoticesStore.setState({ notices: [] });
  useDraftsStore.setState({ drafts: {} });
  useDecisionsStore.setState({ decisions: {} });
  localStorage.clear();
  sessionStorage.clear();
}
