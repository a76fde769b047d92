import type { Fingerprint } from './fingerprint.ts';
import { FingerprintIndex } from './fingerprint-index.ts';

/** A map by fingerprints. */
export class FingerprintTable<Value> {
  readonly #index = new FingerprintIndex();
  /** Packed: what is new stands together, which spares the collector a search through all of it. */
  readonly #values: (Value | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#index.size;
  }

  get(fingerprint: Fingerprint): Value | undefined {
    const number = this.#index.get(fingerprint);
    return number === undefined ? undefined : this.#values[number];
  }

  set(fingerprint: Fingerprint, value: Value): void {
    const number = this.#index.get(fingerprint) ?? this.#free.pop() ?? this.#values.length;
    this.#values[number] = value;
    this.#index.set(fingerprint, number);
  }

  delete(fingerprint: Fingerprint): void {
    const number = this.#index.get(fingerprint);
    if (number === undefined) return;
    this.#index.delete(fingerprint);
    if (this.#index.size === 0) {
      this.#values.length = 0;
      this.#free.length = 0;
      return;
    }
    this.#values[number] = undefined;
    this.#free.push(number);
  }
}
