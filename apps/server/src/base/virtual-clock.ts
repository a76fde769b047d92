import type { Clock, StopTimer } from './clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
  isStopped: boolean;
}

/** Time that stands still until somebody advances it: for tests and for the simulator. */
export class VirtualClock implements Clock {
  #now: number;
  #order = 0;
  #pending = 0;
  /** A binary heap, what is due first on top. Stopped timers stay in it until they come up. */
  readonly #heap: Timer[] = [];

  constructor(now = 1_800_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  startTimer(delayMs: number, fire: () => void): StopTimer {
    this.#order += 1;
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), order: this.#order, fire, isStopped: false };
    this.#add(timer);
    this.#pending += 1;
    return () => this.#stop(timer);
  }

  /** Timers that have not fired. */
  get pendingTimers(): number {
    return this.#pending;
  }

  /** When the next timer is due; undefined when there is none. */
  get nextDueAt(): number | undefined {
    return this.#top()?.at;
  }

  /** Lets `ms` pass and fires what falls due, in order; timers started meanwhile included. */
  advance(ms: number): void {
    const until = this.#now + ms;
    while (this.fireNext(until)) {
      // One after another, until nothing is due any more.
    }
    this.#now = until;
  }

  /** Goes to the next timer that is due until then and fires it alone; false when there is none. */
  fireNext(until: number): boolean {
    const timer = this.#top();
    if (timer === undefined || timer.at > until) return false;
    this.#removeTop();
    this.#stop(timer);
    this.#now = Math.max(this.#now, timer.at);
    timer.fire();
    return true;
  }

  #stop(timer: Timer): void {
    if (timer.isStopped) return;
    timer.isStopped = true;
    this.#pending -= 1;
  }

  #top(): Timer | undefined {
    while (this.#heap[0]?.isStopped === true) this.#removeTop();
    return this.#heap[0];
  }

  #add(timer: Timer): void {
    const heap = this.#heap;
    let at = heap.push(timer) - 1;
    while (at > 0) {
      const above = (at - 1) >>> 1;
      const parent = heap[above];
      if (parent === undefined || !isBefore(timer, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = timer;
  }

  #removeTop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const [one, other] = [heap[left], heap[left + 1]];
      if (one === undefined) break;
      const isOther = other !== undefined && isBefore(other, one);
      const child = isOther ? other : one;
      if (!isBefore(child, last)) break;
      heap[at] = child;
      at = isOther ? left + 1 : left;
    }
    heap[at] = last;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
