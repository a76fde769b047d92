import type { Dn } from '@cordboard/shared/ids';
import type { RowIndex } from '../../base/table.ts';
import type { RouteRequest } from './route-request.ts';

/** How many interactions stand in each virtual queue. Ringing ones stay in it: they are diverted at the answer. */
export class VirtualQueues implements RowIndex<RouteRequest> {
  readonly #counts = new Map<Dn, number>();

  waiting(virtualQueue: Dn): number {
    return this.#counts.get(virtualQueue) ?? 0;
  }

  replace(before: RouteRequest | undefined, after: RouteRequest | undefined): void {
    const left = before?.virtualQueue ?? null;
    const entered = after?.virtualQueue ?? null;
    if (left === entered) return;
    if (left !== null) this.#change(left, -1);
    if (entered !== null) this.#change(entered, 1);
  }

  #change(virtualQueue: Dn, difference: number): void {
    const count = this.waiting(virtualQueue) + difference;
    if (count === 0) this.#counts.delete(virtualQueue);
    else this.#counts.set(virtualQueue, count);
  }
}
