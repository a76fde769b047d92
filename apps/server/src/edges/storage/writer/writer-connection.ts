import { closeSync, existsSync, openSync } from 'node:fs';
import SqliteDatabase, { type Database, type Statement } from 'better-sqlite3';
import { HEAD_USED_MS } from '../../../services/recorder/told-text.ts';
import { GROUP_COLUMNS, GROUP_SPAN_MS } from '../threads/answer-groups.ts';
import { StoreFailure } from '../threads/store-failure.ts';
import type { CommitOrder, FlatRows, WriterPragmas } from '../threads/worker-messages.ts';
import { migrate } from './migrate.ts';
import { TEXT_COLUMNS, TextWriter } from './text-writer.ts';

const BUSY_TIMEOUT_MS = 2000;
/** The write-ahead log is cut to this after it grew beyond. */
const LOG_SIZE_MAX = 64 * 1024 * 1024;
/** Pages in the log from which on they are copied into the file. */
const CHECKPOINT_PAGES = 2000;
/** Pages in the log from which on the copying waits for readers, so that the log can start over. */
const CHECKPOINT_PAGES_URGENT = 16_000;
/** Calls of `checkpoint` from one look at the log to the next: looking costs as much as storing a text. */
const LOOK_EVERY = 16;
const CHECKPOINT_WAIT_MS = 100;
/** Room that there must be before work goes on after a failure. */
const PROOF_BYTES = 512 * 1024;

/** For how long a head is kept after the oldest event: as long as it is used, and for a clock that was set back by a day. */
const HEADS_KEPT_MS = HEAD_USED_MS + 24 * 3_600_000;
/** Room for the pages of the indexes that are at work. */
const CACHE_KILOBYTES = 8 * 1024;

/** NOOP only looks. */
type CheckpointMode = 'NOOP' | 'PASSIVE' | 'RESTART';
type Column = string | number | null;

/** The one connection that writes. Every method either does all of its work durably or throws and leaves nothing. */
export class WriterConnection {
  readonly #database: Database;
  readonly #texts: TextWriter;
  /** The highest that is stored; numbers only rise. */
  #lastSequence: number;
  #sinceLook = 0;
  readonly #begin: Statement<[]>;
  readonly #commit: Statement<[]>;
  readonly #rollBack: Statement<[]>;
  readonly #putRow: Statement<[readonly Column[]]>;
  readonly #removeRow: Statement<[readonly Column[]]>;
  readonly #addEvent: Statement<[readonly Column[]]>;
  readonly #putAnswer: Statement<[readonly Column[]]>;
  readonly #addDocument: Statement<[readonly Column[]]>;
  readonly #noteBatch: Statement<[number, number]>;
  readonly #checkpoints: Record<CheckpointMode, Statement<[], { log: number; checkpointed: number }>>;
  readonly #fill: Statement<[number]>;
  readonly #unfill: Statement<[]>;
  readonly #readLastBatch: Statement<[], { value: number }>;
  readonly #readOldestEvents: Statement<[number], { sequence: number; time: number; count: number }>;
  readonly #removeEvents: Statement<[number]>;
  readonly #readAnswerKinds: Statement<[], { kind: string }>;
  readonly #removeAnswers: Statement<[string, number, number]>;
  readonly #cutAnswers: Statement<[{ kind: string; before: number; span: number }]>;

