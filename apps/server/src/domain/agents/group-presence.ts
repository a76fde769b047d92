import type { UserName } from '@cordboard/shared/ids';
import type { RowIndex } from '../../base/table.ts';
import type { AgentSession } from './agent-session.ts';

/** Persons, not DNs: who is logged in twice counts once. Who is reconnecting is not ready. */
export interface Presence {
  readonly loggedIn: number;
  readonly ready: number;
}

const NOBODY: Presence = { loggedIn: 0, ready: 0 };

/** How many members of each agent group are logged in, and how many of them Ready. A change costs the same in groups of any size. */
export class GroupPresence implements RowIndex<AgentSession> {
  readonly #groupsOf: (userName: UserName) => readonly string[];
  /** DNs on which a person is logged in, and is Ready. */
  readonly #byPerson = new Map<UserName, Presence>();
  readonly #byGroup = new Map<string, Presence>();

  constructor(groupsOf: (userName: UserName) => readonly string[]) {
    this.#groupsOf = groupsOf;
  }

  of(group: string): Presence {
    return this.#byGroup.get(group) ?? NOBODY;
  }

  replace(before: AgentSession | undefined, after: AgentSession | undefined): void {
    if (before?.userName === after?.userName && isReady(before) === isReady(after)) return;
    if (before !== undefined) this.#count(before, -1);
    if (after !== undefined) this.#count(after, 1);
  }

  #count(session: AgentSession, difference: number): void {
    const before = this.#byPerson.get(session.userName) ?? NOBODY;
    const after = {
      loggedIn: before.loggedIn + difference,
      ready: before.ready + (isReady(session) ? difference : 0),
    };
    if (after.loggedIn === 0) this.#byPerson.delete(session.userName);
    else this.#byPerson.set(session.userName, after);
    const loggedIn = Number(after.loggedIn > 0) - Number(before.loggedIn > 0);
    const ready = Number(after.ready > 0) - Number(before.ready > 0);
    if (loggedIn === 0 && ready === 0) return;
    for (const group of this.#groupsOf(session.userName)) {
      const present = this.of(group);
      this.#byGroup.set(group, { loggedIn: present.loggedIn + loggedIn, ready: present.ready + ready });
    }
  }
}

function isReady(session: AgentSession | undefined): boolean {
  return session?.state === 'ready' && session.absentSince === null;
}
