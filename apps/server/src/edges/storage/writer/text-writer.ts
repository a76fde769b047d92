import type { Database, Statement } from 'better-sqlite3';
import { StoreFailure } from '../threads/store-failure.ts';
import type { FlatRows } from '../threads/worker-messages.ts';
import { IndexInsert } from './index-insert.ts';
import { type IndexEntry, UnindexedTexts } from './unindexed-texts.ts';

/** Columns of one text in a `CommitOrder`. */
export const TEXT_COLUMNS = 8;
/** Texts from which on a round of entering them into the indexes begins. Readers look through twice as many at most. */
const ROUND_TEXTS = 4000;
/** Calls whose highest number is kept in memory. */
const CALLS_REMEMBERED = 10_000;
/** Entries made in one transaction. */
const SLICE_ENTRIES = 500;

type Columns = FlatRows;
type TextColumns = [string, string, number, number, string, number | null, number, string | null];

/** Events that tell one text, as one thing to delete. */
interface ToldNumbers {
  readonly sequence: number;
  readonly time: number;
  readonly count: number;
}

/** Texts on their way into the indexes: all places first, then all DNs. */
interface IndexRound {
  readonly texts: UnindexedTexts;
  readonly places: readonly IndexEntry[];
  readonly dns: readonly IndexEntry[];
  /** Entries that are made. */
  done: number;
}

/** A text as it was appended: call, number, row, number of the first event that tells it, DNs and heads. */
type AddedText = Parameters<UnindexedTexts['add']>;

/**
 * Texts with the events that tell them: appended, and later entered into the indexes, many at once, sorted and slice by slice.
 * Entries count for readers when all of their round are made. Works within the transactions of its owner, who says how they
 * ended.
 */
export class TextWriter {
  /** In no index yet, and in no round. */
  #unindexed = new UnindexedTexts();
  #round: IndexRound | undefined;
  /** Of calls that texts came for lately: no text has a higher number. */
  readonly #highest = new Map<string, number>();
  /** What the transaction under way did. */
  #added: AddedText[] = [];
  #sliceEnd: number | undefined;
  #pruned: number;
  #prunedNow: number | undefined;
  readonly #addText: Statement<[Columns]>;
  readonly #replaceText: Statement<[number, string, number, string]>;
  readonly #findPlace: Statement<[string, number], { text_row: number }>;
  readonly #readHighest: Statement<[string], { highest: number | null }>;
  readonly #addHead: Statement<[Columns]>;
  readonly #addPlaces: IndexInsert;
  readonly #addDns: IndexInsert;
  readonly #markIndexed: Statement<[number]>;
  readonly #readOldestTold: Statement<[number], ToldNumbers>;
  readonly #removeDns: Statement<[number]>;
  readonly #markPruned: Statement<[number]>;
  readonly #readOldestHeads: Statement<[number], { id: number; time: number }>;
  readonly #removeHeads: Statement<[number]>;

  constructor(database: Database) {
    const pruned = "(SELECT value FROM meta WHERE key = 'prunedEvents')";
    this.#addText = database.prepare(
      'INSERT INTO texts (id, conn_id, number, time, body, sequence, told) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#replaceText = database.prepare('UPDATE texts SET time = ?, body = ? WHERE row = ? AND id = ?');
    this.#findPlace = database.prepare('SELECT text_row FROM text_places WHERE conn_id = ? AND number = ?');
    this.#readHighest = database.prepare('SELECT max(number) AS highest FROM text_places WHERE conn_id = ?');
    this.#addHead = database.prepare('INSERT INTO heads (id, time, body) VALUES (?, ?, ?)');
    this.#addPlaces = new IndexInsert(database, 'text_places (conn_id, number, text_row)');
    this.#addDns = new IndexInsert(database, 'text_dns (dn, sequence, text_row)');
    this.#markIndexed = database.prepare("UPDATE meta SET value = ? WHERE key = 'indexedTexts'");
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
    this.#pruned = database.prepare<[], number>(`SELECT ${pruned}`).pluck().get() ?? 0;
    const unindexed = database
      .prepare<[], AddedText>(
        `SELECT conn_id, number, row, sequence, told FROM texts
         WHERE row > (SELECT value FROM meta WHERE key = 'indexedTexts') ORDER BY row`,
      )
      .raw();
    for (const text of unindexed.all()) this.#unindexed.add(...text);
  }

