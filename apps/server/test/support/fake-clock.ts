import type { Clock, StopTimer } from '../../src/base/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Time that stands still until a test advances it. */
export class FakeClock implements Clock {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(now = 1_800_000_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  startTimer(delayMs: number, fire: () => void): StopTimer {
    this.#order += 1;
    const timer = { at: this.#now + Math.max(0, delayMs), order: this.#order, fire };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Timers that have not fired. */
  get pendingTimers(): number {
    return this.#timers.size;
  }

  /** Lets `ms` pass and fires what falls due, in order; timers started meanwhile included. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (let due = this.#nextDue(until); due !== undefined; due = this.#nextDue(until)) {
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.fire();
    }
    this.#now = until;
  }

  #nextDue(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at > until) continue;
      if (next === undefined || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  }
}
