import { join } from 'node:path';
import type { ConnId, Dn, MessageId } from '@cordboard/shared/ids';
import { type Logger, silentLogger } from '../../base/logger.ts';
import type {
  AuditQuery,
  LoadedRecord,
  RecordBatch,
  RecordedAudit,
  RecordedDocument,
  RecordedEvent,
  RecordedText,
  RecordStore,
} from '../../services/recorder/ports.ts';
import { DirectoryLock } from './directory-lock.ts';
import { StoreFailure } from './threads/store-failure.ts';
import { WorkerLink } from './threads/worker-link.ts';
import {
  buildCommitOrder,
  type FlatRows,
  type LoadedFlat,
  type ReaderOrder,
  type WriterOrder,
  type WriterPragmas,
} from './threads/worker-messages.ts';

/** The store in its directory. */
export const STORE_FILE = 'cordboard.sqlite';

export interface SqliteRecordStoreOptions {
  /** Made with mode 0700 if it is not there; the store is the file `cordboard.sqlite` in it. */
  readonly dataDir: string;
  readonly logger?: Logger;
}

/** Rows deleted per transaction. Measured wait of a commit in between: 50 ms with 5,000, 10 ms with 500, 4 ms with 250. */
const PRUNE_ROWS_MAX = 250;

/**
 * The record in one SQLite file: a thread that writes, a thread that reads. Nothing here waits on a disk, so SIP timers
 * go on while the threads do.
 */
export class SqliteRecordStore implements RecordStore {
  readonly path: string;
  readonly #lock: DirectoryLock;
  readonly #writer: WorkerLink<WriterOrder>;
  readonly #reader: WorkerLink<ReaderOrder>;
  /** The last commit asked for: they are handed over one at a time, so that at most one can be in doubt. */
  #lastCommit: Promise<void> = Promise.resolve();
  /** Of the last commit tried; never given twice. */
  #batchNumber = 0;
  #closing: Promise<void> | undefined;

