import type { Random } from './random.ts';

/**
 * 64 bits that stand for some texts and numbers. Two have the same by chance once in 10^19 times; and who does not know the key
 * cannot choose texts that have the same, or that meet in a table.
 */
export interface Fingerprint {
  /** Never 0. */
  readonly low: number;
  readonly high: number;
}

const KEY_BYTES = 4;
const WORDS_AT_FIRST = 256;
const CLOSING_ROUNDS = 6;
const CLOSING_OF_LOW = 3;
/** Beside the length of a text: its characters take two bytes each. */
const WIDE = 0x40000000;

/** Takes fingerprints by HalfSipHash-1-3 (Aumasson, Bernstein) under a key of its own: what goes in is added, then `finish` gives it. */
export class Fingerprinter {
  readonly #key0: number;
  readonly #key1: number;
  #words = new Int32Array(WORDS_AT_FIRST);
  #count = 0;

  constructor(random: Random) {
    this.#key0 = Number.parseInt(random.hex(KEY_BYTES), 16) | 0;
    this.#key1 = Number.parseInt(random.hex(KEY_BYTES), 16) | 0;
  }

  /** Of one text. */
  of(text: string): Fingerprint {
    this.addText(text);
    return this.finish();
  }

  addNumber(value: number): void {
    if (this.#count === this.#words.length) this.#grow(1);
    this.#words[this.#count++] = value;
  }

  /** Four characters a word, then the length; where one is beyond Latin-1, all of them again, two a word. */
  addText(text: string): void {
    const { length } = text;
    // Two bytes for each character in the worst case, those before the first of them once more, and the length.
    if (this.#count + length + 2 > this.#words.length) this.#grow(length + 2);
    const words = this.#words;
    let count = this.#count;
    let at = 0;
    for (; at + 3 < length; at += 4) {
      const one = text.charCodeAt(at);
      const two = text.charCodeAt(at + 1);
      const three = text.charCodeAt(at + 2);
      const four = text.charCodeAt(at + 3);
      if ((one | two | three | four) > 0xff) {
        this.#addWide(text, count);
        return;
      }
      words[count++] = one | (two << 8) | (three << 16) | (four << 24);
    }
    let last = 0;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code > 0xff) {
        this.#addWide(text, count);
        return;
      }
      last = (last << 8) | code;
    }
    words[count++] = last;
    words[count++] = length;
    this.#count = count;
  }

  #addWide(text: string, from: number): void {
    let count = from;
    for (let at = 0; at < text.length; at += 2) {
      this.#words[count++] = text.charCodeAt(at) | ((at + 1 < text.length ? text.charCodeAt(at + 1) : 0) << 16);
    }
    this.#words[count++] = text.length | WIDE;
    this.#count = count;
  }

  #grow(more: number): void {
    const words = new Int32Array(2 * (this.#count + more));
    words.set(this.#words);
    this.#words = words;
  }

  /** Over the words that were added since the last one, with an output of 64 bits. */
  finish(): Fingerprint {
    const words = this.#words;
    const count = this.#count;
    this.#count = 0;
    let v0 = this.#key0;
    let v1 = this.#key1 ^ 0xee;
    let v2 = this.#key0 ^ 0x6c796765;
    let v3 = this.#key1 ^ 0x74656462;
    let low = 0;
    for (let step = 0; step < count + CLOSING_ROUNDS; step++) {
      const word = step < count ? (words[step] as number) : 0;
      if (step === count) v2 ^= 0xee;
      else if (step === count + CLOSING_OF_LOW) {
        low = v1 ^ v3;
        v1 ^= 0xdd;
      }
      v3 ^= word;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= word;
    }
    return { low: low === 0 ? 1 : low, high: v1 ^ v3 };
  }
}
