import SqliteDatabase, { type Database, type Statement } from 'better-sqlite3';
import type { AuditQuery } from '../../../services/recorder/ports.ts';
import { ungroupAnswers } from '../threads/answer-groups.ts';
import type { FlatRows, LoadedFlat } from '../threads/worker-messages.ts';
import { type EventRow, ToldEventsReader } from './told-events-reader.ts';

const BUSY_TIMEOUT_MS = 2000;

type Row = (string | number | null)[];

/** Reads what is committed; answers rows flat, column after column. */
export class ReaderConnection {
  readonly #database: Database;
  readonly #told: ToldEventsReader;
  readonly #readRows: Statement<[], Row>;
  readonly #readOpenTexts: Statement<[], Row>;
  readonly #readAnswers: Statement<[], { body: string; keys: string }>;
  readonly #readEvents: Statement<[string, number, number, number], EventRow>;
  readonly #readAllEvents: Statement<[number, number, number], EventRow>;
  readonly #readTranscript: Statement<[string], Row>;
  readonly #readDocuments: Statement<[string, string], Row>;
  readonly #readAudit: Statement<[Record<string, string | number | null>], Row>;
  readonly #readBounds: Statement<[], { first: number | null; last: number | null }>;
  readonly #readLastTime: Statement<[], { value: number }>;

  constructor(path: string) {
    const database = new SqliteDatabase(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    this.#database = database;
    try {
      this.#readRows = database.prepare<[], Row>('SELECT table_name, id, body FROM rows ORDER BY table_name, id').raw();
      this.#readOpenTexts = database
        .prepare<[], Row>(
          `SELECT texts.id, texts.conn_id, texts.number, time, texts.body
             FROM rows JOIN text_places ON text_places.conn_id = rows.id
               AND text_row <= (SELECT value FROM meta WHERE key = 'indexedTexts')
             JOIN texts ON texts.row = text_places.text_row
             WHERE rows.table_name = 'calls'
           UNION ALL
           SELECT texts.id, conn_id, number, time, texts.body FROM texts JOIN rows ON rows.table_name = 'calls' AND rows.id = conn_id
             WHERE texts.row > (SELECT value FROM meta WHERE key = 'indexedTexts')
           ORDER BY 2, 3`,
        )
        .raw();
      this.#readAnswers = database.prepare('SELECT body, keys FROM answers ORDER BY id');
      // The inner query needs the index only, so that bodies are read for what is answered and for nothing else.
      this.#readEvents = database
        .prepare<[string, number, number, number], EventRow>(
          `SELECT sequence, dn, time, body FROM events WHERE sequence IN (
             SELECT sequence FROM events
             WHERE dn IN (SELECT value FROM json_each(?)) AND sequence > ? AND sequence <= ?
             ORDER BY sequence LIMIT ?
           ) ORDER BY sequence`,
        )
        .raw();
      this.#readAllEvents = database
        .prepare<[number, number, number], EventRow>(
          'SELECT sequence, dn, time, body FROM events WHERE sequence > ? AND sequence <= ? ORDER BY sequence LIMIT ?',
        )
        .raw();
      this.#readTranscript = database
        .prepare<[string], Row>(
          'SELECT id, conn_id, number, time, body FROM transcripts WHERE conn_id = ? ORDER BY number',
        )
        .raw();
      this.#readDocuments = database
        .prepare<[string, string], Row>(
          'SELECT kind, conn_id, time, body FROM documents WHERE conn_id = ? AND kind = ? ORDER BY id',
        )
        .raw();
      this.#readAudit = database
        .prepare<[Record<string, string | number | null>], Row>(
          `SELECT id, conn_id, time, body FROM documents
           WHERE kind = 'audit' AND time >= $from AND time < $to AND ($before IS NULL OR id < $before)
             AND ($connId IS NULL OR conn_id = $connId)
             AND ($who IS NULL OR body ->> '$.who' = $who)
             AND ($whom IS NULL OR body ->> '$.whom' IN (SELECT value FROM json_each($whom)))
           ORDER BY id DESC LIMIT $limit`,
        )
        .raw();
      this.#told = new ToldEventsReader(database);
      this.#readBounds = database.prepare('SELECT first, last FROM event_bounds');
      this.#readLastTime = database.prepare("SELECT value FROM meta WHERE key = 'lastTime'");
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** One transaction, so all of it is of the same moment. */
  load(answersSince: number): LoadedFlat {
    return this.#database.transaction(() => ({
      rows: this.#readRows.all().flat(),
      texts: this.#readOpenTexts.all().flat(),
      answers: ungroupAnswers(this.#readAnswers.all(), answersSince).flatMap(({ key, time, body }) => [
        key,
        time,
        body,
      ]),
      lastSequence: this.#readBounds.get()?.last ?? 0,
      lastTime: this.#readLastTime.get()?.value,
    }))();
  }

  readEvents(dns: readonly string[], after: number, upTo: number, limit: number): FlatRows {
    return this.#readTogether(limit, () => [
      ...this.#readEvents.all(JSON.stringify(dns), after, upTo, limit),
      ...this.#told.read(dns, after, upTo, limit),
    ]);
  }

  readAllEvents(after: number, upTo: number, limit: number): FlatRows {
    return this.#readTogether(limit, () => [
      ...this.#readAllEvents.all(after, upTo, limit),
      ...this.#told.readAll(after, upTo, limit),
    ]);
  }

  /** Events from both places, of one moment, by their numbers. */
  #readTogether(limit: number, read: () => EventRow[]): FlatRows {
    const found = this.#database.transaction(read)();
    return found
      .sort(([one], [other]) => one - other)
      .slice(0, limit)
      .flat();
  }

  readFirstSequence(): number | undefined {
    return this.#readBounds.get()?.first ?? undefined;
  }

  readTranscript(connId: string): FlatRows {
    return this.#readTranscript.all(connId).flat();
  }

  readDocuments(kind: string, connId: string): FlatRows {
    return this.#readDocuments.all(connId, kind).flat();
  }

  readAudit({ from, to, before, connId, who, whom, limit }: AuditQuery): FlatRows {
    const names = whom === null ? null : JSON.stringify(whom);
    return this.#readAudit.all({ from, to, before, connId, who, whom: names, limit }).flat();
  }

  close(): void {
    this.#database.close();
  }
}
