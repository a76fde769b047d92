import type { Clock, StopTimer } from '../../base/clock.ts';
import type { StatisticsModel } from '../../domain/statistics/statistics-model.ts';
import type { Recorder } from '../recorder/recorder.ts';
import type { Effect } from '../switch/effects.ts';
import { POSITION_ROW, STATISTICS_ROWS, type StatisticsFollower } from './statistics-follower.ts';

/** After a crash at most so much of the log is read again. */
const KEEP_EVERY_MS = 600_000;

export interface StatisticsKeeperOptions {
  readonly model: StatisticsModel;
  readonly follower: StatisticsFollower;
  readonly recorder: Pick<Recorder<Effect>, 'submit'>;
  readonly clock: Clock;
}

/** Stores the numbers from time to time, in one step with the event up to which they reach. */
export class StatisticsKeeper {
  readonly #options: StatisticsKeeperOptions;
  #keptSequence = 0;
  #stopTimer: StopTimer = () => {};

  constructor(options: StatisticsKeeperOptions) {
    this.#options = options;
  }

  /** The numbers are those of now. */
  start(): void {
    this.#stopTimer();
    this.#stopTimer = this.#options.clock.startTimer(KEEP_EVERY_MS, () => {
      this.keep();
      this.start();
    });
  }

  stop(): void {
    this.#stopTimer();
  }

  /** Stores what has changed since the last time. */
  keep(): void {
    const { model, follower, recorder } = this.#options;
    if (!follower.isCaughtUp || model.sequence === this.#keptSequence) return;
    let keys: readonly string[] = [];
    recorder.submit({
      what: 'statistics',
      decide: (draft) => {
        for (const id of follower.takeUnfitRows()) draft.recordRow(STATISTICS_ROWS, id, undefined);
        const changed = model.book.takeChanged();
        keys = changed.map(({ key }) => key);
        for (const { key, tally } of changed) draft.recordRow(STATISTICS_ROWS, key, tally.toJSON());
        const { sequence } = model;
        draft.recordRow(STATISTICS_ROWS, POSITION_ROW, model.store(draft.now));
        draft.release({
          name: 'resolve',
          resolve: () => {
            this.#keptSequence = sequence;
          },
        });
      },
      abandoned: () => model.book.markChanged(keys),
    });
  }
}
