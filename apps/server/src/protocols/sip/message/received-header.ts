import type { Header } from './message.ts';

/**
 * A header that knows the bytes of its line. Where they are just what is written for it, an unchanged header leaves as it came,
 * and neighbours leave together.
 */
export class ReceivedHeader implements Header {
  readonly name: string;
  readonly value: string;
  readonly #bytes: Buffer;
  readonly #start: number;

  /** The line begins at `start` of `bytes`, which nobody writes to: name, colon, one space, value, CRLF. */
  constructor(name: string, value: string, bytes: Buffer, start: number) {
    this.name = name;
    this.value = value;
    this.#bytes = bytes;
    this.#start = start;
  }

  /** The bytes that its line is part of. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Where its line begins in those bytes. */
  get start(): number {
    return this.#start;
  }
}
