import { isBefore, type Ordered } from './ordered-set.ts';
import type { RouteRequest } from './route-request.ts';

/** A request's place in every queue: by its age, then by its ConnID. Declines and re-queues keep it. */
export function queueOrder(request: RouteRequest): Ordered {
  return { order: request.enteredAt, id: request.id };
}

/** Whether `left` is served before `right`. */
export function isServedBefore(left: RouteRequest, right: RouteRequest): boolean {
  return isBefore(queueOrder(left), queueOrder(right));
}