  /** `texts` and `heads` as in a `CommitOrder`. */
  put(texts: Columns, heads: Columns): void {
    for (let at = 0; at < heads.length; at += 3) this.#addHead.run(heads.slice(at, at + 3));
    for (let at = 0; at < texts.length; at += TEXT_COLUMNS) {
      const [id, connId, number, time, body, sequence, , told] = texts.slice(at, at + TEXT_COLUMNS) as TextColumns;
      const row = this.#findRow(connId, number);
      if (row === undefined) {
        const { lastInsertRowid } = this.#addText.run([id, connId, number, time, body, sequence, told]);
        this.#added.push([connId, number, Number(lastInsertRowid), sequence, told]);
        this.#highest.set(connId, Math.max(number, this.#findHighest(connId)));
      } else if (this.#replaceText.run(time, body, row, id).changes === 0) {
        throw new StoreFailure('SQLITE_CONSTRAINT', `The place of text ${id} is taken by another one.`);
      }
    }
  }

  /** Whether there is a slice to be entered. */
  get isIndexDue(): boolean {
    return this.#round !== undefined || this.#unindexed.count >= ROUND_TEXTS;
  }

  /** Enters the next slice; the last one of a round makes it count. */
  index(): void {
    this.#round ??= this.#beginRound();
    const { texts, places, dns, done } = this.#round;
    const all = places.length + dns.length;
    const end = Math.min(all, done + SLICE_ENTRIES);
    this.#addPlaces.run(places.slice(done, end));
    const from = Math.max(0, done - places.length);
    const to = Math.max(0, end - places.length);
    this.#addDns.run(dns.slice(from, to).filter(([, sequence]) => sequence > this.#pruned));
    if (end === all) this.#markIndexed.run(texts.lastRow);
    this.#sliceEnd = end;
  }

  /** The oldest events that tell texts. */
  oldestTold(limit: number): readonly ToldNumbers[] {
    return this.#readOldestTold.all(limit);
  }

  /** Deletes events that tell texts, up to this number. */
  pruneTold(upTo: number): void {
    this.#removeDns.run(upTo);
    this.#markPruned.run(upTo);
    this.#prunedNow = upTo;
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
    for (const text of this.#added) this.#unindexed.add(...text);
    if (this.#round !== undefined && this.#sliceEnd !== undefined) {
      this.#round.done = this.#sliceEnd;
      if (this.#sliceEnd === this.#round.places.length + this.#round.dns.length) this.#round = undefined;
    }
    this.#pruned = this.#prunedNow ?? this.#pruned;
    this.#forget();
  }

  /** Nothing of what was done since the last transaction is kept. */
  rolledBack(): void {
    this.#forget();
  }

  #forget(): void {
    this.#added = [];
    if (this.#highest.size > CALLS_REMEMBERED) this.#highest.clear();
    this.#sliceEnd = undefined;
    this.#prunedNow = undefined;
  }

  #beginRound(): IndexRound {
    const texts = this.#unindexed;
    this.#unindexed = new UnindexedTexts();
    return { texts, places: texts.listPlaces(), dns: texts.listDns(), done: 0 };
  }

  #findRow(connId: string, number: number): number | undefined {
    // Nearly all texts are new: this spares them the search in the index.
    if (number > this.#findHighest(connId)) return undefined;
    return (
      this.#added.find((text) => text[0] === connId && text[1] === number)?.[2] ??
      this.#unindexed.findRow(connId, number) ??
      this.#round?.texts.findRow(connId, number) ??
      this.#findPlace.get(connId, number)?.text_row
    );
  }

  #findHighest(connId: string): number {
    let highest = this.#highest.get(connId);
    if (highest === undefined) {
      highest = Math.max(
        this.#unindexed.findHighest(connId),
        this.#round?.texts.findHighest(connId) ?? -1,
        this.#readHighest.get(connId)?.highest ?? -1,
      );
      this.#highest.set(connId, highest);
    }
    return highest;
  }
}
