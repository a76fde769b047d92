import { insertSpan, type Span } from './byte-spans.ts';
import type { MsrpHeader, MsrpRequest } from './message.ts';
import { defaultMsrpLimits, type MsrpLimits } from './parse-limits.ts';

/** A message as its sender wrote it, whatever number of chunks it came in. */
export interface AssembledMessage {
  readonly messageId: string;
  readonly contentType: string;
  /** Content-Encoding, Content-Disposition and whatever else its first chunk said. */
  readonly headers: readonly MsrpHeader[];
  readonly body: Buffer;
}

export type Assembly =
  | { readonly name: 'incomplete' }
  | { readonly name: 'complete'; readonly message: AssembledMessage }
  /** The sender has given the message up. */
  | { readonly name: 'abandoned' }
  /** 400: the ranges contradict each other; 413: beyond the bounds, the sender is to stop. */
  | { readonly name: 'refused'; readonly status: 400 | 413 };

interface Incomplete {
  contentType: string;
  headers: readonly MsrpHeader[];
  bytes: Buffer;
  /** What has come. */
  spans: readonly Span[];
  total: number | undefined;
  /** When the last chunk came. */
  touchedAt: number;
}

/** How many refused messages are remembered, so that what still comes of them is refused too. */
const refusedMax = 16;

/** Puts the chunks of one session together by their Byte-Range (RFC 4975 7.3.1): in any order, overlapping, interleaved. */
export class ChunkAssembler {
  readonly #limits: MsrpLimits;
  readonly #incomplete = new Map<string, Incomplete>();
  readonly #refused = new Map<string, 400 | 413>();

  constructor(limits: MsrpLimits = defaultMsrpLimits) {
    this.#limits = limits;
  }

  /** Messages that are not whole yet. */
  get incompleteCount(): number {
    return this.#incomplete.size;
  }

  /** Bytes that they hold. */
  get incompleteBytes(): number {
    let sum = 0;
    for (const { bytes } of this.#incomplete.values()) sum += bytes.length;
    return sum;
  }

  /** A chunk with a body. `now` is in ms. */
  take(chunk: MsrpRequest & { readonly messageId: string; readonly contentType: string }, now: number): Assembly {
    this.#forgetStale(now);
    const { messageId, continuation } = chunk;
    if (continuation === '#') {
      this.#incomplete.delete(messageId);
      this.#refused.delete(messageId);
      return { name: 'abandoned' };
    }
    const refused = this.#refused.get(messageId);
    if (refused !== undefined) {
      if (continuation === '$') this.#refused.delete(messageId);
      return { name: 'refused', status: refused };
    }
    const assembly = this.#add(chunk, now);
    if (assembly.name === 'refused') this.#refuse(messageId, assembly.status, continuation === '$');
    return assembly;
  }

  /** A chunk above the bounds has begun: what else comes of its message is refused. */
  refuse(messageId: string): void {
    this.#refuse(messageId, 413, false);
  }

  #refuse(messageId: string, status: 400 | 413, isOver: boolean): void {
    this.#incomplete.delete(messageId);
    if (isOver) return;
    const [oldest] = this.#refused.keys();
    if (this.#refused.size >= refusedMax && oldest !== undefined) this.#refused.delete(oldest);
    this.#refused.set(messageId, status);
  }

  #add(chunk: MsrpRequest & { messageId: string; contentType: string }, now: number): Assembly {
    const { messageId, contentType, headers, byteRange, body, continuation } = chunk;
    const { start, end, total } = byteRange ?? { start: 1, end: null, total: null };
    const from = start - 1;
    const to = from + body.length;
    if (end !== null && to > end) return { name: 'refused', status: 400 };
    const known = this.#incomplete.get(messageId);
    const claimed = total ?? (continuation === '$' ? to : undefined);
    const size = known?.total ?? claimed;
    if (size !== undefined && (to > size || (claimed ?? size) !== size || (known?.spans.at(-1)?.to ?? 0) > size)) {
      return { name: 'refused', status: 400 };
    }
    if (Math.max(to, size ?? 0) > this.#limits.messageBytesMax) return { name: 'refused', status: 413 };
    const isWholeAlready = known === undefined && from === 0 && size === to;
    if (isWholeAlready) return { name: 'complete', message: { messageId, contentType, headers, body } };
    const message = known ?? this.#begin(chunk, size ?? to);
    if (message === undefined || !this.#write(message, from, body)) return { name: 'refused', status: 413 };
    message.total = size;
    message.touchedAt = now;
    const [first] = message.spans;
    if (message.total === undefined || first?.from !== 0 || first.to !== message.total) return { name: 'incomplete' };
    this.#incomplete.delete(messageId);
    const whole = message.bytes.subarray(0, message.total);
    const { contentType: type, headers: said } = message;
    return { name: 'complete', message: { messageId, contentType: type, headers: said, body: whole } };
  }

  #begin(
    { messageId, contentType, headers }: MsrpRequest & { messageId: string; contentType: string },
    size: number,
  ): Incomplete | undefined {
    const { incompleteMax, incompleteBytesMax } = this.#limits;
    if (this.#incomplete.size >= incompleteMax || this.incompleteBytes + size > incompleteBytesMax) return undefined;
    const begun = { contentType, headers, bytes: Buffer.alloc(size), spans: [], total: undefined, touchedAt: 0 };
    this.#incomplete.set(messageId, begun);
    return begun;
  }

  /** Where ranges overlap the last one counts. False when a bound is reached. */
  #write(message: Incomplete, from: number, body: Buffer): boolean {
    const to = from + body.length;
    if (to > message.bytes.length) {
      const size = Math.min(Math.max(to, 2 * message.bytes.length), this.#limits.messageBytesMax);
      if (this.incompleteBytes + size - message.bytes.length > this.#limits.incompleteBytesMax) return false;
      const grown = Buffer.alloc(size);
      message.bytes.copy(grown);
      message.bytes = grown;
    }
    body.copy(message.bytes, from);
    if (body.length > 0) message.spans = insertSpan(message.spans, { from, to });
    return message.spans.length <= this.#limits.gapsMax;
  }

  #forgetStale(now: number): void {
    for (const [messageId, { touchedAt }] of this.#incomplete) {
      if (touchedAt + this.#limits.incompleteMs <= now) this.#incomplete.delete(messageId);
    }
  }
}
