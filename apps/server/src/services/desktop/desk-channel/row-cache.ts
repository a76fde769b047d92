interface Kept<Row> {
  readonly row: Row | null;
  /** The row as JSON: tells whether a new one says anything else. */
  readonly text: string;
}

/** Rows as they were last shown, so that each is built once for all who watch, and shown again only when it differs. */
export class RowCache<Row> {
  readonly #build: (key: string) => Row | null;
  readonly #kept = new Map<string, Kept<Row>>();
  #built = 0;

  constructor(build: (key: string) => Row | null) {
    this.#build = build;
  }

  /** Rows built so far: what the channel costs. */
  get built(): number {
    return this.#built;
  }

  /** The row as it was last shown; built when it has not been. Null when there is none. */
  get(key: string): Row | null {
    return (this.#kept.get(key) ?? this.#renew(key)).row;
  }

  /** Builds the row anew. */
  refresh(key: string): 'same' | 'changed' | 'vanished' {
    const before = this.#kept.get(key);
    const after = this.#renew(key);
    if (after.row === null) return before === undefined || before.row === null ? 'same' : 'vanished';
    return before?.text === after.text ? 'same' : 'changed';
  }

  /** Nobody looks at this row any more. */
  forget(key: string): void {
    this.#kept.delete(key);
  }

  clear(): void {
    this.#kept.clear();
  }

  #renew(key: string): Kept<Row> {
    const row = this.#build(key);
    this.#built += 1;
    const kept = { row, text: JSON.stringify(row) };
    this.#kept.set(key, kept);
    return kept;
  }
}
