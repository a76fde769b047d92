/** A row is plain JSON-able data that is replaced, never changed in place. */
export interface TableRow {
  readonly id: string;
}

/** One change of a table; `row` is undefined when the row was removed. */
export interface TableChange<Row extends TableRow> {
  readonly id: string;
  readonly row: Row | undefined;
}

/** Follows every change of a table, roll-backs included, so that what it derives is always true. */
export interface RowIndex<Row extends TableRow> {
  replace(before: Row | undefined, after: Row | undefined): void;
}

/** Finds rows by something other than their id. */
export class TableIndex<Row extends TableRow> implements RowIndex<Row> {
  readonly #keysOf: (row: Row) => readonly string[];
  readonly #rows = new Map<string, Map<string, Row>>();

  constructor(keysOf: (row: Row) => readonly string[]) {
    this.#keysOf = keysOf;
  }

  /** Rows with this key, in no order that outlives a restart or a roll-back. */
  get(key: string): readonly Row[] {
    const found = this.#rows.get(key);
    return found === undefined ? [] : [...found.values()];
  }

  /** A row with this key. */
  first(key: string): Row | undefined {
    return this.#rows.get(key)?.values().next().value;
  }

  count(key: string): number {
    return this.#rows.get(key)?.size ?? 0;
  }

  replace(before: Row | undefined, after: Row | undefined): void {
    const oldKeys = before === undefined ? [] : this.#keysOf(before);
    const newKeys = after === undefined ? [] : this.#keysOf(after);
    for (const key of oldKeys) {
      if (newKeys.includes(key)) continue;
      const rows = this.#rows.get(key);
      rows?.delete(before?.id ?? '');
      if (rows?.size === 0) this.#rows.delete(key);
    }
    if (after === undefined) return;
    for (const key of newKeys) {
      const rows = this.#rows.get(key);
      if (rows === undefined) this.#rows.set(key, new Map([[after.id, after]]));
      else rows.set(after.id, after);
    }
  }
}

/**
 * Rows in memory with indexes, a list of what changed since the last `takeChanges`, and the way back. Inputs are handled
 * one after another: each either ends in `takeChanges` (the changes go to the store) or in `rollBack`.
 */
export class Table<Row extends TableRow> {
  readonly name: string;
  readonly #rows = new Map<string, Row>();
  readonly #indexes: RowIndex<Row>[] = [];
  readonly #before = new Map<string, Row | undefined>();

  constructor(name: string) {
    this.name = name;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  values(): IterableIterator<Row> {
    return this.#rows.values();
  }

  /** Adds an index that follows every later change. */
  indexBy(keysOf: (row: Row) => readonly string[]): TableIndex<Row> {
    const index = new TableIndex(keysOf);
    this.addIndex(index);
    return index;
  }

  /** Adds an index of any form. */
  addIndex(index: RowIndex<Row>): void {
    for (const row of this.#rows.values()) index.replace(undefined, row);
    this.#indexes.push(index);
  }

  /** Adds or replaces a row. */
  put(row: Row): void {
    this.#change(row.id, row);
  }

  remove(id: string): void {
    if (this.#rows.has(id)) this.#change(id, undefined);
  }

  /** Whether anything changed since the last `takeChanges`. */
  get hasChanges(): boolean {
    return this.#before.size > 0;
  }

  /** What changed since the last `takeChanges`, each row once. */
  listChanges(): readonly TableChange<Row>[] {
    if (this.#before.size === 0) return [];
    return [...this.#before.keys()].map((id) => ({ id, row: this.#rows.get(id) }));
  }

  /** The changes, which from now on stand. */
  takeChanges(): readonly TableChange<Row>[] {
    const changes = this.listChanges();
    this.keepChanges();
    return changes;
  }

  /** From now on the changes stand. */
  keepChanges(): void {
    if (this.#before.size > 0) this.#before.clear();
  }

  /** Every row and every index holds again what it held at the last `takeChanges`. */
  rollBack(): void {
    for (const [id, row] of this.#before) this.#set(id, row);
    this.#before.clear();
  }

  /** Replaces the whole content by what the store holds. */
  load(rows: Iterable<Row>): void {
    for (const id of [...this.#rows.keys()]) this.#set(id, undefined);
    for (const row of rows) this.#set(row.id, row);
    this.#before.clear();
  }

  #change(id: string, row: Row | undefined): void {
    if (!this.#before.has(id)) this.#before.set(id, this.#rows.get(id));
    this.#set(id, row);
  }

  #set(id: string, row: Row | undefined): void {
    const before = this.#rows.get(id);
    if (row === undefined) this.#rows.delete(id);
    else this.#rows.set(id, row);
    for (const index of this.#indexes) index.replace(before, row);
  }
}

/** A table of whatever rows, as seen by who stores and restores it. */
export type AnyTable = Pick<
  Table<TableRow>,
  'name' | 'hasChanges' | 'listChanges' | 'takeChanges' | 'keepChanges' | 'rollBack' | 'load'
>;
