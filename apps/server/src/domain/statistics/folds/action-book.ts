import type { ConnId, UserName } from '@cordboard/shared/ids';
import type { DnAction } from '@cordboard/shared/statistics/actions';
import type { ObjectBook, StatObject } from '../tallies/object-book.ts';
import { type CallKind, changedKeys, kindKeys } from './call-kind.ts';
import { type DnState, isTalk, type RunningAction } from './dn-state.ts';
import type { StatusBook } from './status-book.ts';

/** An action that begins. */
export type NewAction = Pick<RunningAction, 'action' | 'media' | 'filters' | 'connId'> & Partial<RunningAction>;

/** Begins and ends actions on DNs, and counts them for the DN, its place, the agent and the agent's groups. */
export class ActionBook {
  readonly #book: ObjectBook;
  readonly #statuses: StatusBook;
  /** On how many DNs a call rings. */
  readonly #ringing = new Map<ConnId, number>();

  constructor(book: ObjectBook, statuses: StatusBook) {
    this.#book = book;
    this.#statuses = statuses;
  }

  isRinging(connId: ConnId): boolean {
    return this.#ringing.has(connId);
  }

  /** What goes on according to the store; its numbers are there already. */
  restored(running: readonly RunningAction[]): void {
    for (const { action, connId } of running) if (action === 'CallRinging') this.#countRinging(connId, 1);
  }

  /** What rings goes on ringing, for another call. */
  moveRinging(dn: DnState, running: RunningAction, connId: ConnId): void {
    this.#countRinging(running.connId, -1);
    this.#countRinging(connId, 1);
    const moved: RunningAction = { ...running, connId, isBrought: true };
    dn.running = dn.running.map((one) => (one === running ? moved : one));
  }

  /** Attached data has changed: what goes on counts under other filters. */
  becomeKind(dn: DnState, connId: ConnId, kind: CallKind, time: number): void {
    for (const running of this.ofCall(dn, connId)) {
      const { left, joined } = changedKeys(running.action, running, kind);
      if (left.length === 0 && joined.length === 0) continue;
      const objects = this.#objectsOf(dn, running.agent);
      this.#book.drop(objects, left, running.since, time);
      this.#book.adopt(objects, joined, running.since, time);
      const changed: RunningAction = { ...running, filters: kind.filters };
      dn.running = dn.running.map((one) => (one === running ? changed : one));
    }
  }

  /** What goes on there for this call. */
  ofCall(dn: DnState, connId: ConnId): readonly RunningAction[] {
    return dn.running.filter((running) => running.connId === connId);
  }

  /** The talk of this call is on hold, or goes on. */
  setHeld(dn: DnState, connId: ConnId, isHeld: boolean): void {
    dn.running = dn.running.map((running) =>
      running.connId === connId && isTalk(running) ? { ...running, isHeld } : running,
    );
  }

  /** Ends an action of a call; undefined when it did not go on. */
  endOf(dn: DnState, connId: ConnId, action: DnAction, time: number): RunningAction | undefined {
    const running = this.ofCall(dn, connId).find((one) => one.action === action);
    if (running !== undefined) this.end(dn, running, time);
    return running;
  }

  /** Begins an action; what goes on already does not begin again. */
  begin(dn: DnState, part: NewAction, time: number): void {
    const isThere = dn.running.some(
      ({ action, connId, by }) => action === part.action && connId === part.connId && by === part.by,
    );
    if (isThere) return;
    const running: RunningAction = { queues: [], ...part, since: time, agent: dn.agent };
    dn.running = [...dn.running, running];
    if (running.action === 'CallRinging') this.#countRinging(running.connId, 1);
    this.#book.begin(this.#objectsOf(dn, dn.agent), kindKeys(running.action, running), time);
  }

  /** Ends an action that goes on. */
  end(dn: DnState, running: RunningAction, time: number): void {
    dn.running = dn.running.filter((one) => one !== running);
    if (running.action === 'CallRinging') this.#countRinging(running.connId, -1);
    const objects = this.#objectsOf(dn, running.agent);
    this.#book.end(objects, kindKeys(running.action, running), running.since, time);
  }

  /** Something that was over at once, or has been timed elsewhere. */
  occur(dn: DnState, action: DnAction, kind: CallKind, since: number, time: number): void {
    this.#book.occur(this.#objectsOf(dn, dn.agent), kindKeys(action, kind), since, time);
  }

  #countRinging(connId: ConnId | null, difference: 1 | -1): void {
    if (connId === null) return;
    const number = (this.#ringing.get(connId) ?? 0) + difference;
    if (number > 0) this.#ringing.set(connId, number);
    else this.#ringing.delete(connId);
  }

  /** The DN, its place, the agent, the agent's groups. */
  #objectsOf({ object, place }: DnState, agent: UserName | null): readonly StatObject[] {
    const objects = place === null ? [object] : [object, place];
    return agent === null ? objects : [...objects, ...this.#statuses.objectsOfAgent(agent)];
  }
}