  private constructor(path: string, lock: DirectoryLock, logger: Logger) {
    this.path = path;
    this.#lock = lock;
    this.#writer = new WorkerLink({
      script: new URL('./writer/sqlite-writer.ts', import.meta.url),
      workerName: 'store writer',
      path,
      logger,
    });
    this.#reader = new WorkerLink({
      script: new URL('./reader/sqlite-reader.ts', import.meta.url),
      workerName: 'store reader',
      path,
      logger,
    });
  }

  /** Rejects with a StoreFailure of one sentence when the directory cannot be used. */
  static async open({ dataDir, logger = silentLogger }: SqliteRecordStoreOptions): Promise<SqliteRecordStore> {
    const path = join(dataDir, STORE_FILE);
    const lock = new DirectoryLock(path);
    const store = new SqliteRecordStore(path, lock, logger);
    try {
      // The reader needs the schema that the writer makes.
      store.#batchNumber = (await store.#writer.open()) as number;
      await store.#reader.open();
      return store;
    } catch (error) {
      await Promise.all([store.#writer.terminate(), store.#reader.terminate()]);
      lock.release();
      throw error;
    }
  }

  async commit(batch: RecordBatch): Promise<void> {
    this.#assertOpen();
    const commit = this.#lastCommit.then(() => this.#commitOne(batch));
    this.#lastCommit = commit.catch(() => {});
    return commit;
  }

  /** After a failed commit this also rejects until the file takes writes again. */
  async load(answersSince: number): Promise<LoadedRecord> {
    await this.#write({ name: 'prove' });
    const found = (await this.#read({ name: 'load', answersSince })) as LoadedFlat;
    return {
      rows: unflatten(found.rows, 3, (at) => ({
        table: text(found.rows, at),
        id: text(found.rows, at + 1),
        body: text(found.rows, at + 2),
      })),
      texts: readTexts(found.texts),
      answers: unflatten(found.answers, 3, (at) => ({
        key: text(found.answers, at),
        time: number(found.answers, at + 1),
        body: text(found.answers, at + 2),
      })),
      lastSequence: found.lastSequence,
      lastTime: found.lastTime,
    };
  }

  async readEvents(dns: readonly Dn[], after: number, upTo: number, limit: number): Promise<readonly RecordedEvent[]> {
    return readEvents((await this.#read({ name: 'readEvents', dns, after, upTo, limit })) as FlatRows);
  }

  async readAllEvents(after: number, upTo: number, limit: number): Promise<readonly RecordedEvent[]> {
    return readEvents((await this.#read({ name: 'readAllEvents', after, upTo, limit })) as FlatRows);
  }

  async readFirstSequence(): Promise<number | undefined> {
    return (await this.#read({ name: 'readFirstSequence' })) as number | undefined;
  }

  async readTranscript(connId: ConnId): Promise<readonly RecordedText[]> {
    return readTexts((await this.#read({ name: 'readTranscript', connId })) as FlatRows);
  }

  async readDocuments(kind: RecordedDocument['kind'], connId: ConnId): Promise<readonly RecordedDocument[]> {
    const found = (await this.#read({ name: 'readDocuments', kind, connId })) as FlatRows;
    return unflatten(found, 4, (at) => ({
      kind,
      connId,
      time: number(found, at + 2),
      body: text(found, at + 3),
    }));
  }

  async readAudit(query: AuditQuery): Promise<readonly RecordedAudit[]> {
    const found = (await this.#read({ name: 'readAudit', query })) as FlatRows;
    return unflatten(found, 4, (at) => ({
      number: number(found, at),
      connId: text(found, at + 1) as ConnId,
      time: number(found, at + 2),
      body: text(found, at + 3),
    }));
  }

  async prune(eventsBefore: number, answersBefore: number): Promise<void> {
    while ((await this.#write({ name: 'pruneEvents', before: eventsBefore, rowsMax: PRUNE_ROWS_MAX })) !== 0);
    await this.#pruneAnswers(null, answersBefore);
  }

  pruneAnswers(kind: string, before: number): Promise<void> {
    return this.#pruneAnswers(kind, before);
  }

  async #pruneAnswers(kind: string | null, before: number): Promise<void> {
    const rowsMax = PRUNE_ROWS_MAX;
    let deleted: unknown;
    do deleted = await this.#write({ name: 'pruneAnswers', kind, before, rowsMax });
    while (deleted === rowsMax);
  }

  /** Lets the commits under way end first. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  /** What the writing connection really runs with. */
  async pragmas(): Promise<WriterPragmas> {
    return (await this.#write({ name: 'readPragmas' })) as WriterPragmas;
  }

  /** For tests of a full disk: bounds the file to this many pages. */
  async limitPages(pagesMax: number): Promise<void> {
    await this.#write({ name: 'limitPages', pagesMax });
  }

  /** For tests: ends the writing thread, whatever it does. */
  crashWriter(): Promise<void> {
    return this.#writer.terminate();
  }

  /** For tests: ends the reading thread, whatever it does. */
  crashReader(): Promise<void> {
    return this.#reader.terminate();
  }

  async #close(): Promise<void> {
    await this.#lastCommit;
    // The writer goes last: only a connection that may write can fold the log into the file.
    for (const link of [this.#reader, this.#writer]) {
      await link.send({ name: 'close' }).catch(() => {});
      await link.terminate();
    }
    this.#lock.release();
  }

  async #commitOne(batch: RecordBatch): Promise<void> {
    this.#batchNumber += 1;
    const batchNumber = this.#batchNumber;
    try {
      await this.#writer.send(buildCommitOrder(batch, batchNumber));
    } catch (error) {
      if (!(error instanceof StoreFailure) || error.code !== 'WORKER_DIED') throw error;
      // The thread may have died before or after the batch was stored: the next one reads which.
      if ((await this.#writer.open()) !== batchNumber) throw error;
    }
  }

  async #write(order: WriterOrder): Promise<unknown> {
    this.#assertOpen();
    return this.#writer.send(order);
  }

  async #read(order: ReaderOrder): Promise<unknown> {
    this.#assertOpen();
    return this.#reader.send(order);
  }

  #assertOpen(): void {
    if (this.#closing !== undefined) throw new StoreFailure('CLOSED', 'the store is closed');
  }
}

function unflatten<Row>(columns: FlatRows, width: number, build: (at: number) => Row): readonly Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < columns.length; at += width) rows.push(build(at));
  return rows;
}

function readEvents(columns: FlatRows): readonly RecordedEvent[] {
  return unflatten(columns, 4, (at) => ({
    sequence: number(columns, at),
    dn: text(columns, at + 1) as Dn,
    time: number(columns, at + 2),
    body: text(columns, at + 3),
  }));
}

function readTexts(columns: FlatRows): readonly RecordedText[] {
  return unflatten(columns, 5, (at) => ({
    id: text(columns, at) as MessageId,
    connId: text(columns, at + 1) as ConnId,
    number: number(columns, at + 2),
    time: number(columns, at + 3),
    body: text(columns, at + 4),
  }));
}

function text(columns: FlatRows, at: number): string {
  return columns[at] as string;
}

function number(columns: FlatRows, at: number): number {
  return columns[at] as number;
}
