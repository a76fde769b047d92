import type { PersonRole } from '@cordboard/shared/configuration/configuration-file';
import type { DeskChanges, DeskView } from '@cordboard/shared/desk/desk-view';
import type { UserName } from '@cordboard/shared/ids';

/** What a watcher is shown: everything, or what has changed since. */
export type DeskShow =
  | { readonly name: 'view'; readonly view: DeskView }
  | { readonly name: 'changes'; readonly changes: DeskChanges };

/** One connection of somebody who watches what goes on around the own desk. */
export interface DeskWatcher {
  /** Unique among connected watchers. */
  readonly id: string;
  readonly userName: UserName;
  readonly role: PersonRole;
  /** Never throws, never blocks; the gateway bounds what a slow watcher may keep waiting. */
  show(show: DeskShow): void;
}
