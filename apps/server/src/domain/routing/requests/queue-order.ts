import type { Ordered } from '../../../base/ordered-set.ts';
import { priorityAt } from '../strategy/run/run.ts';
import type { RouteRequest } from './route-request.ts';

/** A request's place among those of the same priority: by its age, then by its ConnID. Declines and re-queues keep it. */
export function queueOrder(request: RouteRequest): Ordered {
  return { rank: 0, order: request.enteredAt, id: request.id };
}

/** What the request counts at this moment. */
export function priorityOf({ run, enteredAt }: RouteRequest, now: number): number {
  return priorityAt(run.priority, enteredAt, now);
}

/** Whether `left` is served before `right`: by priority, then by age, then by ConnID. */
export function isServedBefore(left: RouteRequest, right: RouteRequest, now: number): boolean {
  const [leftPriority, rightPriority] = [priorityOf(left, now), priorityOf(right, now)];
  if (leftPriority !== rightPriority) return leftPriority > rightPriority;
  if (left.enteredAt !== right.enteredAt) return left.enteredAt < right.enteredAt;
  return left.id < right.id;
}
