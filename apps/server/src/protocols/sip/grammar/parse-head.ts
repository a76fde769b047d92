import { isAscii, isUtf8 } from 'node:buffer';
import { canonicalName } from '../message/header-names.ts';
import type { Header } from '../message/message.ts';
import type { ParseLimits } from './parse-limits.ts';
import { parseStartLine, type StartLine } from './parse-start-line.ts';
import { isTokenCode, isWhiteSpace, parseDecimal, skipWhiteSpace } from './tokens.ts';

export interface HeadFailure {
  readonly status: 400 | 505 | 513;
  readonly what: string;
}

/** Start line and headers of a message. With a failure, the rest is what could be read nevertheless. */
export interface Head {
  readonly start: StartLine | undefined;
  readonly headers: readonly Header[];
  readonly contentLength: ContentLength;
  readonly failure: HeadFailure | undefined;
}

export type ContentLength =
  | { readonly name: 'absent' | 'malformed' }
  | { readonly name: 'known'; readonly bytes: number };

const absent: ContentLength = { name: 'absent' };
const malformed: ContentLength = { name: 'malformed' };

/** RFC 3261 20.14: decimal digits only; a second one that differs makes the length unknowable. */
function readContentLength(value: string, earlier: ContentLength): ContentLength {
  const bytes = parseDecimal(value, 2 ** 32 - 1);
  if (bytes === undefined) return malformed;
  if (earlier.name === 'absent') return { name: 'known', bytes };
  return earlier.name === 'known' && earlier.bytes === bytes ? earlier : malformed;
}

function isControl(code: number): boolean {
  return (code < 0x20 && code !== 0x09) || code === 0x7f;
}

/** Whether there is a control character other than HTAB. */
function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (isControl(text.charCodeAt(at))) return true;
  return false;
}

/** RFC 3261 25.1 quoted-pair: within quotes a backslash may lead any control character but CR and LF. */
function areControlsQuoted(value: string): boolean {
  let isQuoted = false;
  for (let at = 0; at < value.length; at++) {
    const code = value.charCodeAt(at);
    if (code === 0x22) isQuoted = !isQuoted;
    else if (code === 0x5c && isQuoted) {
      at++;
      const escaped = value.charCodeAt(at);
      if (escaped === 0x0d || escaped === 0x0a) return false;
    } else if (isControl(code)) return false;
  }
  return !isQuoted;
}

/** The text without SP and HTAB at its ends; other blanks are content. */
function trimWhiteSpace(text: string, from: number): string {
  let start = from;
  let end = text.length;
  while (start < end && isWhiteSpace(text.charCodeAt(start))) start++;
  while (end > start && isWhiteSpace(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

/** RFC 3261 7.3.1: name, white space, colon, value. Nothing but SP and HTAB is white space here. */
function readHeader(line: string): Header | string {
  let nameEnd = 0;
  while (nameEnd < line.length && isTokenCode(line.charCodeAt(nameEnd))) nameEnd++;
  const colon = skipWhiteSpace(line, nameEnd);
  if (nameEnd === 0 || line.charCodeAt(colon) !== 0x3a) return 'a header line has no name and colon';
  const value = trimWhiteSpace(line, colon + 1);
  if (hasControl(value) && !areControlsQuoted(value)) return 'a header holds a control character';
  return { name: canonicalName(line.slice(0, nameEnd)), value };
}

function isAsciiText(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) return false;
  return true;
}

/** The next logical line: folded lines are joined by one space (RFC 3261 7.3.1). */
function readLine(text: string, from: number): { line: string; next: number } {
  let end = text.indexOf('\r\n', from);
  if (end < 0) end = text.length;
  if (!isWhiteSpace(text.charCodeAt(end + 2))) return { line: text.slice(from, end), next: end + 2 };
  const parts = [trimWhiteSpace(text.slice(from, end), 0)];
  while (isWhiteSpace(text.charCodeAt(end + 2))) {
    const start = end + 2;
    end = text.indexOf('\r\n', start);
    if (end < 0) end = text.length;
    parts.push(trimWhiteSpace(text.slice(start, end), 0));
  }
  return { line: parts.join(' '), next: end + 2 };
}

/** Reads what stands before the empty line, `bytes` being without it. Goes on after a failure, so that 400 can be answered. */
export function parseHead(bytes: Buffer, limits: ParseLimits): Head {
  let failure: HeadFailure | undefined;
  const refuse = (status: HeadFailure['status'], what: string) => {
    failure ??= { status, what };
  };
  const ascii = isAscii(bytes);
  const readable = ascii || isUtf8(bytes);
  const text = bytes.toString(readable && !ascii ? 'utf8' : 'latin1');
  if (!readable) refuse(400, 'the head is not UTF-8');

  const first = readLine(text, 0);
  let start: StartLine | undefined;
  if (first.line.length > limits.lineLengthMax) refuse(400, 'the start line is too long');
  else if (hasControl(first.line)) refuse(400, 'the start line holds a control character');
  else {
    const parsed = parseStartLine(first.line);
    if (parsed.ok) start = parsed.value;
    else {
      // RFC 3261 21.5.6: the version outranks whatever else is odd about a message of another version.
      if (parsed.failure.status === 505) failure = { status: 505, what: parsed.failure.what };
      else refuse(400, parsed.failure.what);
      if (parsed.failure.partial !== undefined) start = { kind: 'request', ...parsed.failure.partial };
    }
  }

  const headers: Header[] = [];
  let contentLength = absent;
  for (let at = first.next; at < text.length; ) {
    const { line, next } = readLine(text, at);
    at = next;
    if (headers.length >= limits.headersMax) {
      refuse(400, 'there are too many headers');
      break;
    }
    if (line.length > limits.lineLengthMax) {
      refuse(400, 'a header line is too long');
      continue;
    }
    const header = readHeader(line);
    if (typeof header === 'string') {
      refuse(400, header);
      continue;
    }
    if (!readable && !isAsciiText(line)) continue;
    headers.push(header);
    if (header.name === 'Content-Length') contentLength = readContentLength(header.value, contentLength);
  }
  if (contentLength.name === 'malformed') refuse(400, 'the Content-Length is malformed or contradicts itself');
  return { start, headers, contentLength, failure };
}
