import type { Database, Statement } from 'better-sqlite3';
import { StoreFailure } from './store-failure.ts';
import type { FlatRows } from './worker-messages.ts';

/** Columns of one text in a `CommitOrder`. */
export const TEXT_COLUMNS = 8;
/** Texts that are entered into the indexes together. Readers look through so many at most. */
const INDEXED_AT_ONCE = 2000;

type Columns = FlatRows;

/** Events that tell one text, as one thing to delete. */
interface ToldNumbers {
  readonly sequence: number;
  readonly time: number;
  readonly count: number;
}

/**
 * Texts with the events that tell them: appended, and later entered into the indexes, many at once and sorted. Works within
 * the transactions of its owner, who says how they ended.
 */
export class TextWriter {
  /** Rows of the texts that are in no index yet, by their place. */
  readonly #unindexed = new Map<string, number>();
  /** The same of the transaction under way. */
  readonly #added = new Map<string, number>();
  #isIndexed = false;
  readonly #addText: Statement<[Columns]>;
  readonly #replaceText: Statement<[number, string, number, string]>;
  readonly #findPlace: Statement<[string, number], { text_row: number }>;
  readonly #addHead: Statement<[Columns]>;
  readonly #addPlaces: Statement<[]>;
  readonly #addDns: Statement<[]>;
  readonly #markIndexed: Statement<[]>;
  readonly #readOldestTold: Statement<[number], ToldNumbers>;
  readonly #removeDns: Statement<[number]>;
  readonly #markPruned: Statement<[number]>;
  readonly #readOldestHeads: Statement<[number], { id: number; time: number }>;
  readonly #removeHeads: Statement<[number]>;

  constructor(database: Database) {
    const indexed = "(SELECT value FROM meta WHERE key = 'indexedTexts')";
    const pruned = "(SELECT value FROM meta WHERE key = 'prunedEvents')";
    this.#addText = database.prepare(
      'INSERT INTO texts (id, conn_id, number, time, body, sequence, told) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#replaceText = database.prepare('UPDATE texts SET time = ?, body = ? WHERE row = ? AND id = ?');
    this.#findPlace = database.prepare('SELECT text_row FROM text_places WHERE conn_id = ? AND number = ?');
    this.#addHead = database.prepare('INSERT INTO heads (id, time, body) VALUES (?, ?, ?)');
    this.#addPlaces = database.prepare(
      `INSERT INTO text_places (conn_id, number, text_row)
       SELECT conn_id, number, row FROM texts WHERE row > ${indexed} ORDER BY conn_id, number`,
    );
    this.#addDns = database.prepare(
      `INSERT INTO text_dns (dn, sequence, text_row)
       SELECT each.value ->> 0 AS dn, texts.sequence + each.key AS number, texts.row FROM texts, json_each(texts.told) AS each
       WHERE texts.row > ${indexed} AND texts.sequence > ${pruned} ORDER BY dn, number`,
    );
    this.#markIndexed = database.prepare(
      "UPDATE meta SET value = (SELECT coalesce(max(row), 0) FROM texts) WHERE key = 'indexedTexts'",
    );
    this.#readOldestTold = database.prepare(
      `SELECT sequence, time, json_array_length(told) AS count FROM texts WHERE sequence > ${pruned} ORDER BY sequence LIMIT ?`,
    );
    this.#removeDns = database.prepare(
      `DELETE FROM text_dns WHERE (dn, sequence) IN (
         SELECT each.value ->> 0, texts.sequence + each.key FROM texts, json_each(texts.told) AS each
         WHERE texts.sequence > ${pruned} AND texts.sequence <= ?
       )`,
    );
    this.#markPruned = database.prepare("UPDATE meta SET value = ? WHERE key = 'prunedEvents'");
    // The last event stays, and with it its head.
    this.#readOldestHeads = database.prepare(
      `SELECT id, time FROM heads WHERE id < coalesce((
         SELECT min(each.value ->> 1) FROM texts, json_each(texts.told) AS each
         WHERE texts.sequence = (SELECT max(sequence) FROM texts WHERE sequence IS NOT NULL)
       ), 0) ORDER BY id LIMIT ?`,
    );
    this.#removeHeads = database.prepare('DELETE FROM heads WHERE id <= ?');
    const unindexed = database.prepare<[], { conn_id: string; number: number; row: number }>(
      `SELECT conn_id, number, row FROM texts WHERE row > ${indexed}`,
    );
    for (const { conn_id: connId, number, row } of unindexed.all()) this.#unindexed.set(place(connId, number), row);
  }

  /** `texts` and `heads` as in a `CommitOrder`. */
  put(texts: Columns, heads: Columns): void {
    for (let at = 0; at < heads.length; at += 3) this.#addHead.run(heads.slice(at, at + 3));
    for (let at = 0; at < texts.length; at += TEXT_COLUMNS) {
      const [id, connId, number, time, body, sequence, , told] = texts.slice(at, at + TEXT_COLUMNS);
      const key = place(String(connId), Number(number));
      const row = this.#findRow(key, String(connId), Number(number));
      if (row === undefined) {
        const { lastInsertRowid } = this.#addText.run([id, connId, number, time, body, sequence, told] as Columns);
        this.#added.set(key, Number(lastInsertRowid));
      } else if (this.#replaceText.run(Number(time), String(body), row, String(id)).changes === 0) {
        throw new StoreFailure('SQLITE_CONSTRAINT', `The place of text ${id} is taken by another one.`);
      }
    }
  }

  get isIndexDue(): boolean {
    return this.#unindexed.size >= INDEXED_AT_ONCE;
  }

  /** Enters all texts that are in no index yet. */
  index(): void {
    this.#addPlaces.run();
    this.#addDns.run();
    this.#markIndexed.run();
    this.#isIndexed = true;
  }

  /** The oldest events that tell texts. */
  oldestTold(limit: number): readonly ToldNumbers[] {
    return this.#readOldestTold.all(limit);
  }

  /** Deletes events that tell texts, up to this number. */
  pruneTold(upTo: number): void {
    this.#removeDns.run(upTo);
    this.#markPruned.run(upTo);
  }

  /** Deletes the oldest heads; answers how many. */
  pruneHeads(before: number, limit: number): number {
    const old = this.#readOldestHeads.all(limit);
    const kept = old.findIndex(({ time }) => time >= before);
    const last = old[kept === -1 ? old.length - 1 : kept - 1];
    return last === undefined ? 0 : this.#removeHeads.run(last.id).changes;
  }

  /** What was done since the last transaction stands. */
  committed(): void {
    if (this.#isIndexed) this.#unindexed.clear();
    for (const [key, row] of this.#added) this.#unindexed.set(key, row);
    this.#added.clear();
    this.#isIndexed = false;
  }

  /** Nothing of what was done since the last transaction is kept. */
  rolledBack(): void {
    this.#added.clear();
    this.#isIndexed = false;
  }

  #findRow(key: string, connId: string, number: number): number | undefined {
    return this.#added.get(key) ?? this.#unindexed.get(key) ?? this.#findPlace.get(connId, number)?.text_row;
  }
}

function place(connId: string, number: number): string {
  return `${connId} ${number}`;
}
