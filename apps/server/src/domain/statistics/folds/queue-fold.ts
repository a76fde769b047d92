import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { QueueAction } from '@cordboard/shared/statistics/actions';
import { CallState } from '@cordboard/shared/tlib/call-types';
import type { CallEvent } from '@cordboard/shared/tlib/events';
import { AgedMap } from '../../../base/aged-map.ts';
import type { ObjectBook, StatObject } from '../tallies/object-book.ts';
import { type CallKind, type CallKinds, changedKeys, kindKeys, NO_CALL } from './call-kind.ts';

/** One interaction that waits in a queue. */
interface Waiting extends CallKind {
  readonly connId: ConnId;
  readonly since: number;
}

/** One that has left a queue for a DN, and is not answered yet. */
interface Distributed extends Waiting {
  readonly queue: Dn;
}

/** What is stored of a queue, beside its numbers. */
export interface StoredQueue {
  readonly waiting: readonly Waiting[];
  readonly busySince: number;
}
export type StoredDistributed = readonly Distributed[];

/** So long an interaction that was distributed is remembered without an answer. */
const FORGOTTEN_AFTER_MS = 24 * 3600_000;
/** So many are; beyond it the one that was distributed first is forgotten. */
export const DISTRIBUTED_MAX = 20_000;

class Queue {
  readonly dn: Dn;
  readonly object: StatObject;
  readonly objects: readonly StatObject[];
  readonly waiting = new Map<ConnId, Waiting>();
  busySince = 0;

  constructor(dn: Dn, object: StatObject) {
    this.dn = dn;
    this.object = object;
    this.objects = [object];
  }
}

/** What happens on routing points and virtual queues. */
export class QueueFold {
  readonly #book: ObjectBook;
  readonly #kinds: CallKinds;
  readonly #queues = new Map<Dn, Queue>();
  /** The one that was distributed first comes first. */
  readonly #distributed = new AgedMap<readonly Distributed[]>();

  constructor(book: ObjectBook, kinds: CallKinds) {
    this.#book = book;
    this.#kinds = kinds;
  }

  /** `isRinging` tells whether the interaction of the event rings at somebody's. */
  apply(event: CallEvent, isRinging: boolean): void {
    const queue = this.#queue(event.thisDN);
    const { connID, time } = event;
    const kind = this.#kinds.of(event);
    this.#book.willChange(queue.object);
    this.#becomeKind(queue, connID, kind, time);
    switch (event.name) {
      case 'EventRouteRequest':
      case 'EventQueued':
        this.#enter(queue, { ...kind, connId: connID, since: time });
        return;
      case 'EventRouteUsed':
      case 'EventDiverted':
        // The strategy has ended the interaction.
        if (event.callState === CallState.Cleared) this.#leave(queue, connID, time, 'CallCleared');
        else this.#distribute(queue, connID, time);
        return;
      case 'EventAbandoned':
        this.#leave(queue, connID, time, whyLeft(event.callState, isRinging));
        return;
      case 'EventPartyChanged':
        this.#rename(queue, event.previousConnID, connID);
        return;
      case 'EventTreatmentApplied':
        this.#occur(queue, 'CallTreatmentStarted', kind, time, time);
        return;
      case 'EventTreatmentEnd':
        this.#occur(queue, 'CallTreatmentCompleted', kind, time, time);
        return;
      case 'EventTreatmentNotApplied':
        this.#occur(queue, 'CallTreatmentNotStarted', kind, time, time);
        return;
    }
  }

  /** The interaction is answered: names the queues from which it came. */
  answered(connId: ConnId, kind: CallKind, time: number): readonly Dn[] {
    return this.#settle(connId, 'CallAnswered', time, kind);
  }

  /** The customer left while it rang, after it had left its queues. */
  abandonedFromRinging(connId: ConnId, kind: CallKind, time: number): void {
    this.#settle(connId, 'CallAbandonedFromRinging', time, kind);
  }

  /** Something on a DN ends that belongs to interactions of these queues. */
  occur(queues: readonly Dn[], action: QueueAction, kind: CallKind, since: number, time: number): void {
    for (const dn of queues) this.#occur(this.#queue(dn), action, kind, since, time);
  }

  /** Since when each that waits in the queue does. */
  waitingIn(dn: Dn): Iterable<Waiting> {
    return this.#queues.get(dn)?.waiting.values() ?? [];
  }

  /** Since when somebody waits in the queue without a break; null when nobody does. */
  busySince(dn: Dn): number | null {
    const queue = this.#queues.get(dn);
    return queue === undefined || queue.waiting.size === 0 ? null : queue.busySince;
  }

