import type { Database, Statement } from 'better-sqlite3';
import { required } from '../../../base/assert.ts';
import { completeEvent, endOf, type ToldWords } from '../../../services/recorder/told-text.ts';

/** As a row of `events` is read: sequence, dn, time, body. */
export type EventRow = [number, string, number, string];

interface ToldText {
  /** Of the first event that tells it. */
  readonly sequence: number;
  readonly time: number;
  readonly body: string;
  readonly told: string;
}

/** Dn and head. */
type Told = [string, number];

/** Reads events that tell texts: each is put together from the text's row and the head. */
export class ToldEventsReader {
  readonly #readIndexed: Statement<[string, number, number, number], ToldText & { at: number }>;
  readonly #readUnindexed: Statement<[number, number], ToldText>;
  readonly #readAll: Statement<[number, number, number], ToldText>;
  readonly #readHead: Statement<[number], { body: string }>;
  readonly #readPruned: Statement<[], { value: number }>;

  constructor(database: Database) {
    // The inner query needs the index only, so that bodies are read for what is answered and for nothing else.
    this.#readIndexed = database.prepare(
      `SELECT found.sequence AS at, texts.sequence, time, body, told FROM (
         SELECT sequence, text_row FROM text_dns
         WHERE dn IN (SELECT value FROM json_each(?)) AND sequence > ? AND sequence <= ?
           AND text_row <= (SELECT value FROM meta WHERE key = 'indexedTexts') ORDER BY sequence LIMIT ?
       ) AS found JOIN texts ON texts.row = found.text_row ORDER BY found.sequence`,
    );
    this.#readUnindexed = database.prepare(
      `SELECT sequence, time, body, told FROM texts
       WHERE row > (SELECT value FROM meta WHERE key = 'indexedTexts')
         AND sequence + json_array_length(told) > ? + 1 AND sequence <= ? ORDER BY row`,
    );
    // The text of the first number may have been told before: no text has more listeners than a call has parties.
    this.#readAll = database.prepare(
      `SELECT sequence, time, body, told FROM texts
       WHERE sequence >= coalesce((SELECT max(sequence) FROM texts WHERE sequence <= ? + 1), 0) AND sequence <= ?
       ORDER BY sequence LIMIT ?`,
    );
    this.#readHead = database.prepare('SELECT body FROM heads WHERE id = ?');
    this.#readPruned = database.prepare("SELECT value FROM meta WHERE key = 'prunedEvents'");
  }

  /** Of these DNs with `after` < sequence <= `upTo`, rising, at most `limit`. */
  read(dns: readonly string[], after: number, upTo: number, limit: number): EventRow[] {
    const from = this.#from(after);
    const heads = new Map<number, string>();
    const found: EventRow[] = [];
    for (const text of this.#readIndexed.all(JSON.stringify(dns), from, upTo, limit)) {
      found.push(this.#build(text, text.at, heads));
    }
    if (found.length >= limit) return found;
    const wanted = new Set(dns);
    for (const text of this.#readUnindexed.iterate(from, upTo)) {
      for (const [index, [dn]] of toldOf(text).entries()) {
        const at = text.sequence + index;
        if (!wanted.has(dn) || at <= from || at > upTo) continue;
        if (found.length >= limit) return found;
        found.push(this.#build(text, at, heads));
      }
    }
    return found;
  }

  /** Of all DNs likewise. */
  readAll(after: number, upTo: number, limit: number): EventRow[] {
    const from = this.#from(after);
    const heads = new Map<number, string>();
    // One more than asked for: the first may be told before.
    const texts = this.#readAll.all(from, upTo, limit + 1);
    const found = texts.flatMap((text) =>
      toldOf(text)
        .map((_told, index) => text.sequence + index)
        .filter((at) => at > from && at <= upTo)
        .map((at) => this.#build(text, at, heads)),
    );
    return found.slice(0, limit);
  }

  #from(after: number): number {
    return Math.max(after, required(this.#readPruned.get(), 'mark of what is pruned').value);
  }

  #build(text: ToldText, at: number, heads: Map<number, string>): EventRow {
    const [dn, headId] = required(toldOf(text)[at - text.sequence], 'event of a text');
    let head = heads.get(headId);
    if (head === undefined) {
      head = required(this.#readHead.get(headId), 'head of an event').body;
      heads.set(headId, head);
    }
    return [at, dn, text.time, completeEvent(head, endOf(JSON.parse(text.body) as ToldWords), at)];
  }
}

function toldOf({ told }: ToldText): readonly Told[] {
  return JSON.parse(told) as Told[];
}
