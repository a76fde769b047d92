/** Blocks of headers inside a body: the two of a CPIM message, the one of a part of a multipart. */
import { fail, type Result, succeed } from '../../../base/result.ts';
import { parseParameters } from '../grammar/header-fields/parse-parameters.ts';
import type { Header } from '../message/message.ts';
import { type Parameter, parameterValue } from '../message/parameters.ts';

/** What bounds one block. */
const BLOCK_BYTES_MAX = 16_384;
const HEADERS_MAX = 64;

const LF = 0x0a;
const CR = 0x0d;

/** A block of lines up to an empty one, and where what follows begins. */
export interface HeaderBlock {
  readonly lines: readonly string[];
  readonly next: number;
}

/**
 * Lines from `from` up to the first empty one; folded lines are joined. CRLF, or the bare LF that some write. With
 * `mayEnd` the block may also end where the body does.
 */
export function readHeaderBlock(body: Buffer, from: number, mayEnd = false): Result<HeaderBlock, string> {
  const lines: string[] = [];
  let at = from;
  while (at < body.length) {
    const feed = body.indexOf(LF, at);
    const end = feed < 0 ? body.length : feed;
    if (end - from > BLOCK_BYTES_MAX) return fail('the headers of a body are too long');
    const line = body.toString('utf8', at, body[end - 1] === CR && end > at ? end - 1 : end);
    at = feed < 0 ? body.length : feed + 1;
    if (line === '') return succeed({ lines, next: at });
    const folds = line.startsWith(' ') || line.startsWith('\t');
    if (folds && lines.length > 0) lines.push(`${lines.pop()} ${line.trim()}`);
    else lines.push(line);
    if (lines.length > HEADERS_MAX) return fail('a body has too many headers');
  }
  return mayEnd ? succeed({ lines, next: at }) : fail('the headers of a body do not end');
}

/** MIME headers (RFC 2045): `Name: value` each. */
export function readMimeHeaders(lines: readonly string[]): Result<readonly Header[], string> {
  const headers: Header[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) return fail('a header of a body has no name');
    headers.push({ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() });
  }
  return succeed(headers);
}

/** First value of a MIME header; names compare without case. */
export function mimeHeader(headers: readonly Header[], name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find((candidate) => candidate.name.toLowerCase() === wanted)?.value;
}

/** A Content-Type or Content-Disposition, taken apart. */
export interface MediaValue {
  /** `text/plain`, in lower case. */
  readonly type: string;
  readonly parameters: readonly Parameter[];
}

/** Parameters that cannot be read count as none. */
export function readMediaValue(value: string): MediaValue {
  const semicolon = value.indexOf(';');
  const end = semicolon < 0 ? value.length : semicolon;
  const parameters = parseParameters(value, end);
  return { type: value.slice(0, end).trim().toLowerCase(), parameters: parameters.ok ? parameters.value : [] };
}

/** One parameter of a Content-Type. */
export function mediaParameter(value: string, name: string): string | undefined {
  return parameterValue(readMediaValue(value).parameters, name);
}
