import type { SelectEntry } from '@cordboard/shared/routing/routing-target';
import type { RouteDestination } from '../run/run.ts';

/** Entries to which the interaction is sent as soon as their turn comes. */
export type SentEntry = Extract<SelectEntry, { type: RouteDestination['type'] }>;

export function isSent(entry: SelectEntry): entry is SentEntry {
  return entry.type === 'routingPoint' || entry.type === 'externalDn';
}

/** Whose turn it is among the targets of a block. */
export interface TargetPlan {
  /** Targets that count now. */
  readonly entries: readonly SelectEntry[];
  /** For how long an entry's turn has been going on. */
  turnMs(entry: SelectEntry): number;
  /** When the plan changes next, from its beginning on; null: never. */
  readonly nextAtMs: number | null;
  readonly isOver: boolean;
}

/** Whose turn it is after so many milliseconds, which are whole ones: sums of seconds would not meet. The turn of a target begins when that of the one before is over. */
export function planAt(targets: readonly SelectEntry[], elapsedMs: number): TargetPlan {
  const begins = new Map<SelectEntry, number>();
  let entries: SelectEntry[] = [];
  let turnEnds: number | null = 0;
  for (const entry of targets) {
    if (turnEnds === null || turnEnds > elapsedMs) break;
    if (!isSent(entry) && entry.clear === true) entries = [];
    entries.push(entry);
    begins.set(entry, turnEnds);
    const timeout: number | undefined = isSent(entry) ? undefined : entry.timeoutSeconds;
    turnEnds = timeout === undefined ? null : turnEnds + toMs(timeout);
  }
  const changes: number[] = turnEnds === null ? [] : [turnEnds];
  for (const entry of entries) {
    if (entry.type !== 'skill') continue;
    for (const { afterSeconds } of entry.relax ?? []) changes.push((begins.get(entry) ?? 0) + toMs(afterSeconds));
  }
  const ahead = changes.filter((at) => at > elapsedMs);
  return {
    entries,
    turnMs: (entry) => elapsedMs - (begins.get(entry) ?? 0),
    nextAtMs: ahead.length === 0 ? null : Math.min(...ahead),
    isOver: turnEnds !== null && turnEnds <= elapsedMs,
  };
}

/** Whole milliseconds: sums of seconds would not meet. */
export function toMs(seconds: number): number {
  return Math.round(seconds * 1000);
}