  constructor(path: string) {
    // Never an existing file: closing it here would give away the locks that SQLite holds on it for this whole process.
    if (!existsSync(path)) closeSync(openSync(path, 'ax', 0o600));
    const database = new SqliteDatabase(path, { timeout: BUSY_TIMEOUT_MS });
    this.#database = database;
    try {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      database.pragma(`journal_size_limit = ${LOG_SIZE_MAX}`);
      database.pragma('wal_autocheckpoint = 0');
      database.pragma(`cache_size = -${CACHE_KILOBYTES}`);
      this.#assertDurable();
      migrate(database);
      this.#begin = database.prepare('BEGIN IMMEDIATE');
      this.#commit = database.prepare('COMMIT');
      this.#rollBack = database.prepare('ROLLBACK');
      this.#putRow = database.prepare(
        'INSERT INTO rows (table_name, id, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
      );
      this.#removeRow = database.prepare('DELETE FROM rows WHERE table_name = ? AND id = ?');
      this.#addEvent = database.prepare('INSERT INTO events (sequence, dn, time, body) VALUES (?, ?, ?, ?)');
      this.#putAnswer = database.prepare('INSERT INTO answers (kind, oldest, time, body, keys) VALUES (?, ?, ?, ?, ?)');
      this.#addDocument = database.prepare('INSERT INTO documents (kind, conn_id, time, body) VALUES (?, ?, ?, ?)');
      this.#noteBatch = database.prepare(
        "INSERT INTO meta (key, value) VALUES ('lastTime', ?), ('lastBatch', ?) ON CONFLICT DO UPDATE SET value = excluded.value",
      );
      this.#checkpoints = {
        NOOP: database.prepare('PRAGMA wal_checkpoint(NOOP)'),
        PASSIVE: database.prepare('PRAGMA wal_checkpoint(PASSIVE)'),
        RESTART: database.prepare('PRAGMA wal_checkpoint(RESTART)'),
      };
      this.#fill = database.prepare('INSERT OR REPLACE INTO proof (id, filler) VALUES (1, zeroblob(?))');
      this.#unfill = database.prepare('DELETE FROM proof');
      this.#readLastBatch = database.prepare("SELECT value FROM meta WHERE key = 'lastBatch'");
      this.#readOldestEvents = database.prepare(
        'SELECT sequence, time, 1 AS count FROM events ORDER BY sequence LIMIT ?',
      );
      this.#removeEvents = database.prepare('DELETE FROM events WHERE sequence <= ?');
      // Steps from kind to kind in the index, however many answers there are.
      this.#readAnswerKinds = database.prepare(
        `WITH RECURSIVE kinds (kind) AS (
           SELECT min(kind) FROM answers
           UNION ALL SELECT (SELECT min(answers.kind) FROM answers WHERE answers.kind > kinds.kind) FROM kinds WHERE kind IS NOT NULL
         ) SELECT kind FROM kinds WHERE kind IS NOT NULL`,
      );
      this.#removeAnswers = database.prepare(
        'DELETE FROM answers WHERE id IN (SELECT id FROM answers WHERE kind = ? AND time < ? LIMIT ?)',
      );
      this.#cutAnswers = database.prepare(
        `UPDATE answers SET oldest = $before, keys = (
           SELECT json_group_array(json(each.value)) FROM json_each(keys) AS each WHERE each.value ->> 1 >= $before
         ) WHERE kind = $kind AND time >= $before AND time <= $before + $span AND oldest < $before`,
      );
      this.#texts = new TextWriter(database);
      this.#lastSequence =
        database.prepare<[], { last: number | null }>('SELECT last FROM event_bounds').get()?.last ?? 0;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  readLastBatch(): number {
    return this.#readLastBatch.get()?.value ?? 0;
  }

  readPragmas(): WriterPragmas {
    const read = (name: string) => this.#database.pragma(name, { simple: true });
    return {
      journalMode: String(read('journal_mode')),
      synchronous: Number(read('synchronous')),
      journalSizeLimit: Number(read('journal_size_limit')),
      busyTimeout: Number(read('busy_timeout')),
    };
  }

  /** One transaction; it is synced when this returns. */
  commit(order: CommitOrder): void {
    const lastSequence = checkNumbers(order, this.#lastSequence);
    this.#inTransaction(() => {
      for (let at = 0; at < order.rows.length; at += 3) {
        if (order.rows[at + 2] === null) this.#removeRow.run(order.rows.slice(at, at + 2));
        else this.#putRow.run(order.rows.slice(at, at + 3));
      }
      runEach(this.#addEvent, order.events, 4);
      this.#texts.put(order.texts, order.heads);
      runEach(this.#putAnswer, order.answers, GROUP_COLUMNS);
      runEach(this.#addDocument, order.documents, 4);
      this.#noteBatch.run(order.time, order.batchNumber);
    });
    this.#lastSequence = lastSequence;
  }

  /** Enters some texts into the indexes when enough have come. Answers whether there are more to be entered at once. */
  indexTexts(): boolean {
    if (!this.#texts.isIndexDue) return false;
    this.#inTransaction(() => this.#texts.index());
    return this.#texts.isIndexDue;
  }

  /**
   * Writes something and takes it back: to learn whether there is room for more than the next small batch, and to
   * overwrite what a failed transaction may have left in the log, which a crash might otherwise bring back.
   */
  prove(): void {
    this.#inTransaction(() => this.#fill.run(PROOF_BYTES));
    this.#inTransaction(() => this.#unfill.run());
  }

  /** From the front only, so that the log never has a hole; the last event stays. */
  pruneEvents(before: number, rowsMax: number): number {
    return this.#inTransaction(() => {
      const oldest = [...this.#readOldestEvents.all(rowsMax), ...this.#texts.oldestTold(rowsMax)];
      oldest.sort((one, other) => one.sequence - other.sequence);
      let deleted = 0;
      let upTo = 0;
      for (const { sequence, time, count } of oldest) {
        const last = sequence + count - 1;
        if (time >= before || last === this.#lastSequence || (deleted > 0 && deleted + count > rowsMax)) break;
        deleted += count;
        upTo = last;
      }
      // Heads go when no event that is to go uses them any more.
      if (deleted === 0) return this.#texts.pruneHeads(before - HEADS_KEPT_MS, rowsMax);
      this.#removeEvents.run(upTo);
      this.#texts.pruneTold(upTo);
      return deleted;
    });
  }

  /** Of one kind (what comes before the key's first bar, with the bar), or of all. */
  pruneAnswers(kind: string | null, before: number, rowsMax: number): number {
    return this.#inTransaction(() => {
      const kinds = kind === null ? this.#readAnswerKinds.all().map((found) => found.kind) : [kind];
      let deleted = 0;
      for (const each of kinds) {
        deleted += this.#removeAnswers.run(each, before, rowsMax - deleted).changes;
        this.#cutAnswers.run({ kind: each, before, span: GROUP_SPAN_MS });
      }
      return deleted;
    });
  }

  /** Copies the log into the file when it has grown enough. Throws when that fails; nothing is lost then. */
  checkpoint(): void {
    this.#sinceLook += 1;
    if (this.#sinceLook < LOOK_EVERY) return;
    this.#sinceLook = 0;
    const { log, checkpointed } = this.#runCheckpoint('NOOP');
    if (log >= CHECKPOINT_PAGES_URGENT) {
      this.#database.pragma(`busy_timeout = ${CHECKPOINT_WAIT_MS}`);
      try {
        this.#runCheckpoint('RESTART');
      } finally {
        this.#database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
      }
    } else if (log - checkpointed >= CHECKPOINT_PAGES) this.#runCheckpoint('PASSIVE');
  }

  /** Copies what it can, to have the log's room back. */
  checkpointAll(): void {
    this.#runCheckpoint('PASSIVE');
  }

  /** Bounds the file, as a full disk would. */
  limitPages(pagesMax: number): void {
    this.#database.pragma(`max_page_count = ${pagesMax}`);
  }

  close(): void {
    this.#database.close();
  }

  #assertDurable(): void {
    const { journalMode, synchronous } = this.readPragmas();
    if (journalMode !== 'wal' || synchronous !== 2) {
      throw new StoreFailure(
        'UNFIT',
        `The store cannot be made durable here: journal_mode is ${journalMode}, synchronous is ${synchronous}.`,
      );
    }
  }

  #inTransaction<Value>(work: () => Value): Value {
    this.#begin.run();
    try {
      const value = work();
      this.#commit.run();
      this.#texts.committed();
      return value;
    } catch (error) {
      this.#texts.rolledBack();
      if (this.#database.inTransaction) this.#rollBack.run();
      throw error;
    }
  }

  #runCheckpoint(mode: CheckpointMode): { log: number; checkpointed: number } {
    return this.#checkpoints[mode].get() ?? { log: 0, checkpointed: 0 };
  }
}

/** One row at a time: measured faster than several rows per statement. */
function runEach(statement: Statement<[readonly Column[]]>, columns: FlatRows, width: number): void {
  for (let at = 0; at < columns.length; at += width) statement.run(columns.slice(at, at + width));
}

/** The highest number of the batch. Throws unless its numbers rise and are above what is stored: each is given once. */
function checkNumbers({ events, texts }: CommitOrder, last: number): number {
  let highest = last;
  const note = (sequence: number, count: number) => {
    if (sequence <= highest) throw new StoreFailure('SQLITE_CONSTRAINT', `The number ${sequence} is given already.`);
    highest = sequence + count - 1;
  };
  let at = 0;
  for (let text = 0; text < texts.length; text += TEXT_COLUMNS) {
    const sequence = texts[text + 5];
    if (typeof sequence !== 'number') continue;
    for (; at < events.length && Number(events[at]) < sequence; at += 4) note(Number(events[at]), 1);
    note(sequence, Number(texts[text + 6]));
  }
  for (; at < events.length; at += 4) note(Number(events[at]), 1);
  return highest;
}
