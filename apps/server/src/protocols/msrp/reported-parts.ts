import { insertSpan, type Span } from './byte-spans.ts';
import type { ByteRange } from './message.ts';

/** Messages of which only parts have been reported that are remembered, and gaps in one of them. */
const PARTLY_REPORTED_MAX = 64;
const GAPS_MAX = 64;

/** What the peer of a session has reported of our messages; one report may be about a part (RFC 4975 7.1.2). */
export class ReportedParts {
  readonly #parts = new Map<string, readonly Span[]>();

  /** Whether the whole message is reported with this; a report without a range is about all of it. */
  isWholeWith(messageId: string, range: ByteRange | undefined): boolean {
    if (range === undefined) return true;
    const { start, end, total } = range;
    if (end === null || total === null) return false;
    const spans = insertSpan(this.#parts.get(messageId) ?? [], { from: start - 1, to: end });
    this.#parts.delete(messageId);
    const [first] = spans;
    if (first?.from === 0 && first.to === total) return true;
    const [oldest] = this.#parts.keys();
    if (this.#parts.size >= PARTLY_REPORTED_MAX && oldest !== undefined) this.#parts.delete(oldest);
    if (spans.length <= GAPS_MAX) this.#parts.set(messageId, spans);
    return false;
  }
}
