import type { UserName } from '@cordboard/shared/ids';
import type { Configuration } from '../../../domain/configuration/configuration.ts';
import type { DeskWatcher } from '../../switch/effects/desk-watcher.ts';

/** Everybody who is shown the same: one message is built for all of them. */
export class DeskAudience {
  readonly key: string;
  /** Those who have their view. */
  readonly watchers = new Set<DeskWatcher>();
  readonly #configuration: Configuration;
  readonly #groups: ReadonlySet<string>;
  readonly #self: UserName | undefined;

  constructor(configuration: Configuration, watcher: DeskWatcher) {
    this.key = audienceKey(configuration, watcher);
    this.#configuration = configuration;
    this.#groups = new Set(supervisedGroups(configuration, watcher));
    this.#self = watcher.userName;
  }

  supervisesGroup(group: string): boolean {
    return this.#groups.has(group);
  }

  /** Nobody supervises himself. */
  supervises(userName: UserName | undefined): boolean {
    if (userName === undefined || this.#groups.size === 0 || userName === this.#self) return false;
    return this.#configuration.groupsOfPerson(userName).some((group) => this.#groups.has(group));
  }
}

/** The same for those who see the same: all who supervise nobody, and supervisors of the same groups who are not in them. */
export function audienceKey(configuration: Configuration, watcher: DeskWatcher): string {
  const groups = [...supervisedGroups(configuration, watcher)].sort();
  if (groups.length === 0) return '';
  const isAmongThem = configuration.groupsOfPerson(watcher.userName).some((group) => groups.includes(group));
  return JSON.stringify([groups, isAmongThem ? watcher.userName : null]);
}

function supervisedGroups(configuration: Configuration, { role, userName }: DeskWatcher): readonly string[] {
  return role === 'supervisor' ? (configuration.findPerson(userName)?.supervises ?? []) : [];
}
