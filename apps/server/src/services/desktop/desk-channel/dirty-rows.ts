import type { Dn } from '@cordboard/shared/ids';
import type { AgentSession } from '../../../domain/agents/agent-session.ts';
import type { Call } from '../../../domain/call-model/calls/call.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { SwitchState } from '../../switch/switch-state.ts';
import type { DeskDirectory } from './desk-directory.ts';

/** What of an agent's row may differ: all of it, or only what supervisors see of the calls. */
export type DirtyPart = 'all' | 'calls';

/** Lists that come whole. */
export type DirtyList = 'helpRequests' | 'monitorings';

/** Rows that may differ from what was shown. */
export interface Dirty {
  readonly agents: ReadonlyMap<Dn, DirtyPart>;
  readonly groups: ReadonlySet<string>;
  readonly queues: ReadonlySet<Dn>;
  readonly lists: ReadonlySet<DirtyList>;
}

/**
 * Follows the tables and marks the rows that a change concerns. A mark costs the same however many agents there are, and a
 * change that is rolled back is marked as well, which does no harm: the row is built and found to be the same.
 */
export class DirtyRows {
  /** While nobody watches nothing is marked. */
  isWatched = false;
  readonly #state: SwitchState;
  readonly #directory: DeskDirectory;
  readonly #marked: () => void;
  #agents = new Map<Dn, DirtyPart>();
  #groups = new Set<string>();
  #queues = new Set<Dn>();
  #lists = new Set<DirtyList>();

  /** `marked` is called within decisions: it may start a timer and nothing else. */
  constructor(state: SwitchState, directory: DeskDirectory, marked: () => void) {
    this.#state = state;
    this.#directory = directory;
    this.#marked = marked;
    state.agentSessions.addIndex({ replace: (before, after) => this.#sessionChanged(before, after) });
    state.calls.addIndex({ replace: (before, after) => this.#callChanged(before, after) });
    state.routeRequests.addIndex({ replace: (before, after) => this.#requestChanged(before, after) });
    state.assistanceRequests.addIndex({ replace: () => this.#markList('helpRequests') });
    state.monitorings.addIndex({ replace: () => this.#markList('monitorings') });
    state.transcripts.onAdded((connId) => this.#markCall(state.calls.get(connId)));
  }

  /** What is marked, which from now on is not. */
  take(): Dirty {
    const dirty = { agents: this.#agents, groups: this.#groups, queues: this.#queues, lists: this.#lists };
    this.#agents = new Map();
    this.#groups = new Set();
    this.#queues = new Set();
    this.#lists = new Set();
    return dirty;
  }

  #sessionChanged(before: AgentSession | undefined, after: AgentSession | undefined): void {
    if (!this.isWatched) return;
    const dn = (before ?? after)?.id;
    if (dn !== undefined) this.#markAgent(dn, 'all');
    const isSamePresence =
      before?.userName === after?.userName &&
      before?.state === after?.state &&
      before?.absentSince === after?.absentSince &&
      before?.canTakeChat === after?.canTakeChat;
    if (isSamePresence) return;
    for (const session of [before, after]) if (session !== undefined) this.#markGroupsOf(session);
  }

  #markGroupsOf({ userName }: AgentSession): void {
    for (const group of this.#state.configuration.groupsOfPerson(userName)) {
      this.#groups.add(group);
      for (const queue of this.#directory.queuesOfGroup(group)) this.#queues.add(queue);
    }
    for (const queue of this.#directory.queuesOfOthers) this.#queues.add(queue);
    this.#marked();
  }

  #callChanged(before: Call | undefined, after: Call | undefined): void {
    if (!this.isWatched) return;
    this.#markCall(before);
    this.#markCall(after);
  }

  #markCall(call: Call | undefined): void {
    if (!this.isWatched || call === undefined) return;
    for (const { dn } of call.parties) this.#markAgent(dn, 'calls');
  }

  #requestChanged(before: RouteRequest | undefined, after: RouteRequest | undefined): void {
    if (!this.isWatched) return;
    for (const request of [before, after]) {
      if (request === undefined || request.virtualQueue === null) continue;
      this.#queues.add(request.virtualQueue);
      this.#marked();
    }
  }

  #markList(list: DirtyList): void {
    if (!this.isWatched) return;
    this.#lists.add(list);
    this.#marked();
  }

  #markAgent(dn: Dn, part: DirtyPart): void {
    if (!this.#directory.isShown(dn)) return;
    if (part === 'all' || !this.#agents.has(dn)) this.#agents.set(dn, part);
    this.#marked();
  }
}
