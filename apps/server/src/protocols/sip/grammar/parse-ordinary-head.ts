import { ordinaryNameAt } from '../message/header-names.ts';
import type { Header } from '../message/message.ts';
import type { ParseLimits } from './parse-limits.ts';
import { isTokenCode, isWhiteSpace, parseDecimal } from './tokens.ts';

/** A head without anything odd. */
export interface OrdinaryHead {
  readonly startLine: string;
  readonly headers: readonly Header[];
  /** The value of its one Content-Length, in bytes; undefined without one. */
  readonly contentLength: number | undefined;
  /** Where the body begins, behind the empty line. */
  readonly end: number;
}

const COLON = 0x3a;
const CR = 0x0d;
const LF = 0x0a;
const HTAB = 0x09;

/**
 * The way nearly all heads go: `text` begins with one and each of its characters is looked at once. Undefined for whatever is
 * not ordinary (no empty line in the text, characters beyond ASCII, folded lines, control characters, white space before a
 * colon, a second Content-Length, limits, mistakes): that is `parseHead`'s, which knows what to make of it. Both read what is
 * ordinary alike.
 */
export function parseOrdinaryHead(text: string, limits: ParseLimits): OrdinaryHead | undefined {
  const startLineEnd = endOfLine(text, 0);
  if (startLineEnd < 0 || startLineEnd > limits.lineLengthMax) return undefined;
  const headers: Header[] = [];
  let contentLength: number | undefined;
  let at = startLineEnd + 2;
  while (text.charCodeAt(at) !== CR) {
    const lineStart = at;
    while (isTokenCode(text.charCodeAt(at))) at++;
    const nameEnd = at;
    if (nameEnd === lineStart || text.charCodeAt(at) !== COLON) return undefined;
    at++;
    while (isWhiteSpace(text.charCodeAt(at))) at++;
    const lineEnd = endOfLine(text, at);
    if (lineEnd < 0 || lineEnd - lineStart > limits.lineLengthMax || headers.length >= limits.headersMax)
      return undefined;
    let valueEnd = lineEnd;
    while (valueEnd > at && isWhiteSpace(text.charCodeAt(valueEnd - 1))) valueEnd--;
    const header: Header = { name: ordinaryNameAt(text, lineStart, nameEnd), value: text.slice(at, valueEnd) };
    headers.push(header);
    if (header.name === 'Content-Length') {
      if (contentLength !== undefined) return undefined;
      contentLength = parseDecimal(header.value, 2 ** 32 - 1);
      if (contentLength === undefined) return undefined;
    }
    at = lineEnd + 2;
  }
  if (text.charCodeAt(at + 1) !== LF) return undefined;
  return { startLine: text.slice(0, startLineEnd), headers, contentLength, end: at + 2 };
}

/** Where the line that goes on at `from` ends, at its CRLF; -1 when it has none, holds anything odd or is folded. */
function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x20 && code < 0x7f) continue;
    if (code === HTAB) continue;
    if (code !== CR || text.charCodeAt(at + 1) !== LF) return -1;
    return isWhiteSpace(text.charCodeAt(at + 2)) ? -1 : at;
  }
  return -1;
}
