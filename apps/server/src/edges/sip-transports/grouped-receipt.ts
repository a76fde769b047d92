import type { Clock, StopTimer } from '../../base/clock.ts';

/** From so many in a millisecond on they are grouped: one core does some thousands a second. */
const MANY_PER_MS = 1.5;
/** The time over which they are counted. */
const WINDOW_MS = 100;
/** A group is handed on when it has so many, or so long after its first. */
const GROUP_MAX = 24;
const GROUP_MS = 10;

/**
 * Hands datagrams on: each at once while few come, in groups while many do. What finds the process asleep finds the
 * processor's caches cold and costs several times what it costs among others; and what comes together is stored together.
 */
export class GroupedReceipt<Datagram> {
  readonly #clock: Clock;
  readonly #take: (datagram: Datagram) => void;
  #group: Datagram[] = [];
  #stopTimer: StopTimer | undefined;
  #windowBegan = 0;
  #inWindow = 0;
  /** Whether many came in the last whole window. */
  #areMany = false;

  constructor(clock: Clock, take: (datagram: Datagram) => void) {
    this.#clock = clock;
    this.#take = take;
  }

  receive(datagram: Datagram): void {
    this.#count();
    // What came before goes first.
    if (!this.#areMany && this.#group.length === 0) {
      this.#take(datagram);
      return;
    }
    this.#group.push(datagram);
    if (this.#group.length >= GROUP_MAX) this.#handOn();
    else this.#stopTimer ??= this.#clock.startTimer(GROUP_MS, () => this.#handOn());
  }

  /** Drops what waits, as the kernel drops what waits in a socket that is closed. */
  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#group = [];
  }

  #handOn(): void {
    const group = this.#group;
    this.stop();
    for (const datagram of group) this.#take(datagram);
  }

  #count(): void {
    const now = this.#clock.now();
    const elapsed = now - this.#windowBegan;
    // The clock may have been set back.
    if (elapsed >= WINDOW_MS || elapsed < 0) {
      this.#areMany = elapsed > 0 && this.#inWindow >= elapsed * MANY_PER_MS;
      this.#windowBegan = now;
      this.#inWindow = 0;
    }
    this.#inWindow += 1;
  }
}
