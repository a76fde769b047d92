import { SLIDING_STEP_SECONDS, SLIDING_WINDOW_SECONDS_MAX } from '@cordboard/shared/statistics/stat-type';

const STEP_MS = SLIDING_STEP_SECONDS * 1000;
const STEPS_KEPT = SLIDING_WINDOW_SECONDS_MAX / SLIDING_STEP_SECONDS;
/** step, key, number, time, max */
const WIDTH = 5;
/** So many numbers at the front are dead before the rest is moved. */
const DEAD_MAX = 1000;

/** Sum of what has ended: how many, how long together, the longest. Times in ms. */
export interface EndedSum {
  number: number;
  time: number;
  max: number;
}

/** What has ended within the last hour, in steps of five seconds. Flat, so that it costs little while little happens. */
export class RecentEnds {
  #entries: number[];
  #first = 0;

  constructor(entries: readonly number[] = []) {
    this.#entries = [...entries];
  }

  /** `time` is when it ended. */
  add(key: number, time: number, duration: number): void {
    const entries = this.#entries;
    const last = entries.length > this.#first ? (entries[entries.length - WIDTH] ?? 0) : 0;
    // A clock that was set back must not break the order.
    const step = Math.max(Math.floor(time / STEP_MS), last);
    for (let at = entries.length - WIDTH; at >= this.#first && entries[at] === step; at -= WIDTH) {
      if (entries[at + 1] !== key) continue;
      entries[at + 2] = this.#number(at + 2) + 1;
      entries[at + 3] = this.#number(at + 3) + duration;
      entries[at + 4] = Math.max(this.#number(at + 4), duration);
      return;
    }
    entries.push(step, key, 1, duration, duration);
    this.#forgetBefore(step - STEPS_KEPT);
  }

  /** Adds to `sum` what ended under these keys in the steps of the window that reaches up to `now`. */
  addTo(sum: EndedSum, keys: ReadonlySet<number>, now: number, windowMs: number): void {
    const oldest = Math.floor(now / STEP_MS) - windowMs / STEP_MS + 1;
    for (let at = this.#entries.length - WIDTH; at >= this.#first; at -= WIDTH) {
      if (this.#number(at) < oldest) return;
      if (!keys.has(this.#number(at + 1))) continue;
      sum.number += this.#number(at + 2);
      sum.time += this.#number(at + 3);
      sum.max = Math.max(sum.max, this.#number(at + 4));
    }
  }

  toJSON(): readonly number[] {
    return this.#entries.slice(this.#first);
  }

  #number(at: number): number {
    return this.#entries[at] ?? 0;
  }

  #forgetBefore(step: number): void {
    while (this.#first < this.#entries.length && this.#number(this.#first) < step) this.#first += WIDTH;
    if (this.#first <= DEAD_MAX) return;
    this.#entries = this.#entries.slice(this.#first);
    this.#first = 0;
  }
}
