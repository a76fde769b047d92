import type { ConnId } from '@cordboard/shared/ids';
import type { RowIndex } from '../../base/table.ts';
import { OrderedSet } from './ordered-set.ts';
import { queueOrder } from './queue-order.ts';
import type { RouteRequest } from './route-request.ts';

/** A request in the index: `order` is `enteredAt`, `id` the ConnID. */
interface Entry {
  readonly order: number;
  readonly id: ConnId;
  readonly group: string;
  request: RouteRequest;
}

/** Per agent group, the requests that wait for one of its agents and ring nowhere, first come first. */
export class WaitingRequests implements RowIndex<RouteRequest> {
  readonly #entries = new Map<ConnId, Entry>();
  readonly #byGroup = new Map<string, OrderedSet<Entry>>();

  /** Names of the groups for which somebody waits. */
  groups(): Iterable<string> {
    return this.#byGroup.keys();
  }

  /** Requests that wait for a group, oldest first, then by ConnID. The index must not change meanwhile. */
  *inOrder(group: string): Generator<RouteRequest, void, undefined> {
    const entries = this.#byGroup.get(group);
    if (entries === undefined) return;
    for (const chunk of entries.chunks) {
      for (const entry of chunk) yield entry.request;
    }
  }

  /** The oldest request of a group that is not excluded. */
  first(group: string, isExcluded: (request: RouteRequest) => boolean = () => false): RouteRequest | undefined {
    for (const request of this.inOrder(group)) {
      if (!isExcluded(request)) return request;
    }
    return undefined;
  }

  count(group: string): number {
    return this.#byGroup.get(group)?.size ?? 0;
  }

  replace(before: RouteRequest | undefined, after: RouteRequest | undefined): void {
    const present = before === undefined ? undefined : this.#entries.get(before.id);
    const group = after?.offeredTo === null ? after.target?.name : undefined;
    if (present !== undefined) {
      if (
        after !== undefined &&
        group === present.group &&
        after.id === present.id &&
        after.enteredAt === present.order
      ) {
        present.request = after;
        return;
      }
      this.#remove(present);
    }
    if (after !== undefined && group !== undefined) this.#add(after, group);
  }

  #add(request: RouteRequest, group: string): void {
    const entry: Entry = { ...queueOrder(request), group, request };
    this.#entries.set(entry.id, entry);
    let entries = this.#byGroup.get(group);
    if (entries === undefined) {
      entries = new OrderedSet();
      this.#byGroup.set(group, entries);
    }
    entries.add(entry);
  }

  #remove(entry: Entry): void {
    this.#entries.delete(entry.id);
    const entries = this.#byGroup.get(entry.group);
    entries?.remove(entry);
    if (entries?.size === 0) this.#byGroup.delete(entry.group);
  }
}
