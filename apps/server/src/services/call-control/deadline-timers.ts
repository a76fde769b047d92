import type { Clock, StopTimer } from '../../base/clock.ts';
import type { Deadline } from '../../domain/call-model/deadline.ts';

/** Longest time that one timer is armed for; a longer one is armed again. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/** Timers armed from recorded deadlines. What fires is checked against the record by whoever is told. */
export class DeadlineTimers {
  readonly #clock: Clock;
  readonly #due: (deadlineId: string) => void;
  readonly #stops = new Map<string, StopTimer>();

  constructor(clock: Clock, due: (deadlineId: string) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  arm(deadline: Deadline): void {
    this.disarm(deadline.id);
    const delayMs = Math.min(Math.max(deadline.at - this.#clock.now(), 0), TIMER_MS_MAX);
    const stop = this.#clock.startTimer(delayMs, () => {
      this.#stops.delete(deadline.id);
      this.#due(deadline.id);
    });
    this.#stops.set(deadline.id, stop);
  }

  disarm(id: string): void {
    this.#stops.get(id)?.();
    this.#stops.delete(id);
  }

  disarmAll(): void {
    for (const id of [...this.#stops.keys()]) this.disarm(id);
  }
}
