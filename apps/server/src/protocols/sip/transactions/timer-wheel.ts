import type { Clock, StopTimer } from '../../../base/clock.ts';

interface Entry {
  dueTick: number;
  fire: () => void;
  previous: Entry;
  next: Entry;
}

const slotCount = 1_024;

function createRing(): Entry {
  const ring = { dueTick: 0, fire: () => {} } as Entry;
  ring.previous = ring;
  ring.next = ring;
  return ring;
}

function unlink(entry: Entry): void {
  entry.previous.next = entry.next;
  entry.next.previous = entry.previous;
  entry.previous = entry;
  entry.next = entry;
}

/**
 * Many timers on one timer of the clock: start and stop cost O(1) and no timer of the system. Fires late by less than one
 * tick, never early. Stands still while empty, and goes on steadily when the clock jumps.
 */
export class TimerWheel {
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #slots: readonly Entry[] = Array.from({ length: slotCount }, createRing);
  #tick = 0;
  #tickTime = 0;
  #size = 0;
  #isTicking = false;

  constructor(clock: Clock, tickMs = 50) {
    this.#clock = clock;
    this.#tickMs = tickMs;
  }

  /** Timers that are running. */
  get size(): number {
    return this.#size;
  }

  start(delayMs: number, fire: () => void): StopTimer {
    const now = this.#clock.now();
    if (!this.#isTicking) this.#tickTime = now;
    const sinceTick = Math.min(Math.max(now - this.#tickTime, 0), this.#tickMs);
    const ticks = Math.max(1, Math.ceil((sinceTick + delayMs) / this.#tickMs));
    const ring = this.#slotOf(this.#tick + ticks);
    const entry: Entry = { dueTick: this.#tick + ticks, fire, previous: ring.previous, next: ring };
    ring.previous.next = entry;
    ring.previous = entry;
    this.#size++;
    this.#keepTicking();
    return () => {
      if (entry.next === entry) return;
      unlink(entry);
      this.#size--;
    };
  }

  #slotOf(tick: number): Entry {
    return this.#slots[tick % slotCount] as Entry;
  }

  #keepTicking(): void {
    if (this.#isTicking || this.#size === 0) return;
    this.#isTicking = true;
    this.#clock.startTimer(this.#tickMs, () => this.#advance());
  }

  #advance(): void {
    const now = this.#clock.now();
    const elapsed = now - this.#tickTime;
    // After a stall we catch up; a clock that was set back or far ahead counts as one tick.
    const isJump = elapsed < 0 || elapsed > slotCount * this.#tickMs;
    const ticks = isJump ? 1 : Math.max(1, Math.floor(elapsed / this.#tickMs));
    const timeAfter = isJump ? now : Math.min(now, this.#tickTime + ticks * this.#tickMs);
    try {
      for (let count = 0; count < ticks; count++) {
        this.#tick++;
        this.#tickTime = count === ticks - 1 ? timeAfter : this.#tickTime + this.#tickMs;
        this.#fireDue();
      }
    } finally {
      // One timer that throws must not stop all others for ever.
      this.#isTicking = false;
      this.#keepTicking();
    }
  }

  #fireDue(): void {
    const ring = this.#slotOf(this.#tick);
    // What is due is taken out first: firing may start and stop timers of this very slot.
    const due: Entry[] = [];
    for (let entry = ring.next; entry !== ring; entry = entry.next) if (entry.dueTick <= this.#tick) due.push(entry);
    for (const entry of due) {
      if (entry.next === entry) continue;
      unlink(entry);
      this.#size--;
      entry.fire();
    }
  }
}
