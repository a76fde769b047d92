import type { Clock, StopTimer } from '../../base/clock.ts';
import { Snapshot } from '../../domain/statistics/snapshot.ts';
import type { StatisticsModel } from '../../domain/statistics/statistics-model.ts';
import type { Recorder } from '../recorder/recorder.ts';
import type { Effect } from '../switch/effects/effects.ts';
import { POSITION_ROW, STATISTICS_ROWS, type StatisticsFollower } from './statistics-follower.ts';

/** After a crash at most so much of the log is read again. */
const KEEP_EVERY_MS = 600_000;
/** Objects written down at once, and the pause after them: the work of the switch goes on meanwhile. */
const OBJECTS_AT_ONCE = 100;
const PAUSE_MS = 20;

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
  #snapshot: Snapshot | undefined;
  #stopTimer: StopTimer = () => {};

  constructor(options: StatisticsKeeperOptions) {
    this.#options = options;
  }

  /** The numbers are those of now. */
  start(): void {
    if (this.#snapshot === undefined) this.#wait();
  }

  stop(): void {
    this.#stopTimer();
    this.#snapshot?.abandon();
    this.#snapshot = undefined;
  }

  /** Stores at once what has changed. */
  keepNow(): void {
    this.stop();
    if (!this.#begin()) return;
    this.#snapshot?.writeSome(Number.POSITIVE_INFINITY);
    this.#store();
  }

  #wait(): void {
    this.#stopTimer();
    this.#stopTimer = this.#options.clock.startTimer(KEEP_EVERY_MS, () => {
      if (this.#begin()) this.#goOn();
      else this.#wait();
    });
  }

  #begin(): boolean {
    const { model, follower, clock } = this.#options;
    if (!follower.isCaughtUp || model.sequence === this.#keptSequence) return false;
    this.#snapshot = new Snapshot(model, clock.now());
    return true;
  }

  #goOn(): void {
    this.#snapshot?.writeSome(OBJECTS_AT_ONCE);
    if (this.#snapshot?.isDone === false) {
      this.#stopTimer = this.#options.clock.startTimer(PAUSE_MS, () => this.#goOn());
      return;
    }
    this.#store();
    this.#wait();
  }

  #store(): void {
    const snapshot = this.#snapshot;
    this.#snapshot = undefined;
    if (snapshot === undefined) return;
    const { follower, recorder } = this.#options;
    recorder.submit({
      what: 'statistics',
      decide: (draft) => {
        for (const id of follower.unfitRows) draft.recordRow(STATISTICS_ROWS, id, null);
        for (const { key, body } of snapshot.rows) draft.recordRow(STATISTICS_ROWS, key, body);
        draft.recordRow(STATISTICS_ROWS, POSITION_ROW, snapshot.position);
        const resolve = () => {
          this.#keptSequence = snapshot.sequence;
          follower.unfitRowsRemoved();
        };
        draft.release({ name: 'resolve', resolve });
      },
      abandoned: () => snapshot.abandon(),
    });
  }
}
