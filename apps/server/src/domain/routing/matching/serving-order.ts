import { type Ordered, OrderedSet } from '../../../base/ordered-set.ts';
import { isServedBefore } from '../requests/queue-order.ts';
import type { RouteRequest } from '../requests/route-request.ts';

/** A request in an order; `request` may be replaced by a later row with the same place. */
export interface ServingEntry extends Ordered {
  /** Requests of one class stay in the same order as time goes by. */
  readonly priorityClass: string;
  request: RouteRequest;
}

const NO_AGEING = '';

/** The entry of a request, to be added to any number of orders. */
export function servingEntry(request: RouteRequest): ServingEntry {
  const { base, ageing } = request.run.priority;
  const place = { order: request.enteredAt, id: request.id, request };
  if (ageing === undefined) return { rank: -base, ...place, priorityClass: NO_AGEING };
  const { add, everySeconds, max } = ageing;
  return { rank: 0, ...place, priorityClass: `${base}|${add}|${everySeconds}|${max}` };
}

/** Whether a later row of the same request has the same place in every order. */
export function hasSamePlace(entry: ServingEntry, after: RouteRequest): boolean {
  const { request } = entry;
  if (request.id !== after.id || request.enteredAt !== after.enteredAt) return false;
  const [before, now] = [request.run.priority, after.run.priority];
  return before === now || (servingEntry(after).priorityClass === entry.priorityClass && before.base === now.base);
}

/**
 * Requests in the order in which they are served: by priority, which may grow with age, then by age. Those whose priority
 * grows alike keep their order among themselves, so each class is one ordered set, and the first of all is the best of the
 * first of each class. The cost grows with the number of classes, not with that of requests.
 */
export class ServingOrder {
  readonly #byClass = new Map<string, OrderedSet<ServingEntry>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(entry: ServingEntry): void {
    let entries = this.#byClass.get(entry.priorityClass);
    if (entries === undefined) {
      entries = new OrderedSet();
      this.#byClass.set(entry.priorityClass, entries);
    }
    entries.add(entry);
    this.#size += 1;
  }

  remove(entry: ServingEntry): void {
    const entries = this.#byClass.get(entry.priorityClass);
    if (entries?.remove(entry) !== true) return;
    this.#size -= 1;
    if (entries.size === 0) this.#byClass.delete(entry.priorityClass);
  }

  /** Who is served first. */
  first(now: number): RouteRequest | undefined {
    let best: RouteRequest | undefined;
    for (const entries of this.#byClass.values()) {
      const request = entries.first?.request;
      if (request !== undefined && (best === undefined || isServedBefore(request, best, now))) best = request;
    }
    return best;
  }

  /** How many are served before this one. */
  countBefore(request: RouteRequest, now: number): number {
    let count = 0;
    for (const entries of this.#byClass.values()) {
      count += entries.countWhile((entry) => isServedBefore(entry.request, request, now));
    }
    return count;
  }

  /** All requests in order. They must not change meanwhile. */
  *inOrder(now: number): Generator<RouteRequest, void, undefined> {
    const [only] = this.#byClass.values();
    if (only !== undefined && this.#byClass.size === 1) {
      for (const chunk of only.chunks) {
        for (const { request } of chunk) yield request;
      }
      return;
    }
    const heads = [...this.#byClass.values()].map((entries) => {
      const rest = requestsOf(entries);
      return { rest, first: rest.next().value ?? undefined };
    });
    for (;;) {
      let best: (typeof heads)[number] | undefined;
      for (const head of heads) {
        if (head.first === undefined) continue;
        if (best?.first === undefined || isServedBefore(head.first, best.first, now)) best = head;
      }
      if (best?.first === undefined) return;
      yield best.first;
      best.first = best.rest.next().value ?? undefined;
    }
  }
}

function* requestsOf(entries: OrderedSet<ServingEntry>): Generator<RouteRequest, void, undefined> {
  for (const chunk of entries.chunks) {
    for (const { request } of chunk) yield request;
  }
}
