import type { ConnId, Dn } from '@cordboard/shared/ids';
import { type Ordered, OrderedSet } from '../../../base/ordered-set.ts';
import type { RowIndex } from '../../../base/table.ts';
import { queueOrder } from '../requests/queue-order.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import { hasSamePlace, type ServingEntry, ServingOrder, servingEntry } from './serving-order.ts';

/** One virtual queue: by age, and as it is served. */
interface Queue {
  readonly byAge: OrderedSet<Ordered>;
  readonly served: ServingOrder;
}

/** What stands in each virtual queue, oldest first. Ringing ones stay in it: they are diverted at the answer. */
export class VirtualQueues implements RowIndex<RouteRequest> {
  readonly #byQueue = new Map<Dn, Queue>();
  readonly #entries = new Map<ConnId, ServingEntry>();

  waiting(virtualQueue: Dn): number {
    return this.#byQueue.get(virtualQueue)?.byAge.size ?? 0;
  }

  /** When the oldest interaction of the queue came, ms since 1970; null when none stands in it. */
  oldestSince(virtualQueue: Dn): number | null {
    return this.#byQueue.get(virtualQueue)?.byAge.first?.order ?? null;
  }

  /** The place of a request in a queue, from 1 on, as it is served at this moment. */
  position(virtualQueue: Dn, request: RouteRequest, now: number): number {
    return 1 + (this.#byQueue.get(virtualQueue)?.served.countBefore(request, now) ?? 0);
  }

  replace(before: RouteRequest | undefined, after: RouteRequest | undefined): void {
    const entry = before === undefined ? undefined : this.#entries.get(before.id);
    if (entry !== undefined) {
      if (after !== undefined && after.virtualQueue === entry.request.virtualQueue && hasSamePlace(entry, after)) {
        entry.request = after;
        return;
      }
      this.#remove(entry);
    }
    if (after !== undefined && after.virtualQueue !== null) this.#add(after.virtualQueue, after);
  }

  #add(virtualQueue: Dn, request: RouteRequest): void {
    const entry = servingEntry(request);
    this.#entries.set(request.id, entry);
    let queue = this.#byQueue.get(virtualQueue);
    if (queue === undefined) {
      queue = { byAge: new OrderedSet(), served: new ServingOrder() };
      this.#byQueue.set(virtualQueue, queue);
    }
    queue.byAge.add(queueOrder(request));
    queue.served.add(entry);
  }

  #remove(entry: ServingEntry): void {
    const { request } = entry;
    this.#entries.delete(request.id);
    const virtualQueue = request.virtualQueue ?? '';
    const queue = this.#byQueue.get(virtualQueue);
    queue?.byAge.remove(queueOrder(request));
    queue?.served.remove(entry);
    if (queue?.byAge.size === 0) this.#byQueue.delete(virtualQueue);
  }
}
