import type { Database, Statement } from 'better-sqlite3';
import type { IndexEntry } from './unindexed-texts.ts';

/** Entries made by one run of a statement: they are so narrow that the call costs more than the entry. */
const ENTRIES_PER_RUN = 10;

/** Makes entries of an index that is a table of three columns. */
export class IndexInsert {
  readonly #addMany: Statement<[readonly (string | number)[]]>;
  readonly #addOne: Statement<[string, number, number]>;

  /** `table` with its columns. */
  constructor(database: Database, table: string) {
    const insert = (rows: number) =>
      // What a round that was broken off by the end of its thread has entered is there already.
      `INSERT INTO ${table} VALUES ${Array(rows).fill('(?, ?, ?)').join(', ')} ON CONFLICT DO NOTHING`;
    this.#addMany = database.prepare(insert(ENTRIES_PER_RUN));
    this.#addOne = database.prepare(insert(1));
  }

  run(entries: readonly IndexEntry[]): void {
    let at = 0;
    for (; at + ENTRIES_PER_RUN <= entries.length; at += ENTRIES_PER_RUN) {
      this.#addMany.run(entries.slice(at, at + ENTRIES_PER_RUN).flat());
    }
    for (const entry of entries.slice(at)) this.#addOne.run(...entry);
  }
}
