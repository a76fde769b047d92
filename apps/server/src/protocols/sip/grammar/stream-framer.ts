import { parseHead } from './parse-head.ts';
import { defaultParseLimits, type ParseLimits } from './parse-limits.ts';
import { type ParseFailure, parseMessage } from './parse-message.ts';

export type StreamItem =
  /** One whole message, to be parsed with `isStream`. The bytes are a copy. */
  | { readonly kind: 'message'; readonly bytes: Buffer }
  /** RFC 5626 3.5.1: a double CRLF; the answer is one CRLF. */
  | { readonly kind: 'ping' }
  /**
   * The stream cannot be cut any more. `bytes` is the head that says why: hand it up like a message, so that it is answered
   * where that is possible, then close. Nothing follows.
   */
  | { readonly kind: 'failure'; readonly failure: ParseFailure; readonly bytes: Buffer };

const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const emptyLine = Buffer.from('\r\n\r\n');

/** Cuts a TCP stream at Content-Length (RFC 3261 18.3), whatever the chunks are. Holds at most one head and one body. */
export class StreamFramer {
  readonly #limits: ParseLimits;
  #buffer: Buffer = Buffer.alloc(0);
  /** Whether `#buffer` is ours to write to, not a chunk of the socket. */
  #ownsBuffer = false;
  #start = 0;
  #end = 0;
  /** Up to here there is no empty line, so a head that trickles in is not searched again and again. */
  #searched = 0;
  /** Length of the message at `#start` once its head is whole. */
  #messageLength: number | undefined;
  #hasFailed = false;

  constructor(limits: ParseLimits = defaultParseLimits) {
    this.#limits = limits;
  }

  /** Bytes kept for a message that is not whole yet. */
  get pendingBytes(): number {
    return this.#end - this.#start;
  }

  push(chunk: Buffer): readonly StreamItem[] {
    if (this.#hasFailed) return [];
    this.#append(chunk);
    const items: StreamItem[] = [];
    for (let item = this.#next(); item !== undefined; item = this.#next()) items.push(item);
    this.#release();
    return items;
  }

  #next(): StreamItem | undefined {
    if (this.#hasFailed) return undefined;
    if (this.#messageLength === undefined) {
      const ping = this.#skipEmptyLines();
      if (ping) return { kind: 'ping' };
      const failure = this.#readHead();
      if (failure !== undefined) return failure;
    }
    if (this.#messageLength === undefined || this.pendingBytes < this.#messageLength) return undefined;
    const end = this.#start + this.#messageLength;
    const bytes = Buffer.from(this.#buffer.subarray(this.#start, end));
    this.#start = end;
    this.#searched = end;
    this.#messageLength = undefined;
    return { kind: 'message', bytes };
  }

  /** Takes CRLFs before a start line; true for a whole ping. */
  #skipEmptyLines(): boolean {
    const isEmptyLine = (at: number) =>
      at + 1 < this.#end && this.#buffer[at] === carriageReturn && this.#buffer[at + 1] === lineFeed;
    if (!isEmptyLine(this.#start)) return false;
    if (isEmptyLine(this.#start + 2)) {
      this.#start += 4;
      this.#searched = this.#start;
      return true;
    }
    // A lone CRLF is dropped only when what follows cannot make it a ping.
    const rest = this.#buffer.subarray(this.#start + 2, Math.min(this.#start + 4, this.#end));
    const canBecomePing = rest.length === 0 || (rest.length === 1 && rest[0] === carriageReturn);
    if (!canBecomePing) {
      this.#start += 2;
      this.#searched = this.#start;
    }
    return false;
  }

  #readHead(): StreamItem | undefined {
    const found = this.#buffer.subarray(0, this.#end).indexOf(emptyLine, Math.max(this.#start, this.#searched - 3));
    this.#searched = this.#end;
    const headLength = (found < 0 ? this.#end : found) - this.#start;
    if (headLength > this.#limits.headBytesMax) return this.#fail(this.#start + this.#limits.headBytesMax + 1);
    if (found < 0) return undefined;
    const head = parseHead(this.#buffer.subarray(this.#start, found), this.#limits);
    const headEnd = found + emptyLine.length;
    if (head.contentLength.name !== 'known' || head.contentLength.bytes > this.#limits.bodyBytesMax) {
      return this.#fail(headEnd);
    }
    this.#messageLength = headEnd - this.#start + head.contentLength.bytes;
    return undefined;
  }

  #fail(end: number): StreamItem {
    const bytes = Buffer.from(this.#buffer.subarray(this.#start, end));
    const parsed = parseMessage(bytes, { isStream: true, limits: this.#limits });
    const failure: ParseFailure = parsed.ok ? { status: 400, what: 'the stream cannot be cut' } : parsed.failure;
    this.#hasFailed = true;
    this.#start = this.#end;
    return { kind: 'failure', failure, bytes };
  }

  #append(chunk: Buffer): void {
    const kept = this.pendingBytes;
    if (kept === 0) {
      // Nothing of it is written to, and what leaves is a copy.
      this.#buffer = chunk;
      this.#start = 0;
      this.#searched = 0;
      this.#end = chunk.length;
      this.#ownsBuffer = false;
      return;
    }
    if (!this.#ownsBuffer || this.#end + chunk.length > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(2_048, 2 * (kept + chunk.length)));
      this.#buffer.copy(grown, 0, this.#start, this.#end);
      this.#buffer = grown;
      this.#searched -= this.#start;
      this.#start = 0;
      this.#end = kept;
      this.#ownsBuffer = true;
    }
    chunk.copy(this.#buffer, this.#end);
    this.#end += chunk.length;
  }

  /** Lets go of memory that holds nothing any more, and of chunks that belong to the socket. */
  #release(): void {
    if (this.pendingBytes === 0) {
      this.#buffer = Buffer.alloc(0);
      this.#start = 0;
      this.#end = 0;
      this.#searched = 0;
      this.#ownsBuffer = false;
    } else if (!this.#ownsBuffer) {
      const kept = Buffer.from(this.#buffer.subarray(this.#start, this.#end));
      this.#searched -= this.#start;
      this.#start = 0;
      this.#end = kept.length;
      this.#buffer = kept;
      this.#ownsBuffer = true;
    }
  }
}