  /** What is stored of a queue; undefined while there is nothing. */
  store(dn: Dn): StoredQueue | undefined {
    const queue = this.#queues.get(dn);
    if (queue === undefined || queue.waiting.size === 0) return undefined;
    return { waiting: [...queue.waiting.values()], busySince: queue.busySince };
  }

  restore(dn: Dn, { waiting, busySince }: StoredQueue): void {
    const queue = this.#queue(dn);
    queue.busySince = busySince;
    for (const entry of waiting) queue.waiting.set(entry.connId, entry);
  }

  storeDistributed(now: number): StoredDistributed {
    for (let oldest = this.#distributed.oldest(); oldest !== undefined; oldest = this.#distributed.oldest()) {
      const [connId, [first]] = oldest;
      if (first === undefined || first.since >= now - FORGOTTEN_AFTER_MS) break;
      this.#distributed.delete(connId);
    }
    return [...this.#distributed.values()].flat();
  }

  restoreDistributed(distributed: StoredDistributed): void {
    for (const one of distributed) {
      this.#distributed.set(one.connId, [...(this.#distributed.get(one.connId) ?? []), one]);
    }
  }

  #queue(dn: Dn): Queue {
    const known = this.#queues.get(dn);
    if (known !== undefined) return known;
    const queue = new Queue(dn, this.#book.get('queue', dn));
    this.#queues.set(dn, queue);
    return queue;
  }

  #enter(queue: Queue, waiting: Waiting): void {
    if (queue.waiting.has(waiting.connId)) return;
    const { connId, since } = waiting;
    // It comes back without an answer: where it was before knows no more of it.
    this.#settle(connId, 'CallCleared', since, waiting);
    this.#occur(queue, 'CallEntered', waiting, since, since);
    this.#book.begin(queue.objects, kindKeys('CallWait', waiting), since);
    if (queue.waiting.size === 0) {
      queue.busySince = since;
      this.#book.begin(queue.objects, kindKeys('QueueBusy', NO_CALL), since);
    }
    queue.waiting.set(connId, waiting);
  }

  #leave(queue: Queue, connId: ConnId, time: number, action: QueueAction): Waiting | undefined {
    const waiting = queue.waiting.get(connId);
    if (waiting === undefined) return undefined;
    queue.waiting.delete(connId);
    this.#book.end(queue.objects, kindKeys('CallWait', waiting), waiting.since, time);
    if (queue.waiting.size === 0) {
      this.#book.end(queue.objects, kindKeys('QueueBusy', NO_CALL), queue.busySince, time);
    }
    this.#occur(queue, action, waiting, waiting.since, time);
    return waiting;
  }

  #distribute(queue: Queue, connId: ConnId, time: number): void {
    const waiting = this.#leave(queue, connId, time, 'CallDistributed');
    if (waiting === undefined) return;
    const before = this.#distributed.get(connId) ?? [];
    this.#distributed.set(connId, [...before, { ...waiting, queue: queue.dn }]);
    const oldest = this.#distributed.oldest();
    if (this.#distributed.size > DISTRIBUTED_MAX && oldest !== undefined) this.#distributed.delete(oldest[0]);
  }

  #settle(connId: ConnId, action: QueueAction, time: number, kind: CallKind): readonly Dn[] {
    const distributed = this.#distributed.get(connId) ?? [];
    this.#distributed.delete(connId);
    for (const { queue, since } of distributed) this.#occur(this.#queue(queue), action, kind, since, time);
    return distributed.map(({ queue }) => queue);
  }

  #rename(queue: Queue, from: ConnId | undefined, to: ConnId): void {
    const waiting = from === undefined ? undefined : queue.waiting.get(from);
    if (from === undefined || waiting === undefined || queue.waiting.has(to)) return;
    queue.waiting.delete(from);
    queue.waiting.set(to, { ...waiting, connId: to });
  }

  /** Attached data has changed: what waits counts under other filters. */
  #becomeKind(queue: Queue, connId: ConnId, kind: CallKind, time: number): void {
    const waiting = queue.waiting.get(connId);
    if (waiting === undefined) return;
    const { left, joined } = changedKeys('CallWait', waiting, kind);
    if (left.length === 0 && joined.length === 0) return;
    this.#book.drop(queue.objects, left, waiting.since, time);
    this.#book.adopt(queue.objects, joined, waiting.since, time);
    queue.waiting.set(connId, { ...waiting, filters: kind.filters });
  }

  #occur(queue: Queue, action: QueueAction, kind: CallKind, since: number, time: number): void {
    this.#book.occur(queue.objects, kindKeys(action, kind), since, time);
  }
}

function whyLeft(callState: CallState, isRinging: boolean): QueueAction {
  if (callState === CallState.Cleared) return 'CallCleared';
  return isRinging ? 'CallAbandonedFromRinging' : 'CallAbandoned';
}
