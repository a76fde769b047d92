import { defaultMsrpLimits, type MsrpLimits } from './parse-limits.ts';
import { parseStartLine } from './parse-message.ts';

export type MsrpStreamItem =
  /** One whole chunk. The bytes are a copy. */
  | { readonly kind: 'chunk'; readonly bytes: Buffer }
  /** A chunk above the bounds: its head with an end-line of its own. The rest of it is read and forgotten. */
  | { readonly kind: 'oversized'; readonly bytes: Buffer }
  /** The stream cannot be cut any more. Nothing follows. */
  | { readonly kind: 'failure'; readonly what: string };

const carriageReturn = 0x0d;
const lineFeed = 0x0a;
const lineEnd = Buffer.from('\r\n');
const emptyLine = Buffer.from('\r\n\r\n');
/** `MSRP`, an id of 32 characters, a method or a status with its comment. */
const startLineMax = 512;
/** How much of what the socket hands up is taken at once. */
const pieceMax = 16_384;
/** What can follow the id in an end-line. */
const continuations = new Set(['$', '+', '#'].map((flag) => flag.charCodeAt(0)));

/** Cuts a TCP stream at the end-lines (RFC 4975 7.1), whatever the pieces are. Holds at most one chunk. */
export class StreamFramer {
  readonly #chunkBytesMax: number;
  readonly #headBytesMax: number;
  #buffer: Buffer = Buffer.alloc(0);
  #start = 0;
  #end = 0;
  /** Up to here there is no end-line. */
  #searched = 0;
  /** `\r\n-------<id>` of the chunk at `#start`, once its start line is whole. */
  #boundary: Buffer | undefined;
  /** The chunk is above the bounds: what comes is forgotten up to its end-line. */
  #isSkipping = false;
  #hasFailed = false;

  constructor(limits: MsrpLimits = defaultMsrpLimits) {
    this.#headBytesMax = limits.headBytesMax;
    this.#chunkBytesMax = limits.headBytesMax + limits.messageBytesMax;
  }

  /** Bytes kept for a chunk that is not whole yet. */
  get pendingBytes(): number {
    return this.#end - this.#start;
  }

