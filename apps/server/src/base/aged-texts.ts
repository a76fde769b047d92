import type { Fingerprint } from './fingerprint.ts';
import { FingerprintIndex } from './fingerprint-index.ts';

/** What is kept under a key. */
export interface AgedText {
  readonly time: number;
  readonly text: string;
  /** Stays as it is after the entry is gone. */
  readonly bytes: Buffer;
}

/** How much is kept: with all slabs in use the oldest entries are forgotten. An address has 31 bits, and counts units of 8 bytes. */
export interface AgedTextsLimits {
  /** A power of two. An entry that is larger gets a slab of its own. */
  readonly slabBytes: number;
  readonly slabsMax: number;
}

const defaultLimits: AgedTextsLimits = { slabBytes: 1 << 20, slabsMax: 512 };

/** A stretch of memory that entries are written into one after another. */
interface Slab {
  readonly bytes: Buffer;
  readonly words: Int32Array;
  readonly times: Float64Array;
  /** Where the next entry goes. */
  end: number;
}

/** Entries begin at multiples of this, so that an address fits a word. */
const UNIT_BYTES = 8;
/** Words of an entry's head, and where among its bytes the time is. */
const LOW = 0;
const HIGH = 1;
const SIZE = 2;
const TEXT_BYTES = 3;
const BYTES = 4;
const IS_DELETED = 5;
const TIME_AT = 24;
const HEAD_BYTES = 32;
const UTF8_BYTES_MAX = 3;
const nothing = Buffer.alloc(0);

function createSlab(byteCount: number): Slab {
  const bytes = Buffer.alloc(byteCount);
  const { buffer, byteOffset } = bytes;
  return {
    bytes,
    words: new Int32Array(buffer, byteOffset, byteCount / 4),
    times: new Float64Array(buffer, byteOffset, byteCount / 8),
    end: 0,
  };
}

/**
 * Very many short-lived entries, the oldest at hand: each holds a time, a text and some bytes. They lie one after another in slabs of
 * memory, so that the garbage collector sees none of them, however many there are; with a Map of objects a server with 200,000 of
 * them spends more on moving and marking than on using them.
 */
export class AgedTexts {
  readonly #slabBytes: number;
  readonly #slabUnits: number;
  readonly #slabsMax: number;
  /** A ring; those in use lie from `#first` to `#last`. */
  #slabs: (Slab | undefined)[] = [];
  #first = 0;
  #last = 0;
  /** Where the oldest entry is within the first slab. */
  #oldestAt = 0;
  #addresses = new FingerprintIndex();

  constructor({ slabBytes, slabsMax } = defaultLimits) {
    this.#slabBytes = slabBytes;
    this.#slabUnits = slabBytes / UNIT_BYTES;
    this.#slabsMax = slabsMax;
  }

  get size(): number {
    return this.#addresses.size;
  }

  has(key: Fingerprint): boolean {
    return this.#addresses.get(key) !== undefined;
  }

  get(key: Fingerprint): AgedText | undefined {
    const address = this.#addresses.get(key);
    if (address === undefined) return undefined;
    const { bytes, words, times } = this.#slabOf(address);
    const at = this.#offsetOf(address);
    const textAt = at + HEAD_BYTES;
    const bytesAt = textAt + wordAt(words, at, TEXT_BYTES);
    return {
      time: times[(at + TIME_AT) >> 3] as number,
      text: bytes.toString('utf8', textAt, bytesAt),
      bytes: bytes.subarray(bytesAt, bytesAt + wordAt(words, at, BYTES)),
    };
  }

