import type { Dn, UserName } from '@cordboard/shared/ids';
import type { StateValue } from '@cordboard/shared/statistics/stat-channel';
import type { ObjectType } from '@cordboard/shared/statistics/stat-type';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { Day } from './day-of.ts';
import { DnFold } from './dn-fold.ts';
import type { DnState } from './dn-state.ts';
import { actionKey, KEY_NAMES, type View } from './keys.ts';
import { ObjectBook, objectKey } from './object-book.ts';
import { QueueFold, type StoredQueues } from './queue-fold.ts';
import type { StatisticsDirectory } from './statistics-directory.ts';
import type { StoredStatuses } from './status-book.ts';
import type { StoredTally, Tally } from './tally.ts';

/** One action that goes on: its number and since when. */
export interface Ongoing {
  readonly key: number;
  readonly since: number;
}

/** What is true of the whole, beside the numbers of each object. */
export interface StoredPosition {
  /** The last event that is in the numbers. */
  readonly sequence: number;
  /** What the numbers of the keys mean. */
  readonly keys: readonly string[];
  readonly dns: readonly DnState[];
  readonly queues: StoredQueues;
  readonly statuses: StoredStatuses;
}

/** Who is who for the numbers, and what a day is. */
export interface StatisticsSurroundings {
  readonly directory: StatisticsDirectory;
  readonly dayOf: (time: number) => Day;
}

/**
 * The numbers of agents, places, DNs, groups and queues as a fold over the events of the switch. The same events make the
 * same numbers; an event costs the same for any number of agents.
 */
export class StatisticsModel {
  readonly book: ObjectBook;
  readonly #directory: StatisticsDirectory;
  readonly #queues: QueueFold;
  readonly #dns: DnFold;
  #sequence = 0;

  constructor({ directory, dayOf }: StatisticsSurroundings) {
    this.book = new ObjectBook(dayOf);
    this.#directory = directory;
    this.#queues = new QueueFold(this.book);
    this.#dns = new DnFold(this.book, directory, this.#queues);
  }

  /** The last event that is in the numbers. */
  get sequence(): number {
    return this.#sequence;
  }

  /** Takes in an event; one that is in already changes nothing. */
  apply(event: DnEvent): void {
    const { eventSequenceNumber = 0, thisDN } = event;
    if (eventSequenceNumber <= this.#sequence) return;
    this.#sequence = eventSequenceNumber;
    const kind = this.#directory.kindOf(thisDN);
    if (kind === undefined) return;
    this.book.enter(event.time);
    if (kind === 'dn') this.#dns.apply(event);
    else if ('connID' in event) this.#queues.apply(event, this.#dns.isRinging(event.connID));
  }

  tallyOf(type: ObjectType, id: string): Tally | undefined {
    return this.book.find(objectKey(type, id))?.tally;
  }

  /** What goes on at an object, one by one; not for groups. */
  ongoingOf(type: ObjectType, id: string): readonly Ongoing[] {
    if (type === 'queue') {
      return Array.from(this.#queues.waitingIn(id as Dn), ({ media, since }) => ({
        key: actionKey('CallWait', media),
        since,
      }));
    }
    return this.#dnsOf(type, id).flatMap(({ running }) =>
      running.map(({ action, media, since }) => ({ key: actionKey(action, media), since })),
    );
  }

  /** Since when somebody waits in the queue without a break; null when nobody does. */
  busySince(queue: string): number | null {
    return this.#queues.busySince(queue as Dn);
  }

  stateOf(type: ObjectType, id: string, view: View): StateValue {
    const known = this.#dns.statuses.statusOf(objectKey(type, id), view);
    if (known === undefined) return { status: type === 'agent' ? 'LoggedOut' : 'Monitored', since: null };
    const { status, since } = known;
    if (status !== 'NotReadyForNextCall') return { status, since };
    const reason = this.#dnsOf(type, id).find((dn) => dn.running.some(({ action }) => action === status))?.reason;
    return { status, since, ...(reason === undefined || reason === null ? {} : { reason }) };
  }

  /** All but the numbers of the objects, as it is stored. */
  store(now: number): StoredPosition {
    return {
      sequence: this.#sequence,
      keys: KEY_NAMES,
      dns: this.#dns.store(),
      queues: this.#queues.store(now),
      statuses: this.#dns.statuses.store(),
    };
  }

  /** Goes on from what was stored; false when its numbers mean something else, and nothing was taken over. */
  restore(position: StoredPosition, tallies: Iterable<readonly [key: string, tally: StoredTally]>): boolean {
    if (position.keys.join() !== KEY_NAMES.join()) return false;
    for (const [key, tally] of tallies) this.book.restore(key, tally);
    this.#queues.restore(position.queues);
    this.#dns.restore(position.dns);
    this.#dns.statuses.restore(position.statuses, position.dns);
    this.#sequence = position.sequence;
    return true;
  }

  #dnsOf(type: ObjectType, id: string): readonly DnState[] {
    const { statuses } = this.#dns;
    if (type === 'dn') return [this.#dns.find(id as Dn)].filter((dn) => dn !== undefined);
    const dns = type === 'agent' ? statuses.dnsOfAgent(id as UserName) : statuses.dnsOfPlace(id);
    return [...dns].flatMap((dn) => this.#dns.find(dn) ?? []);
  }
}
