import type { DeskWatcher } from '../../switch/effects/desk-watcher.ts';

/** What the gateway calls for the desk channel; implemented by `DeskFeed`. */
export interface DeskService {
  /** The watcher gets a view soon, then what changes. Also for one that watches already: it gets a view anew. */
  watch(watcher: DeskWatcher): void;
  /** It gets nothing more. */
  leave(watcher: DeskWatcher): void;
}
