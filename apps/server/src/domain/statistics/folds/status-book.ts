import type { Dn, UserName } from '@cordboard/shared/ids';
import type { Status } from '@cordboard/shared/statistics/actions';
import { type ObjectBook, objectKey, type StatObject } from '../tallies/object-book.ts';
import type { DnState } from './dn-state.ts';
import { statusKey, VIEWS, type View } from './keys.ts';
import type { StatisticsDirectory } from './statistics-directory.ts';
import { higherStatus, statusOf } from './status-of.ts';

export interface StatusSince {
  readonly status: Status;
  readonly since: number;
}

/** By view. */
export type Statuses = Readonly<Partial<Record<View, StatusSince>>>;

/** The statuses of DNs, places and agents, and how many agents of a group have which. */
export class StatusBook {
  readonly #book: ObjectBook;
  readonly #directory: StatisticsDirectory;
  readonly #objectsOfAgent = new Map<UserName, readonly StatObject[]>();
  readonly #dnsOfAgent = new Map<UserName, Set<Dn>>();
  readonly #dnsOfPlace = new Map<string, Set<Dn>>();
  readonly #statuses = new Map<string, Statuses>();

  constructor(book: ObjectBook, directory: StatisticsDirectory) {
    this.#book = book;
    this.#directory = directory;
  }

  /** DNs on which an agent is logged in. */
  dnsOfAgent(agent: UserName): ReadonlySet<Dn> {
    return this.#dnsOfAgent.get(agent) ?? new Set();
  }

  /** DNs of a place of which something is known. */
  dnsOfPlace(place: string): ReadonlySet<Dn> {
    return this.#dnsOfPlace.get(place) ?? new Set();
  }

  statusOf(key: string, view: View): StatusSince | undefined {
    return this.#statuses.get(key)?.[view];
  }

  /** The agent, then his groups. */
  objectsOfAgent(agent: UserName): readonly StatObject[] {
    const known = this.#objectsOfAgent.get(agent);
    if (known !== undefined) return known;
    const groups = this.#directory.groupsOf(agent).map((group) => this.#book.get('agentGroup', group));
    const objects = [this.#book.get('agent', agent), ...groups];
    this.#objectsOfAgent.set(agent, objects);
    return objects;
  }

  knowDn(dn: Dn): void {
    const place = this.#directory.placeOf(dn);
    if (place !== undefined) addTo(this.#dnsOfPlace, place, dn);
  }

  agentLoggedIn(agent: UserName, dn: Dn): void {
    addTo(this.#dnsOfAgent, agent, dn);
  }

  agentLoggedOut(agent: UserName, dn: Dn): void {
    const dns = this.#dnsOfAgent.get(agent);
    dns?.delete(dn);
    if (dns?.size === 0) this.#dnsOfAgent.delete(agent);
  }

  /** After what goes on on a DN has changed; `agents` are those whom it concerns. */
  refresh(dn: DnState, agents: Iterable<UserName>, time: number): void {
    for (const view of VIEWS) {
      this.#become([dn.object], view, statusOf(dn.running, view), time);
      if (dn.place !== null) {
        const status = this.#highest(this.#dnsOfPlace.get(this.#directory.placeOf(dn.dn) ?? ''), view) ?? 'Monitored';
        this.#become([dn.place], view, status, time);
      }
      for (const agent of agents) {
        const status = this.#highest(this.#dnsOfAgent.get(agent), view) ?? 'LoggedOut';
        this.#become(this.objectsOfAgent(agent), view, status, time);
      }
    }
  }

  statusesOf(key: string): Statuses | undefined {
    return this.#statuses.get(key);
  }

  restore(key: string, statuses: Statuses): void {
    this.#statuses.set(key, statuses);
  }

  #highest(dns: ReadonlySet<Dn> | undefined, view: View): Status | undefined {
    let highest: Status | undefined;
    for (const dn of dns ?? []) {
      const status = this.statusOf(objectKey('dn', dn), view)?.status ?? 'Monitored';
      highest = highest === undefined ? status : higherStatus(status, highest);
    }
    return highest;
  }

  /** The first object has the status; the others count it. */
  #become(objects: readonly StatObject[], view: View, status: Status, time: number): void {
    const key = objects[0]?.key ?? '';
    const statuses = this.#statuses.get(key) ?? {};
    const before = statuses[view];
    if (before?.status === status) return;
    if (before !== undefined) this.#book.end(objects, [statusKey(before.status, view)], before.since, time);
    this.#book.begin(objects, [statusKey(status, view)], time);
    this.#statuses.set(key, { ...statuses, [view]: { status, since: time } });
  }
}

function addTo<Key>(map: Map<Key, Set<Dn>>, key: Key, dn: Dn): void {
  const dns = map.get(key) ?? new Set<Dn>();
  map.set(key, dns.add(dn));
}
