import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { Clock, StopTimer } from '../../base/clock.ts';

export interface PresenceFollowerOptions {
  readonly clock: Clock;
  /** Whether anybody watches anything. */
  readonly isWatched: () => boolean;
  /** Tells all who watch something that has changed: an input of its own. */
  readonly notifyChanges: () => void;
}

/** Changes gather for so long. */
const GATHER_MS = 250;
/** Business hours begin and end without an event. */
const LOOK_MS = 30_000;

/** Sees when presence may have changed: at every event about agents and parties, when it is told so, and from time to time. */
export class PresenceFollower {
  readonly #options: PresenceFollowerOptions;
  #stopGathering: StopTimer | undefined;
  #stopLooking: StopTimer = () => {};

  constructor(options: PresenceFollowerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopLooking = this.#options.clock.startTimer(LOOK_MS, () => {
      this.#look();
      this.start();
    });
  }

  stop(): void {
    this.#stopLooking();
    this.#stopGathering?.();
    this.#stopGathering = undefined;
  }

  /** An event that has left. */
  follow({ name }: DnEvent): void {
    if (CHANGING.has(name)) this.lookSoon();
  }

  /** Something else may have changed who is available, such as the strategy of a routing point. */
  lookSoon(): void {
    if (this.#stopGathering !== undefined || !this.#options.isWatched()) return;
    this.#stopGathering = this.#options.clock.startTimer(GATHER_MS, () => {
      this.#stopGathering = undefined;
      this.#look();
    });
  }

  #look(): void {
    if (this.#options.isWatched()) this.#options.notifyChanges();
  }
}

/** Events after which an agent may be free, or no longer. */
const CHANGING: ReadonlySet<DnEvent['name']> = new Set<DnEvent['name']>([
  'EventAgentLogin',
  'EventAgentLogout',
  'EventAgentReady',
  'EventAgentNotReady',
  'EventRinging',
  'EventDialing',
  'EventEstablished',
  'EventReleased',
  'EventAbandoned',
]);
