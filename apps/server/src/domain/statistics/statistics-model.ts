import type { Dn, UserName } from '@cordboard/shared/ids';
import type { StateValue } from '@cordboard/shared/statistics/stat-channel';
import type { ObjectType, StatFilter } from '@cordboard/shared/statistics/stat-type';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { CallKinds, kindKeys } from './folds/call-kind.ts';
import { DnFold } from './folds/dn-fold.ts';
import type { DnState, StoredDn } from './folds/dn-state.ts';
import { KEY_NAMES, type View } from './folds/keys.ts';
import { QueueFold, type StoredDistributed, type StoredQueue } from './folds/queue-fold.ts';
import type { StatisticsDirectory } from './folds/statistics-directory.ts';
import type { Statuses } from './folds/status-book.ts';
import type { Day } from './tallies/day-of.ts';
import { ObjectBook, objectKey } from './tallies/object-book.ts';
import { type StoredTally, Tally } from './tallies/tally.ts';

/** One action that goes on: its number and since when. */
export interface Ongoing {
  readonly key: number;
  readonly since: number;
}

/** What is true of the whole, beside what is stored of each object. */
export interface StoredPosition {
  /** The last event that is in the numbers. */
  readonly sequence: number;
  /** What the numbers of the keys mean. */
  readonly keys: readonly string[];
  readonly distributed: StoredDistributed;
}

/** What is stored of one object. */
export interface StoredObject {
  readonly tally: StoredTally;
  readonly statuses?: Statuses | undefined;
  readonly dn?: StoredDn | undefined;
  readonly queue?: StoredQueue | undefined;
}

/** Who is who for the numbers, and what a day is. */
export interface StatisticsSurroundings {
  readonly directory: StatisticsDirectory;
  readonly dayOf: (time: number) => Day;
  /** The filters on attached data, by their number in the keys. */
  readonly dataFilters?: readonly StatFilter[];
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
  /** What the numbers of the keys mean. */
  readonly #keyNames: readonly string[];
  #sequence = 0;

  constructor({ directory, dayOf, dataFilters = [] }: StatisticsSurroundings) {
    const kinds = new CallKinds(dataFilters);
    this.#keyNames = [...KEY_NAMES, ...dataFilters.map((filter) => JSON.stringify(filter))];
    this.book = new ObjectBook(dayOf);
    this.#directory = directory;
    this.#queues = new QueueFold(this.book, kinds);
    this.#dns = new DnFold({ book: this.book, directory, queues: this.#queues, kinds });
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
      return [...this.#queues.waitingIn(id as Dn)].flatMap((waiting) =>
        kindKeys('CallWait', waiting).map((key) => ({ key, since: waiting.since })),
      );
    }
    return this.#dnsOf(type, id).flatMap(({ running }) =>
      running.flatMap((one) => kindKeys(one.action, one).map((key) => ({ key, since: one.since }))),
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

  /** What belongs to no object, as it is stored. */
  storePosition(now: number): StoredPosition {
    return { sequence: this.#sequence, keys: this.#keyNames, distributed: this.#queues.storeDistributed(now) };
  }

  /** An object as it is stored. */
  storeObject(key: string): StoredObject | undefined {
    const object = this.book.find(key);
    if (object === undefined) return undefined;
    const id = key.slice(key.indexOf(':') + 1) as Dn;
    return {
      tally: object.tally.toJSON(),
      statuses: this.#dns.statuses.statusesOf(key),
      dn: key.startsWith('dn:') ? this.#dns.store(id) : undefined,
      queue: key.startsWith('queue:') ? this.#queues.store(id) : undefined,
    };
  }

  /** Goes on from what was stored; false when its numbers mean something else, and nothing was taken over. */
  restore(position: StoredPosition, objects: Iterable<readonly [key: string, stored: StoredObject]>): boolean {
    if (position.keys.join() !== this.#keyNames.join()) return false;
    const all = [...objects];
    for (const [key, { tally }] of all) this.book.restore(key, new Tally(tally));
    for (const [key, { statuses, dn, queue }] of all) {
      const id = key.slice(key.indexOf(':') + 1) as Dn;
      if (statuses !== undefined) this.#dns.statuses.restore(key, statuses);
      if (dn !== undefined) this.#dns.restore(id, dn);
      if (queue !== undefined) this.#queues.restore(id, queue);
    }
    this.#queues.restoreDistributed(position.distributed);
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
