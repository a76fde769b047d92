interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  previous: Entry<Value>;
  next: Entry<Value>;
}

/**
 * A map whose oldest entry is at hand. A plain Map finds its first entry too, but looks through the places of all that were
 * deleted before it: with 70,000 entries that come and go in turn, 0.1 ms each time.
 */
export class AgedMap<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  /** Between the newest and the oldest. */
  readonly #ends: Pick<Entry<Value>, 'previous' | 'next'>;

  constructor() {
    const ends = {} as Entry<Value>;
    ends.previous = ends;
    ends.next = ends;
    this.#ends = ends;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** From now on it is the newest. */
  set(key: string, value: Value): void {
    this.delete(key);
    const { previous } = this.#ends;
    const entry: Entry<Value> = { key, value, previous, next: this.#ends as Entry<Value> };
    previous.next = entry;
    this.#ends.previous = entry;
    this.#entries.set(key, entry);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    entry.previous.next = entry.next;
    entry.next.previous = entry.previous;
  }

  /** The one that was set before all others. */
  oldest(): readonly [key: string, value: Value] | undefined {
    if (this.#entries.size === 0) return undefined;
    const { key, value } = this.#ends.next;
    return [key, value];
  }

  /** All values, the oldest first. Nothing may be added or removed meanwhile. */
  *values(): Generator<Value, void, undefined> {
    let entry = this.#ends.next;
    for (let left = this.#entries.size; left > 0; left -= 1) {
      yield entry.value;
      entry = entry.next;
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#ends.next = this.#ends as Entry<Value>;
    this.#ends.previous = this.#ends as Entry<Value>;
  }
}
