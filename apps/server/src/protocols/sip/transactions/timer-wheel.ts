import type { Clock, StopTimer } from '../../../base/clock.ts';

/** A place on the wheel, which may be set again and again. The wheel's own but for `fire`; both neighbours are itself at first. */
export interface WheelTimer {
  dueTick: number;
  previous: WheelTimer;
  next: WheelTimer;
  fire(): void;
}

class CallingTimer implements WheelTimer {
  dueTick = 0;
  previous: WheelTimer = this;
  next: WheelTimer = this;
  readonly #fire: () => void;

  constructor(fire: () => void) {
    this.#fire = fire;
  }

  fire(): void {
    this.#fire();
  }
}

/** A power of two. */
const slotCount = 1_024;

function createRing(): WheelTimer {
  return new CallingTimer(() => {});
}

function unlink(timer: WheelTimer): void {
  timer.previous.next = timer.next;
  timer.next.previous = timer.previous;
  timer.previous = timer;
  timer.next = timer;
}

/**
 * Many timers on one timer of the clock: start and stop cost O(1) and no timer of the system. Fires late by less than one
 * tick, never early. Stands still while empty, and goes on steadily when the clock jumps.
 */
export class TimerWheel {
  readonly #clock: Clock;
  readonly #tickMs: number;
  readonly #slots: readonly WheelTimer[] = Array.from({ length: slotCount }, createRing);
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
    const timer = new CallingTimer(fire);
    this.set(timer, delayMs);
    return () => this.clear(timer);
  }

  /** Lets `timer` fire once after `delayMs`, and not when it was to fire before. */
  set(timer: WheelTimer, delayMs: number): void {
    this.setAtTick(timer, this.dueTick(delayMs));
  }

  /** Ticks that have passed: a time that knows no jumps of the clock. */
  get tick(): number {
    return this.#tick;
  }

  /** The tick at which a timer would fire that were set now. */
  dueTick(delayMs: number): number {
    const now = this.#clock.now();
    if (!this.#isTicking) this.#tickTime = now;
    const sinceTick = Math.min(Math.max(now - this.#tickTime, 0), this.#tickMs);
    return this.#tick + Math.max(1, Math.ceil((sinceTick + delayMs) / this.#tickMs));
  }

  /** Lets `timer` fire at a tick, the next one at the soonest. */
  setAtTick(timer: WheelTimer, tick: number): void {
    this.clear(timer);
    timer.dueTick = Math.max(tick, this.#tick + 1);
    const ring = this.#slotOf(timer.dueTick);
    timer.previous = ring.previous;
    timer.next = ring;
    ring.previous.next = timer;
    ring.previous = timer;
    this.#size++;
    this.#keepTicking();
  }

  /** `timer` does not fire. */
  clear(timer: WheelTimer): void {
    if (timer.next === timer) return;
    unlink(timer);
    this.#size--;
  }

  #slotOf(tick: number): WheelTimer {
    return this.#slots[tick & (slotCount - 1)] as WheelTimer;
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
    const due: WheelTimer[] = [];
    for (let timer = ring.next; timer !== ring; timer = timer.next) if (timer.dueTick <= this.#tick) due.push(timer);
    for (const timer of due) {
      // Stopped, or set anew, by one that fired before it.
      if (timer.next === timer || timer.dueTick > this.#tick) continue;
      this.clear(timer);
      timer.fire();
    }
  }
}
