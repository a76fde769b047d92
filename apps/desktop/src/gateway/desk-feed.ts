import type { DeskChanges, DeskView } from '@cordboard/shared/desk/desk-view';

/** loading until the first view, live after it, lost while the connection is. */
export type DeskFeedStatus = 'closed' | 'loading' | 'live' | 'lost';

export interface DeskFeedListener {
  /** The whole picture: what was known before is worth nothing. */
  view(view: DeskView): void;
  changes(changes: DeskChanges): void;
  status(status: DeskFeedStatus): void;
}

/** The desk channel as the stores see it; tests put a fake in its place. */
export interface DeskFeed {
  connect(token: string, listener: DeskFeedListener): void;
  close(): void;
}

let feed: DeskFeed | undefined;

/** Puts the real client, or a fake, in place. Without one the directory stays empty. */
export function installDeskFeed(installed: DeskFeed): void {
  feed = installed;
}

export function openDeskFeed(token: string, listener: DeskFeedListener): void {
  feed?.connect(token, listener);
}

export function closeDeskFeed(): void {
  feed?.close();
}
