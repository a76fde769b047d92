/** multipart/* (RFC 2046 5.1). */
import { fail, type Result, succeed } from '../../../base/result.ts';
import type { Header } from '../message/message.ts';
import { parameterValue } from '../message/parameters.ts';
import { mimeHeader, readHeaderBlock, readMediaValue, readMimeHeaders } from './mime-headers.ts';

/** The multiparts that are read, wherever a body may be one. */
export const MULTIPART_TYPES: readonly string[] = ['multipart/alternative', 'multipart/mixed', 'multipart/related'];

/** One part. */
export interface BodyPart {
  readonly headers: readonly Header[];
  readonly content: Buffer;
}

/** Most parts of one body. */
export const PARTS_MAX = 16;
/** RFC 2046 5.1.1. */
const BOUNDARY_LENGTH_MAX = 70;

const LF = 0x0a;
const CR = 0x0d;

interface Delimiter {
  /** Where the content before it ends. */
  readonly contentEnd: number;
  /** Where the line after it begins. */
  readonly next: number;
  readonly isLast: boolean;
}

/** The next line `--boundary` or `--boundary--` at or after `from`. */
function findDelimiter(body: Buffer, dashes: Buffer, from: number): Delimiter | undefined {
  let at = body.indexOf(dashes, from);
  for (; at >= 0; at = body.indexOf(dashes, at + 1)) {
    if (at > 0 && body[at - 1] !== LF) continue;
    let end = at + dashes.length;
    const isLast = body[end] === 0x2d && body[end + 1] === 0x2d;
    if (isLast) end += 2;
    const feed = body.indexOf(LF, end);
    const next = feed < 0 ? body.length : feed + 1;
    // Only white space may follow on the line; otherwise it is a longer boundary, or content.
    if (body.toString('latin1', end, next).trim() !== '') continue;
    // The line end before a delimiter belongs to it.
    const lineEnd = at > 0 ? (body[at - 2] === CR ? at - 2 : at - 1) : 0;
    return { contentEnd: Math.max(lineEnd, from), next, isLast };
  }
  return undefined;
}

/** Takes a body apart. What stands before the first and after the last delimiter is ignored. */
export function parseMultipart(body: Buffer, boundary: string | undefined): Result<readonly BodyPart[], string> {
  if (boundary === undefined || boundary === '' || boundary.length > BOUNDARY_LENGTH_MAX)
    return fail('a multipart body has no boundary');
  const dashes = Buffer.from(`--${boundary}`, 'utf8');
  const parts: BodyPart[] = [];
  let delimiter = findDelimiter(body, dashes, 0);
  while (delimiter !== undefined && !delimiter.isLast) {
    const end = findDelimiter(body, dashes, delimiter.next);
    if (end === undefined) return fail('a multipart body does not end');
    if (parts.length >= PARTS_MAX) return fail('a multipart body has too many parts');
    const part = readPart(body.subarray(delimiter.next, end.contentEnd));
    if (!part.ok) return part;
    parts.push(part.value);
    delimiter = end;
  }
  return parts.length === 0 ? fail('a multipart body has no parts') : succeed(parts);
}

/** A part may have no headers at all: it then begins with the empty line. */
function readPart(bytes: Buffer): Result<BodyPart, string> {
  const block = readHeaderBlock(bytes, 0, true);
  if (!block.ok) return block;
  const headers = readMimeHeaders(block.value.lines);
  return headers.ok ? succeed({ headers: headers.value, content: bytes.subarray(block.value.next) }) : headers;
}

/** RFC 3261 20.11: only what says so itself; hardly anybody means a picture beside a text to fail the text. */
export function isRequiredPart({ headers }: BodyPart): boolean {
  const disposition = mimeHeader(headers, 'Content-Disposition');
  if (disposition === undefined) return false;
  return parameterValue(readMediaValue(disposition).parameters, 'handling')?.toLowerCase() === 'required';
}

/** Writes a body of these parts; the boundary must not stand in any of them. */
export function serializeMultipart(parts: readonly BodyPart[], boundary: string): Buffer {
  const pieces = parts.flatMap(({ headers, content }) => [
    Buffer.from(`--${boundary}\r\n${headers.map(({ name, value }) => `${name}: ${value}\r\n`).join('')}\r\n`, 'utf8'),
    content,
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`, 'utf8')]);
}
