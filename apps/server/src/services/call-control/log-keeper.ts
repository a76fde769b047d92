import type { Clock, StopTimer } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { RecordStore } from '../recorder/ports.ts';
import { REQUEST_ANSWERS_KEPT_MS, SIP_ANSWERS_KEPT_MS } from '../switch/switch-state.ts';

/** How long events are kept, so that any desktop can resume. */
export const EVENTS_KEPT_MS = 24 * 3600_000;
const EVERY_MS = 60_000;

export interface LogKeeperOptions {
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told after each deletion. */
  readonly pruned: () => Promise<void>;
  readonly sipAnswersPrefix: string;
}

/** Deletes from time to time what nobody can ask for any more. */
export class LogKeeper {
  readonly #options: LogKeeperOptions;
  #stopTimer: StopTimer = () => {};

  constructor(options: LogKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopTimer = this.#options.clock.startTimer(EVERY_MS, () => {
      this.#prune().then(() => this.start());
    });
  }

  stop(): void {
    this.#stopTimer();
  }

  async #prune(): Promise<void> {
    const { store, clock, logger, pruned, sipAnswersPrefix } = this.#options;
    const now = clock.now();
    try {
      await store.pruneAnswers(sipAnswersPrefix, now - SIP_ANSWERS_KEPT_MS);
      await store.prune(now - EVENTS_KEPT_MS, now - REQUEST_ANSWERS_KEPT_MS);
      await pruned();
    } catch (error) {
      logger.warn({ error }, 'the log could not be pruned');
    }
  }
}
