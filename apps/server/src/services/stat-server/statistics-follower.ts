import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { Clock, StopTimer } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { StatisticsModel, StoredObject, StoredPosition } from '../../domain/statistics/statistics-model.ts';
import type { LoadedRecord, RecordStore } from '../recorder/ports.ts';

const PAGE_LENGTH = 500;
const RETRY_MS = 1000;
/** Rows of the record: one per object, and one for the rest. */
export const STATISTICS_ROWS = 'statistics';
export const POSITION_ROW = 'position';

export interface StatisticsFollowerOptions {
  readonly model: StatisticsModel;
  readonly store: Pick<RecordStore, 'readAllEvents'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The numbers are those of now: at the start, and after the record was read anew. */
  readonly caughtUp: () => void;
}

/**
 * Keeps the numbers at the stored events: from the numbers that were stored last, over what the log has since then, to what
 * leaves. Events that leave meanwhile wait.
 *
 *   new ──loaded──► catches up ──read──► follows
 *                       ▲                   │
 *                       └──────loaded───────┘
 */
export class StatisticsFollower {
  readonly #options: StatisticsFollowerOptions;
  #isNew = true;
  #isClosed = false;
  #isReading = false;
  #upTo = 0;
  /** Events that wait until the log is read; null when it is. */
  #held: DnEvent[] | null = [];
  #stopRetry: StopTimer = () => {};
  #unfitRows: readonly string[] = [];

  constructor(options: StatisticsFollowerOptions) {
    this.#options = options;
  }

  get isCaughtUp(): boolean {
    return this.#held === null;
  }

  /** Rows that another version has left, to be removed. */
  get unfitRows(): readonly string[] {
    return this.#unfitRows;
  }

  unfitRowsRemoved(): void {
    this.#unfitRows = [];
  }

  /** The record was read from the store. */
  loaded(record: LoadedRecord): void {
    if (this.#isNew) this.#restore(record);
    this.#isNew = false;
    this.#held ??= [];
    this.#upTo = record.lastSequence;
    if (!this.#isReading) this.#read();
  }

  /** An event has left, so it is stored. */
  published(event: DnEvent): void {
    if (this.#held === null) this.#options.model.apply(event);
    else this.#held.push(event);
  }

  close(): void {
    this.#isClosed = true;
    this.#stopRetry();
  }

  #restore({ rows }: LoadedRecord): void {
    const { model, logger } = this.#options;
    const own = rows.filter(({ table }) => table === STATISTICS_ROWS);
    const position = own.find(({ id }) => id === POSITION_ROW);
    if (position === undefined) return;
    const objects = own
      .filter((row) => row !== position)
      .map(({ id, body }) => [id, JSON.parse(body ?? 'null') as StoredObject] as const);
    if (model.restore(JSON.parse(position.body ?? 'null') as StoredPosition, objects)) return;
    this.#unfitRows = own.map(({ id }) => id);
    logger.info({}, 'statistics are counted anew from the log: another version stored them');
  }

  #read(): void {
    this.#isReading = true;
    this.#readLog().then(
      () => {
        this.#isReading = false;
        if (!this.#isClosed) this.#follow();
      },
      (error: unknown) => {
        this.#isReading = false;
        if (this.#isClosed) return;
        this.#options.logger.error({ error }, 'events for the statistics cannot be read');
        this.#stopRetry = this.#options.clock.startTimer(RETRY_MS, () => this.#read());
      },
    );
  }

  async #readLog(): Promise<void> {
    const { store, model } = this.#options;
    let after = model.sequence;
    while (after < this.#upTo && !this.#isClosed) {
      const events = await store.readAllEvents(after, this.#upTo, PAGE_LENGTH);
      for (const { body } of events) model.apply(JSON.parse(body) as DnEvent);
      after = events.length < PAGE_LENGTH ? this.#upTo : (events.at(-1)?.sequence ?? this.#upTo);
    }
  }

  #follow(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const event of held) this.#options.model.apply(event);
    this.#options.caughtUp();
  }
}
