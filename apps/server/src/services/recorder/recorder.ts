import { assert } from '../../base/assert.ts';
import type { Clock, StopTimer } from '../../base/clock.ts';
import { type Counters, noCounters } from '../../base/counters.ts';
import type { Logger } from '../../base/logger.ts';
import type { AnyTable, TableRow } from '../../base/table.ts';
import { Draft, type DraftedStep } from './draft.ts';
import type {
  LoadedRecord,
  RecordBatch,
  RecordedAnswer,
  RecordedDocument,
  RecordedEvent,
  RecordedRow,
  RecordedText,
  RecordStore,
} from './ports.ts';

/** One input of the switch: a SIP message, a TRequest, a deadline. */
export interface RecorderInput<Effect> {
  /** For the log. */
  readonly what: string;
  /** Changes tables and the draft; no I/O. When it throws, nothing of it remains. */
  decide(draft: Draft<Effect>): void;
  /** Called instead of any effect when nothing could be stored or `decide` failed. */
  abandoned(why: 'storeUnavailable' | 'failed'): void;
}

interface PendingStep<Effect> {
  readonly step: DraftedStep<Effect>;
  readonly input: RecorderInput<Effect>;
  readonly time: number;
}

export interface RecorderOptions<Effect> {
  readonly store: RecordStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Every table of the state; each has a name of its own. */
  readonly tables: readonly AnyTable[];
  /** Does what was decided. One failing effect must not stop the next, so it must not throw for what a peer did. */
  readonly perform: (effect: Effect) => void;
  /** Told the record after each load, so that memory outside the tables follows. */
  readonly loaded: (record: LoadedRecord) => void;
  /** Inputs are taken (again): what was under way goes on from the record. */
  readonly resumed: (record: LoadedRecord) => void;
  /** How far back answers are loaded. */
  readonly answersKeptMs: number;
  readonly counters?: Counters;
  /** Begins a commit once all inputs that are there already have been taken; at once without it. */
  readonly soon?: ((commit: () => void) => void) | undefined;
  /** Most steps that may wait for the store; more are abandoned. */
  readonly stepsMax?: number;
  /** From where on `isBehind` holds: the commit under way lasts that long, or that many steps wait. */
  readonly behind?: { readonly waitMs: number; readonly steps: number };
}

/** A disk that stalls for a moment is waited for, as clients over UDP do by repeating. */
const DEFAULT_BEHIND = { waitMs: 5_000, steps: 5_000 };

const RELOAD_RETRY_MS = 1000;

/**
 * The one rule: decide, record, release. Inputs are decided at once, one after another; while one commit is being synced
 * the next steps gather and go into the next commit together; effects leave only when their step is stored. When a commit
 * fails nothing of it was released: work is refused, the state is read again from the store, and work goes on.
 *
 *   running ── commit fails ──► reloading ── store answers ──► running
 */
export class Recorder<Effect> {
  readonly #options: RecorderOptions<Effect>;
  #gathered: PendingStep<Effect>[] = [];
  #committing = false;
  /** Steps in the commit under way, and when it began. */
  #commit = { steps: 0, startedAt: 0 };
  #deciding = false;
  #stopRetry: StopTimer | undefined;
  #state: 'closed' | 'running' | 'reloading' = 'closed';
  #lastSequence = 0;
  #releasedSequence = 0;
  #idle: (() => void)[] = [];

  constructor(options: RecorderOptions<Effect>) {
    this.#options = options;
  }

  /** Whether inputs are taken at the moment. */
  get isAvailable(): boolean {
    return this.#state === 'running';
  }

