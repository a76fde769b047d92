import { SLIDING_STEP_SECONDS, SLIDING_WINDOW_SECONDS_MAX } from '@cordboard/shared/statistics/stat-type';

const STEP_MS = SLIDING_STEP_SECONDS * 1000;
const KEPT_MS = SLIDING_WINDOW_SECONDS_MAX * 1000;
/** time, accumulated, number */
const WIDTH = 3;

/** By key, as it is stored: key, how many numbers follow, and these. */
export type StoredTimes = readonly number[];

/**
 * How much time has gone by under each key within the last hour. Of each key it keeps what had accumulated when the number of
 * what goes on changed, the last change of each step of five seconds: enough to know it at every begin of a step.
 */
export class RecentTimes {
  readonly #changes = new Map<number, number[]>();

  constructor(stored: StoredTimes = []) {
    for (let at = 0; at < stored.length; ) {
      const [key = 0, length = 0] = stored.slice(at, at + 2);
      this.#changes.set(key, stored.slice(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }

  /** One more, or one less, goes on under the key from now on. */
  change(key: number, difference: 1 | -1, time: number): void {
    const known = this.#changes.get(key);
    const changes = known ?? [];
    if (known === undefined) this.#changes.set(key, changes);
    const last = changes.length - WIDTH;
    const lastTime = changes[last] ?? time;
    // A clock that was set back must not break the order.
    const now = Math.max(time, lastTime);
    const before = changes[last + 2] ?? 0;
    const accumulated = (changes[last + 1] ?? 0) + before * (now - lastTime);
    if (last >= 0 && Math.floor(lastTime / STEP_MS) === Math.floor(now / STEP_MS)) changes.length = last;
    changes.push(now, accumulated, before + difference);
    let dead = 0;
    while ((changes[dead + WIDTH] ?? now) < now - KEPT_MS) dead += WIDTH;
    if (dead > 0) changes.splice(0, dead);
  }

  /** Time under these keys within the window that reaches up to `now`, in whole steps before the present one. */
  within(keys: Iterable<number>, now: number, windowMs: number): number {
    const from = (Math.floor(now / STEP_MS) + 1) * STEP_MS - windowMs;
    let time = 0;
    for (const key of keys) {
      const changes = this.#changes.get(key);
      if (changes !== undefined) time += accumulatedAt(changes, now) - accumulatedAt(changes, from);
    }
    return time;
  }

  toJSON(): StoredTimes {
    return [...this.#changes].flatMap(([key, changes]) => [key, changes.length, ...changes]);
  }
}

function accumulatedAt(changes: readonly number[], time: number): number {
  let at = changes.length - WIDTH;
  while (at >= 0 && (changes[at] ?? 0) > time) at -= WIDTH;
  if (at < 0) return 0;
  return (changes[at + 1] ?? 0) + (changes[at + 2] ?? 0) * (time - (changes[at] ?? 0));
}
