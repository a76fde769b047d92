import type { Clock, StopTimer } from '../../base/clock.ts';

const LONGEST_TIMER_MS = 2_147_483_647;
/** Beyond this the wall clock was set, not merely measured differently. */
const STEP_MS = 20;

/** The real time: the wall clock's, with the microseconds of the monotonic one. */
export class SystemClock implements Clock {
  /** Wall clock minus monotonic clock. */
  #origin = performance.timeOrigin;

  now(): number {
    const time = this.#origin + performance.now();
    const offBy = Date.now() - time;
    if (offBy > -STEP_MS && offBy < STEP_MS) return time;
    this.#origin += offBy;
    return time + offBy;
  }

  startTimer(delayMs: number, fire: () => void): StopTimer {
    const endsAt = performance.now() + delayMs;
    let timer: NodeJS.Timeout;
    const wait = () => {
      const left = endsAt - performance.now();
      if (left > LONGEST_TIMER_MS) timer = setTimeout(wait, LONGEST_TIMER_MS);
      else timer = setTimeout(fire, Math.max(0, left));
    };
    wait();
    return () => clearTimeout(timer);
  }
}
