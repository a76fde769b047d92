import type { Header } from '../message/message.ts';
import { ReceivedHeader } from '../message/received-header.ts';
import { canScan, createScanBuffer, findLineEnds } from './line-scan.ts';
import type { ParseLimits } from './parse-limits.ts';
import { type NameOnWire, readNameAt } from './read-header-name.ts';
import { isWhiteSpace, parseDecimal } from './tokens.ts';

/** A head without anything odd. */
export interface OrdinaryHead {
  /** Its bytes, all of them ASCII. */
  readonly text: string;
  /** Where the start line ends. */
  readonly startLineEnd: number;
  readonly headers: readonly Header[];
  /** The value of its one Content-Length, in bytes; undefined without one. */
  readonly contentLength: number | undefined;
}

const COLON = 0x3a;
const SPACE = 0x20;

/** An ordinary head is no longer. */
const ORDINARY_BYTES_MAX = 2048;
const LINES_MAX = 128;

const scanned = createScanBuffer(ORDINARY_BYTES_MAX);
const lineEnds = new Uint16Array(LINES_MAX);
const nameOnWire: NameOnWire = { known: undefined, isSpelledOut: false, end: 0 };

/**
 * The way nearly all heads go: `bytes` has one from `start` on. Undefined for whatever is not ordinary (no empty line soon,
 * characters beyond ASCII, folded lines, control characters, white space before a colon, a second Content-Length, limits,
 * mistakes): that is `parseHead`'s, which knows what to make of it. Both read what is ordinary alike.
 */
export function parseOrdinaryHead(bytes: Buffer, start: number, limits: ParseLimits): OrdinaryHead | undefined {
  if (!canScan) return undefined;
  const longest = Math.min(bytes.length - start, ORDINARY_BYTES_MAX, limits.headBytesMax);
  bytes.copy(scanned.bytes, 0, start, start + longest);
  const last = findLineEnds(scanned, longest, lineEnds) - 1;
  if (last < 0 || last - 1 > limits.headersMax) return undefined;
  const text = scanned.bytes.toString('latin1', 0, (lineEnds[last] as number) + 2);
  const startLineEnd = lineEnds[0] as number;
  if (startLineEnd > limits.lineLengthMax) return undefined;
  const headers = new Array<Header>(last - 1);
  let contentLength: number | undefined;
  let lineStart = startLineEnd + 2;
  for (let line = 1; line < last; line++) {
    const lineEnd = lineEnds[line] as number;
    const header =
      lineEnd - lineStart > limits.lineLengthMax ? undefined : readHeader(text, lineStart, lineEnd, bytes, start);
    if (header === undefined) return undefined;
    headers[line - 1] = header;
    if (header.name === 'Content-Length') {
      if (contentLength !== undefined) return undefined;
      contentLength = parseDecimal(header.value, 2 ** 32 - 1);
      if (contentLength === undefined) return undefined;
    }
    lineStart = lineEnd + 2;
  }
  return { text, startLineEnd, headers, contentLength };
}

/**
 * The header in `text` from `start` to `end`, whose bytes are those that were scanned last. They came in `source`, from `offset`
 * on.
 */
function readHeader(text: string, start: number, end: number, source: Buffer, offset: number): Header | undefined {
  const { bytes } = scanned;
  readNameAt(bytes, start, nameOnWire);
  const { known, isSpelledOut, end: nameEnd } = nameOnWire;
  if (nameEnd === start || bytes[nameEnd] !== COLON) return undefined;
  let valueStart = nameEnd + 1;
  while (valueStart < end && isWhiteSpace(bytes[valueStart] as number)) valueStart++;
  let valueEnd = end;
  while (valueEnd > valueStart && isWhiteSpace(bytes[valueEnd - 1] as number)) valueEnd--;
  const name = known ?? text.slice(start, nameEnd);
  const value = text.slice(valueStart, valueEnd);
  const isAsWritten = isSpelledOut && valueStart === nameEnd + 2 && bytes[nameEnd + 1] === SPACE && valueEnd === end;
  return isAsWritten ? new ReceivedHeader(name, value, source, offset + start) : { name, value };
}
