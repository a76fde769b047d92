import { RANGE_BOUNDS, type TimeRange } from '@cordboard/shared/statistics/stat-type';
import { type EndedSum, RecentEnds } from './recent-ends.ts';

/** One step up to each bound, and one for what is longer than all. */
const STEPS = RANGE_BOUNDS.length + 1;

/** Keys with the steps of duration that a time range holds. */
export function durationKeys(keys: Iterable<number>, { from, to }: TimeRange): ReadonlySet<number> {
  const first = from === 0 ? 0 : RANGE_BOUNDS.indexOf(from) + 1;
  const last = to === undefined ? STEPS - 1 : RANGE_BOUNDS.indexOf(to);
  const found = new Set<number>();
  for (const key of keys) for (let step = first; step <= last; step += 1) found.add(key * STEPS + step);
  return found;
}

/** The first step whose bound the duration does not exceed. */
function stepOf(durationMs: number): number {
  let from = 0;
  let to = RANGE_BOUNDS.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (durationMs <= (RANGE_BOUNDS[middle] ?? 0) * 1000) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** Durations as they are stored: flat numbers. */
export interface StoredDurations {
  /** key with step, number */
  readonly today: readonly number[];
  readonly recent: readonly number[];
}

/** How many of what ended took how long, in steps. */
export class Durations {
  readonly #today = new Map<number, number>();
  readonly #recent: RecentEnds;
  #day: number;

  constructor(day: number, stored?: StoredDurations) {
    this.#day = day;
    this.#recent = new RecentEnds(stored?.recent);
    const today = stored?.today ?? [];
    for (let at = 0; at < today.length; at += 2) this.#today.set(today[at] ?? 0, today[at + 1] ?? 0);
  }

  /** A new day begins with nothing. */
  enterDay(day: number): void {
    this.#day = day;
    this.#today.clear();
  }

  add(key: number, time: number, durationMs: number): void {
    const inStep = key * STEPS + stepOf(durationMs);
    this.#today.set(inStep, (this.#today.get(inStep) ?? 0) + 1);
    this.#recent.add(inStep, time, durationMs);
  }

  /** How many ended since midnight; `day` is the day of now. */
  numberToday(keys: Iterable<number>, day: number): number {
    let number = 0;
    if (day === this.#day) for (const key of keys) number += this.#today.get(key) ?? 0;
    return number;
  }

  recentNumber(keys: ReadonlySet<number>, now: number, windowMs: number): number {
    const sum: EndedSum = { number: 0, time: 0, max: 0 };
    this.#recent.addTo(sum, keys, now, windowMs);
    return sum.number;
  }

  toJSON(): StoredDurations {
    return { today: [...this.#today].flat(), recent: this.#recent.toJSON() };
  }
}
