import type { Fingerprint } from './fingerprint.ts';

const ROOM_AT_FIRST = 1_024;

/** Low, high and number stand together; the fourth is not used, so that none lies across two lines of the processor's cache. */
const WIDTH = 4;
const HIGH = 1;
const NUMBER = 2;

/**
 * Numbers by fingerprint. With hundreds of thousands of transactions a look-up in a Map with texts for keys costs a handful of
 * misses of the processor's caches, one here about one: open addressing in one array of numbers, which nobody collects either.
 * Its room grows and shrinks with what it holds.
 */
export class FingerprintIndex {
  /** A low of 0 is an empty place. */
  #places = new Int32Array(WIDTH * ROOM_AT_FIRST);
  #mask = ROOM_AT_FIRST - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Undefined for what it does not hold. */
  get(fingerprint: Fingerprint): number | undefined {
    const at = this.#find(fingerprint.low, fingerprint.high);
    return this.#places[at] === 0 ? undefined : this.#places[at + NUMBER];
  }

  /** `number` is one of 32 bits. */
  set({ low, high }: Fingerprint, number: number): void {
    const at = this.#find(low, high);
    const places = this.#places;
    const isNew = places[at] === 0;
    places[at] = low;
    places[at + HIGH] = high;
    places[at + NUMBER] = number;
    if (!isNew) return;
    this.#size++;
    // A third stays free, so that searches end soon.
    if (3 * this.#size > 2 * (this.#mask + 1)) this.#resize(2 * (this.#mask + 1));
  }

  delete(fingerprint: Fingerprint): void {
    const at = this.#find(fingerprint.low, fingerprint.high);
    if (this.#places[at] === 0) return;
    this.#size--;
    this.#close(at / WIDTH);
    const room = this.#mask + 1;
    if (room > ROOM_AT_FIRST && 8 * this.#size < room) this.#resize(room / 2);
  }

  /** Where this one is, or the empty place where it belongs. */
  #find(low: number, high: number): number {
    const places = this.#places;
    const mask = this.#mask;
    let place = low & mask;
    for (let there = places[WIDTH * place]; there !== 0; there = places[WIDTH * place]) {
      if (there === low && places[WIDTH * place + HIGH] === high) break;
      place = (place + 1) & mask;
    }
    return WIDTH * place;
  }

  /** Empties a place, and moves up what searches would no longer find behind it. */
  #close(emptied: number): void {
    const places = this.#places;
    const mask = this.#mask;
    let gap = emptied;
    for (let place = (gap + 1) & mask; ; place = (place + 1) & mask) {
      const low = places[WIDTH * place] as number;
      if (low === 0) break;
      // It is searched for from behind the gap on.
      if (((place - low) & mask) < ((place - gap) & mask)) continue;
      places.copyWithin(WIDTH * gap, WIDTH * place, WIDTH * (place + 1));
      gap = place;
    }
    places[WIDTH * gap] = 0;
  }

  #resize(room: number): void {
    const old = this.#places;
    this.#places = new Int32Array(WIDTH * room);
    this.#mask = room - 1;
    for (let from = 0; from < old.length; from += WIDTH) {
      const low = old[from] as number;
      if (low === 0) continue;
      const at = this.#find(low, old[from + HIGH] as number);
      this.#places[at] = low;
      this.#places[at + HIGH] = old[from + HIGH] as number;
      this.#places[at + NUMBER] = old[from + NUMBER] as number;
    }
  }
}
