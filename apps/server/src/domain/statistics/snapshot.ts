import type { StatisticsModel } from './statistics-model.ts';

/** An object as text. */
export interface SnapshotRow {
  readonly key: string;
  readonly body: string;
}

/**
 * All that has changed since the last snapshot, as it is at this moment, written down bit by bit while events go on: an
 * object that is about to change is written down first. One at a time for a model.
 */
export class Snapshot {
  /** The event up to which it reaches. */
  readonly sequence: number;
  readonly position: string;
  readonly rows: SnapshotRow[] = [];
  readonly #model: StatisticsModel;
  readonly #pending: Set<string>;
  readonly #beforeChange = (key: string) => this.#write(key);

  constructor(model: StatisticsModel, now: number) {
    this.#model = model;
    this.sequence = model.sequence;
    this.position = JSON.stringify(model.storePosition(now));
    this.#pending = new Set(model.book.takeChanged());
    model.book.beforeChange = this.#beforeChange;
  }

  get isDone(): boolean {
    return this.#pending.size === 0;
  }

  /** Writes down at most so many more objects. */
  writeSome(objectsMax: number): void {
    let left = objectsMax;
    for (const key of this.#pending) {
      if (left <= 0) return;
      left -= 1;
      this.#write(key);
    }
  }

  /** It is not wanted: what it was about counts as changed again. */
  abandon(): void {
    const { book } = this.#model;
    if (book.beforeChange === this.#beforeChange) book.beforeChange = () => {};
    book.markChanged([...this.#pending, ...this.rows.map(({ key }) => key)]);
    this.#pending.clear();
  }

  #write(key: string): void {
    if (!this.#pending.delete(key)) return;
    const stored = this.#model.storeObject(key);
    if (stored !== undefined) this.rows.push({ key, body: JSON.stringify(stored) });
  }
}