  /** Whether the store is so far behind that nothing new should be begun. */
  get isBehind(): boolean {
    if (!this.#committing) return false;
    const { clock, behind = DEFAULT_BEHIND } = this.#options;
    const isLate = clock.now() - this.#commit.startedAt >= behind.waitMs;
    return isLate || this.#commit.steps + this.#gathered.length >= behind.steps;
  }

  /** Highest sequence number that has been given; what a decision under way may see. */
  get decidedSequence(): number {
    return this.#lastSequence;
  }

  /** Highest sequence number that has been released: what a client may rely on. */
  get releasedSequence(): number {
    return this.#releasedSequence;
  }

  /** Reads the state from the store and starts taking inputs. Rejects when the store cannot be read. */
  async start(): Promise<void> {
    const record = await this.#load();
    this.#state = 'running';
    this.#options.resumed(record);
  }

  submit(input: RecorderInput<Effect>): void {
    if (this.#state !== 'running' || this.#gathered.length >= (this.#options.stepsMax ?? 50_000)) {
      this.#abandon(input, 'storeUnavailable');
      return;
    }
    assert(!this.#deciding, 'an input submitted from within a decision');
    const sequenceBefore = this.#lastSequence;
    const draft = new Draft<Effect>(this.#options.clock.now(), () => ++this.#lastSequence);
    let step: DraftedStep<Effect>;
    this.#deciding = true;
    try {
      input.decide(draft);
      step = draft.finish(this.#listRows());
    } catch (error) {
      for (const table of this.#options.tables) table.rollBack();
      draft.rollBack();
      this.#lastSequence = sequenceBefore;
      this.#options.logger.error({ input: input.what, error }, 'decision failed');
      this.#abandon(input, 'failed');
      return;
    } finally {
      this.#deciding = false;
    }
    for (const table of this.#options.tables) table.keepChanges();
    this.#gathered.push({ step, input, time: draft.now });
    if (!this.#committing) this.#commitSoon();
  }

  /** Resolves when everything submitted so far is stored and released, or abandoned. */
  settled(): Promise<void> {
    if (!this.#committing && this.#gathered.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Takes no more inputs, lets those under way end. A store that fails is not waited for. */
  async stop(): Promise<void> {
    this.#state = 'closed';
    this.#stopRetry?.();
    if (this.#stopRetry !== undefined) this.#endReload();
    await this.settled();
  }

  #listRows(): RecordedRow[] {
    const rows: RecordedRow[] = [];
    for (const table of this.#options.tables) {
      if (!table.hasChanges) continue;
      for (const { id, row } of table.listChanges()) {
        rows.push({ table: table.name, id, body: row === undefined ? null : JSON.stringify(row) });
      }
    }
    return rows;
  }

  /** From now on a commit is under way, though inputs that have come already still get into it. */
  #commitSoon(): void {
    const { soon, clock } = this.#options;
    this.#committing = true;
    this.#commit = { steps: 0, startedAt: clock.now() };
    if (soon === undefined) this.#commitGathered();
    else soon(() => this.#commitGathered());
  }

  /** Commits what has gathered, again and again until nothing is left. Releasing may submit further inputs. */
  #commitGathered(): void {
    const steps = this.#gathered;
    this.#gathered = [];
    this.#committing = true;
    const batch = joinBatches(steps);
    if (isEmpty(batch)) {
      this.#finishCommit(steps);
      return;
    }
    const { clock, counters = noCounters } = this.#options;
    const startedAt = clock.now();
    this.#commit = { steps: steps.length, startedAt };
    this.#options.store.commit(batch).then(
      () => {
        counters.observe('store_commit_seconds', (clock.now() - startedAt) / 1000);
        counters.observe('store_batch_steps', steps.length);
        this.#finishCommit(steps);
      },
      (error: unknown) => {
        this.#options.logger.error(
          { error, steps: steps.length },
          'store failed, nothing of these inputs was released',
        );
        if (this.#state === 'running') this.#state = 'reloading';
        const lost = [...steps, ...this.#gathered];
        this.#gathered = [];
        for (const { input } of lost) this.#abandon(input, 'storeUnavailable');
        if (this.#state === 'reloading') this.#reload();
        else this.#endReload();
      },
    );
  }

  #finishCommit(steps: readonly PendingStep<Effect>[]): void {
    this.#release(steps);
    this.#committing = false;
    if (this.#gathered.length > 0) this.#commitSoon();
    else this.#becomeIdle();
  }

  #release(steps: readonly PendingStep<Effect>[]): void {
    for (const { step, input } of steps) {
      if (step.lastSequence !== undefined) this.#releasedSequence = step.lastSequence;
      for (const effect of step.effects) {
        try {
          this.#options.perform(effect);
        } catch (error) {
          this.#options.logger.error({ input: input.what, error }, 'effect failed');
        }
      }
    }
  }

  #abandon(input: RecorderInput<Effect>, why: 'storeUnavailable' | 'failed'): void {
    try {
      input.abandoned(why);
    } catch (error) {
      this.#options.logger.error({ input: input.what, error }, 'abandoning failed');
    }
  }

  #reload(): void {
    this.#stopRetry = undefined;
    this.#load().then(
      (record) => {
        this.#committing = false;
        if (this.#state === 'reloading') this.#resume(record);
        // What goes on from the record may be under way already.
        if (!this.#committing) this.#endReload();
      },
      (error: unknown) => {
        this.#options.logger.error({ error }, 'store still fails');
        if (this.#state !== 'reloading') return this.#endReload();
        this.#stopRetry = this.#options.clock.startTimer(RELOAD_RETRY_MS, () => this.#reload());
      },
    );
  }

  #resume(record: LoadedRecord): void {
    this.#options.logger.info({}, 'store answers again, state read from it');
    this.#state = 'running';
    try {
      this.#options.resumed(record);
    } catch (error) {
      this.#options.logger.error({ error }, 'going on from the record failed');
    }
  }

  #endReload(): void {
    this.#stopRetry = undefined;
    this.#committing = false;
    this.#becomeIdle();
  }

  async #load(): Promise<LoadedRecord> {
    const { store, clock, tables, loaded, answersKeptMs } = this.#options;
    const record = await store.load(clock.now() - answersKeptMs);
    for (const table of tables) {
      table.load(
        record.rows.filter((row) => row.table === table.name).map((row) => JSON.parse(row.body ?? 'null') as TableRow),
      );
    }
    this.#lastSequence = record.lastSequence;
    this.#releasedSequence = record.lastSequence;
    loaded(record);
    return record;
  }

  #becomeIdle(): void {
    const waiting = this.#idle;
    this.#idle = [];
    for (const resolve of waiting) resolve();
  }
}

function joinBatches<Effect>(steps: readonly PendingStep<Effect>[]): RecordBatch {
  const [first] = steps;
  if (steps.length === 1 && first !== undefined) return { ...first.step.batch, time: first.time };
  const rows: RecordedRow[] = [];
  const events: RecordedEvent[] = [];
  const texts: RecordedText[] = [];
  const answers: RecordedAnswer[] = [];
  const documents: RecordedDocument[] = [];
  for (const { step } of steps) {
    const { batch } = step;
    for (const row of batch.rows) rows.push(row);
    for (const event of batch.events) events.push(event);
    for (const text of batch.texts) texts.push(text);
    for (const answer of batch.answers) answers.push(answer);
    for (const document of batch.documents) documents.push(document);
  }
  return { rows: latestRows(rows), events, texts, answers, documents, time: steps.at(-1)?.time ?? 0 };
}

/** One transaction needs only the last state of each row. */
function latestRows(rows: readonly RecordedRow[]): readonly RecordedRow[] {
  if (rows.length < 2) return rows;
  return [...new Map(rows.map((row) => [`${row.table}\u0000${row.id}`, row])).values()];
}

function isEmpty(batch: RecordBatch): boolean {
  return [batch.rows, batch.events, batch.texts, batch.answers, batch.documents].every((list) => list.length === 0);
}