  /** From now on it is the newest. */
  set(key: Fingerprint, time: number, text: string, bytes: Uint8Array = nothing): void {
    this.delete(key);
    const slab = this.#slabFor(HEAD_BYTES + UTF8_BYTES_MAX * text.length + bytes.length);
    const at = slab.end;
    const textBytes = writeText(slab.bytes, text, at + HEAD_BYTES);
    const bytesAt = at + HEAD_BYTES + textBytes;
    slab.bytes.set(bytes, bytesAt);
    slab.end = Math.ceil((bytesAt + bytes.length) / UNIT_BYTES) * UNIT_BYTES;
    const head = at >> 2;
    slab.words[head + LOW] = key.low;
    slab.words[head + HIGH] = key.high;
    slab.words[head + SIZE] = slab.end - at;
    slab.words[head + TEXT_BYTES] = textBytes;
    slab.words[head + BYTES] = bytes.length;
    slab.times[(at + TIME_AT) >> 3] = time;
    this.#addresses.set(key, this.#last * this.#slabUnits + at / UNIT_BYTES);
  }

  delete(key: Fingerprint): void {
    const address = this.#addresses.get(key);
    if (address === undefined) return;
    this.#slabOf(address).words[(this.#offsetOf(address) >> 2) + IS_DELETED] = 1;
    this.#addresses.delete(key);
  }

  /** The time of the one that was set before all others. */
  oldestTime(): number | undefined {
    return this.#oldestSlab()?.times[(this.#oldestAt + TIME_AT) >> 3];
  }

  /** Forgets the one that was set before all others. */
  deleteOldest(): void {
    const slab = this.#oldestSlab();
    if (slab === undefined) return;
    const { words } = slab;
    this.#addresses.delete({ low: wordAt(words, this.#oldestAt, LOW), high: wordAt(words, this.#oldestAt, HIGH) });
    this.#oldestAt += wordAt(words, this.#oldestAt, SIZE);
  }

  clear(): void {
    this.#slabs = [];
    this.#first = 0;
    this.#last = 0;
    this.#oldestAt = 0;
    this.#addresses = new FingerprintIndex();
  }

  /** The slab of the oldest entry, with `#oldestAt` on it; slabs that hold no entry any more are let go. */
  #oldestSlab(): Slab | undefined {
    for (;;) {
      const slab = this.#slabs[this.#first];
      if (slab === undefined) return undefined;
      if (this.#oldestAt < slab.end) {
        if (wordAt(slab.words, this.#oldestAt, IS_DELETED) === 0) return slab;
        this.#oldestAt += wordAt(slab.words, this.#oldestAt, SIZE);
      } else if (this.#first === this.#last) return undefined;
      else this.#dropFirstSlab();
    }
  }

  /** It is not written into again: somebody may still hold bytes of it. */
  #dropFirstSlab(): void {
    this.#slabs[this.#first] = undefined;
    this.#first = (this.#first + 1) % this.#slabsMax;
    this.#oldestAt = 0;
  }

  #slabFor(byteCount: number): Slab {
    const current = this.#slabs[this.#last];
    if (current !== undefined) {
      // What begins beyond the usual length, in a slab that was made for a large entry, has no address.
      if (current.end < this.#slabBytes && current.end + byteCount <= current.bytes.length) return current;
      const next = (this.#last + 1) % this.#slabsMax;
      while (next === this.#first) this.#forgetFirstSlab();
      this.#last = next;
    }
    const slab = createSlab(Math.max(this.#slabBytes, Math.ceil(byteCount / UNIT_BYTES) * UNIT_BYTES));
    this.#slabs[this.#last] = slab;
    return slab;
  }

  #forgetFirstSlab(): void {
    const first = this.#first;
    // Where the oldest lies is only known once it has been looked for.
    for (this.#oldestSlab(); this.#first === first; this.#oldestSlab()) this.deleteOldest();
  }

  /** Where an entry begins within its slab. */
  #offsetOf(address: number): number {
    return (address & (this.#slabUnits - 1)) * UNIT_BYTES;
  }

  #slabOf(address: number): Slab {
    return this.#slabs[Math.floor(address / this.#slabUnits)] as Slab;
  }
}

/** As UTF-8; how many bytes it took. A short text of ASCII is written sooner than the runtime could be asked to. */
function writeText(bytes: Buffer, text: string, at: number): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return bytes.write(text, at);
    bytes[at + index] = code;
  }
  return text.length;
}

/** A word of the head of the entry that begins at this byte. */
function wordAt(words: Int32Array, entryAt: number, word: number): number {
  return words[(entryAt >> 2) + word] as number;
}
