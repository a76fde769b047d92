import type { Dn, UserName } from '@cordboard/shared/ids';
import type { RowIndex } from '../../base/table.ts';
import type { AgentSession } from '../agents/agent-session.ts';
import { OrderedSet } from './ordered-set.ts';

/** An agent in the index: `order` is `waitingSince`, `id` the DN. */
interface Entry {
  readonly order: number;
  readonly id: Dn;
  readonly groups: readonly string[];
  session: AgentSession;
}

/** Per agent group, the agents to whom a chat may be routed now, longest waiting first. */
export class ReadyAgents implements RowIndex<AgentSession> {
  readonly #groupsOf: (userName: UserName) => readonly string[];
  readonly #entries = new Map<Dn, Entry>();
  readonly #byGroup = new Map<string, OrderedSet<Entry>>();

  constructor(groupsOf: (userName: UserName) => readonly string[]) {
    this.#groupsOf = groupsOf;
  }

  /** Agents of a group, oldest `waitingSince` first, then by DN. The index must not change meanwhile. */
  *inOrder(group: string): Generator<AgentSession, void, undefined> {
    const entries = this.#byGroup.get(group);
    if (entries === undefined) return;
    for (const chunk of entries.chunks) {
      for (const entry of chunk) yield entry.session;
    }
  }

  /** The groups for which the agent on this DN stands ready; none when a chat cannot be routed to it. */
  groupsOf(dn: Dn): readonly string[] {
    return this.#entries.get(dn)?.groups ?? [];
  }

  count(group: string): number {
    return this.#byGroup.get(group)?.size ?? 0;
  }

  replace(before: AgentSession | undefined, after: AgentSession | undefined): void {
    const present = before === undefined ? undefined : this.#entries.get(before.id);
    if (present !== undefined) {
      const staysInPlace =
        after?.canTakeChat === true &&
        after.id === present.id &&
        after.userName === present.session.userName &&
        after.waitingSince === present.order;
      if (staysInPlace) {
        present.session = after;
        return;
      }
      this.#remove(present);
    }
    if (after?.canTakeChat === true) this.#add(after);
  }

  /** To be called when the members of agent groups have changed. */
  regroup(): void {
    for (const entry of [...this.#entries.values()]) {
      this.#remove(entry);
      this.#add(entry.session);
    }
  }

  #add(session: AgentSession): void {
    const groups = this.#groupsOf(session.userName);
    const entry: Entry = { order: session.waitingSince, id: session.id, groups, session };
    this.#entries.set(entry.id, entry);
    for (const group of groups) {
      let entries = this.#byGroup.get(group);
      if (entries === undefined) {
        entries = new OrderedSet();
        this.#byGroup.set(group, entries);
      }
      entries.add(entry);
    }
  }

  #remove(entry: Entry): void {
    this.#entries.delete(entry.id);
    for (const group of entry.groups) {
      const entries = this.#byGroup.get(group);
      entries?.remove(entry);
      if (entries?.size === 0) this.#byGroup.delete(group);
    }
  }
}