  push(piece: Buffer): readonly MsrpStreamItem[] {
    if (this.#hasFailed) return [];
    const items: MsrpStreamItem[] = [];
    // Piece by piece, so that what is kept stays bounded whatever the socket hands up at once.
    for (let at = 0; at < piece.length && !this.#hasFailed; at += pieceMax) {
      this.#append(piece.subarray(at, at + pieceMax));
      for (let item = this.#next(); item !== undefined; item = this.#next()) items.push(item);
    }
    if (this.pendingBytes === 0) this.#release();
    return items;
  }

  #next(): MsrpStreamItem | undefined {
    if (this.#hasFailed) return undefined;
    if (this.#boundary === undefined) {
      const failure = this.#readStartLine();
      if (failure !== undefined) return failure;
    }
    if (this.#boundary === undefined) return undefined;
    const end = this.#findEnd(this.#boundary);
    if (end !== undefined) return this.#take(end);
    if (this.pendingBytes > this.#chunkBytesMax && !this.#isSkipping) return this.#beginSkipping(this.#boundary);
    if (this.#isSkipping) this.#forget(this.#boundary);
    return undefined;
  }

  /** Line ends between chunks are let through. */
  #readStartLine(): MsrpStreamItem | undefined {
    while (this.pendingBytes > 0 && this.#isLineEndCode(this.#buffer[this.#start])) this.#start += 1;
    const found = this.#buffer.subarray(0, this.#end).indexOf(lineEnd, this.#start);
    if (found < 0 || found - this.#start > startLineMax) {
      return this.pendingBytes > startLineMax || !this.#canBeStart() ? this.#fail('no start line') : undefined;
    }
    const line = parseStartLine(this.#buffer.toString('latin1', this.#start, found));
    if (line === undefined) return this.#fail('the start line is malformed');
    this.#boundary = Buffer.from(`\r\n-------${line.transactionId}`, 'latin1');
    this.#searched = found;
    return undefined;
  }

  /** A peer that does not speak MSRP is not waited for. */
  #canBeStart(): boolean {
    const length = Math.min(this.pendingBytes, 5);
    return 'MSRP '.startsWith(this.#buffer.toString('latin1', this.#start, this.#start + length));
  }

  /** Index after the end-line. */
  #findEnd(boundary: Buffer): number | undefined {
    const buffer = this.#buffer.subarray(0, this.#end);
    for (;;) {
      const found = buffer.indexOf(boundary, this.#searched);
      if (found < 0) {
        this.#searched = Math.max(this.#searched, this.#end - boundary.length);
        return undefined;
      }
      const flagAt = found + boundary.length;
      this.#searched = found;
      if (flagAt + 2 >= this.#end) return undefined;
      const isEndLine =
        continuations.has(buffer[flagAt] ?? 0) &&
        buffer[flagAt + 1] === carriageReturn &&
        buffer[flagAt + 2] === lineFeed;
      if (isEndLine) return flagAt + 3;
      this.#searched = found + 1;
    }
  }

  #take(end: number): MsrpStreamItem | undefined {
    const wasSkipping = this.#isSkipping;
    const isOversized = end - this.#start > this.#chunkBytesMax;
    if (isOversized && !wasSkipping && this.#boundary !== undefined) {
      const item = this.#headOf(this.#boundary);
      if (item.kind === 'oversized') this.#moveTo(end);
      return item;
    }
    const bytes = Buffer.from(this.#buffer.subarray(this.#start, end));
    this.#moveTo(end);
    return wasSkipping ? this.#next() : { kind: 'chunk', bytes };
  }

  #moveTo(end: number): void {
    this.#start = end;
    this.#searched = end;
    this.#boundary = undefined;
    this.#isSkipping = false;
  }

  #beginSkipping(boundary: Buffer): MsrpStreamItem {
    const item = this.#headOf(boundary);
    if (item.kind === 'failure') return item;
    this.#isSkipping = true;
    this.#forget(boundary);
    return item;
  }

  /** The head of the chunk at `#start` with an end-line that says that more would come. */
  #headOf(boundary: Buffer): MsrpStreamItem {
    const found = this.#buffer.subarray(0, this.#end).indexOf(emptyLine, this.#start);
    const length = found - this.#start;
    if (found < 0 || length > this.#headBytesMax) return this.#fail('the head is too long');
    const head = this.#buffer.subarray(this.#start, found);
    return { kind: 'oversized', bytes: Buffer.concat([head, lineEnd, boundary, Buffer.from('+\r\n')]) };
  }

  /** Keeps only what may be the beginning of the end-line. */
  #forget(boundary: Buffer): void {
    const keep = boundary.length + 3;
    if (this.pendingBytes > keep) this.#start = this.#end - keep;
    this.#searched = Math.max(this.#searched, this.#start);
  }

  #fail(what: string): MsrpStreamItem {
    this.#hasFailed = true;
    this.#start = this.#end;
    return { kind: 'failure', what };
  }

  #release(): void {
    this.#buffer = Buffer.alloc(0);
    this.#start = 0;
    this.#end = 0;
    this.#searched = 0;
  }

  #isLineEndCode(code: number | undefined): boolean {
    return code === carriageReturn || code === lineFeed;
  }

  #append(piece: Buffer): void {
    const kept = this.pendingBytes;
    if (this.#end + piece.length > this.#buffer.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(2_048, 2 * (kept + piece.length)));
      this.#buffer.copy(grown, 0, this.#start, this.#end);
      this.#searched = Math.max(this.#searched - this.#start, 0);
      this.#buffer = grown;
      this.#start = 0;
      this.#end = kept;
    }
    piece.copy(this.#buffer, this.#end);
    this.#end += piece.length;
  }
}
