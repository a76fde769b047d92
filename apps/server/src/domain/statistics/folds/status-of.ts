import { STATUSES, type Status } from '@cordboard/shared/statistics/actions';
import type { Media, View } from './keys.ts';

const PRIORITIES: ReadonlyMap<string, number> = new Map(STATUSES.map((status, index) => [status, index]));

/** What of an action makes a status. */
export interface StatusPart {
  readonly action: string;
  readonly media: Media;
  /** A call that is on hold makes no status beside CallOnHold. */
  readonly isHeld?: boolean;
}

/** The higher of two. */
export function higherStatus(one: Status, other: Status): Status {
  return (PRIORITIES.get(one) ?? 0) >= (PRIORITIES.get(other) ?? 0) ? one : other;
}

/** The highest status that what goes on makes in a view. */
export function statusOf(running: Iterable<StatusPart>, view: View): Status {
  let status: Status = 'Monitored';
  for (const { action, media, isHeld } of running) {
    if (isHeld === true || !PRIORITIES.has(action)) continue;
    if (view === 'all' || media === 'none' || media === view) status = higherStatus(action as Status, status);
  }
  return status;
}
