import type { DeskChanges, DeskView } from './desk-view.ts';

/** Namespace of the desk channel: what goes on around one's own DNs. The handshake is that of the T-Library channel. */
export const DESK_NAMESPACE = '/desk';

export interface DeskClientToServer {
  /** Asks for the view; it follows at once, and from then on its changes. */
  watch(): void;
}

export interface DeskServerToClient {
  /** The whole picture: after `watch`, and again whenever the changes would not do. */
  view(view: DeskView): void;
  /** What has changed since the last `view` or `changes`, at most four times a second. */
  changes(changes: DeskChanges): void;
}
