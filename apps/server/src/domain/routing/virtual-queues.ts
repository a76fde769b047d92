import type { Dn } from '@cordboard/shared/ids';
import type { RowIndex } from '../../base/table.ts';
import { type Ordered, OrderedSet } from './ordered-set.ts';
import { queueOrder } from './queue-order.ts';
import type { RouteRequest } from './route-request.ts';

/** What stands in each virtual queue, oldest first. Ringing ones stay in it: they are diverted at the answer. */
export class VirtualQueues implements RowIndex<RouteRequest> {
  readonly #byQueue = new Map<Dn, OrderedSet<Ordered>>();

  waiting(virtualQueue: Dn): number {
    return this.#byQueue.get(virtualQueue)?.size ?? 0;
  }

  /** When the oldest interaction of the queue came, ms since 1970; null when none stands in it. */
  oldestSince(virtualQueue: Dn): number | null {
    return this.#byQueue.get(virtualQueue)?.first?.order ?? null;
  }

  replace(before: RouteRequest | undefined, after: RouteRequest | undefined): void {
    if (isSamePlace(before, after)) return;
    if (before !== undefined && before.virtualQueue !== null) this.#remove(before.virtualQueue, queueOrder(before));
    if (after !== undefined && after.virtualQueue !== null) this.#add(after.virtualQueue, queueOrder(after));
  }

  #add(virtualQueue: Dn, entry: Ordered): void {
    let entries = this.#byQueue.get(virtualQueue);
    if (entries === undefined) {
      entries = new OrderedSet();
      this.#byQueue.set(virtualQueue, entries);
    }
    entries.add(entry);
  }

  #remove(virtualQueue: Dn, entry: Ordered): void {
    const entries = this.#byQueue.get(virtualQueue);
    entries?.remove(entry);
    if (entries?.size === 0) this.#byQueue.delete(virtualQueue);
  }
}

function isSamePlace(before: RouteRequest | undefined, after: RouteRequest | undefined): boolean {
  return (
    before?.virtualQueue === after?.virtualQueue && before?.enteredAt === after?.enteredAt && before?.id === after?.id
  );
}
