import { fail, type Result, succeed } from '../../../base/result.ts';
import type { SipMessage, SipRequest } from '../message/message.ts';
import { type Head, parseHead } from './parse-head.ts';
import { defaultParseLimits, type ParseLimits } from './parse-limits.ts';
import { parseOrdinaryHead } from './parse-ordinary-head.ts';
import { parseStartLine } from './parse-start-line.ts';

export interface ParseFailure {
  /** What to answer, if it can be answered. */
  readonly status: 400 | 505 | 513;
  readonly what: string;
  /** Present when this is a request with a Via: its readable headers, to answer from. */
  readonly partial?: SipRequest;
}

const emptyLine = Buffer.from('\r\n\r\n');
const noBody = Buffer.alloc(0);

function refuse(head: Head, status: ParseFailure['status'], what: string): Result<SipMessage, ParseFailure> {
  const { start, headers } = head;
  if (start?.kind !== 'request' || !headers.some(({ name }) => name === 'Via')) return fail({ status, what });
  return fail({ status, what, partial: { ...start, headers, body: noBody } });
}

/** RFC 3261 7.5: CRLFs before a start line mean nothing. */
export function skipEmptyLines(bytes: Buffer): number {
  let at = 0;
  while (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) at += 2;
  return at;
}

/**
 * One message: a whole datagram or WebSocket message, or with `isStream` one piece cut by the stream framer. Never throws,
 * whatever the bytes are. RFC 3261 7, 18.3.
 */
export function parseMessage(
  bytes: Buffer,
  options: { readonly isStream: boolean; readonly limits?: ParseLimits },
): Result<SipMessage, ParseFailure> {
  const limits = options.limits ?? defaultParseLimits;
  const start = skipEmptyLines(bytes);
  return parseOrdinary(bytes, start, limits) ?? parseAny(bytes, start, limits, options.isStream);
}

/** The same without the short way for the usual. */
export function parseAnyMessage(bytes: Buffer, isStream: boolean): Result<SipMessage, ParseFailure> {
  return parseAny(bytes, skipEmptyLines(bytes), defaultParseLimits, isStream);
}

/** A message whose head has nothing odd, and whose body is as long as it says; undefined for any other. */
function parseOrdinary(
  bytes: Buffer,
  start: number,
  limits: ParseLimits,
): Result<SipMessage, ParseFailure> | undefined {
  const head = parseOrdinaryHead(bytes, start, limits);
  if (head?.contentLength === undefined || head.contentLength > limits.bodyBytesMax) return undefined;
  const bodyStart = start + head.text.length;
  if (head.contentLength > bytes.length - bodyStart) return undefined;
  const line = parseStartLine(head.text, head.startLineEnd);
  if (!line.ok) return undefined;
  const { headers } = head;
  const body = head.contentLength === 0 ? noBody : bytes.subarray(bodyStart, bodyStart + head.contentLength);
  const { value } = line;
  return succeed(
    value.kind === 'request'
      ? { kind: 'request', method: value.method, requestUri: value.requestUri, headers, body }
      : { kind: 'response', status: value.status, reason: value.reason, headers, body },
  );
}

function parseAny(
  bytes: Buffer,
  start: number,
  limits: ParseLimits,
  isStream: boolean,
): Result<SipMessage, ParseFailure> {
  const headEnd = bytes.indexOf(emptyLine, start);
  const headLimit = Math.min(headEnd < 0 ? bytes.length : headEnd, start + limits.headBytesMax);
  const head = parseHead(bytes.subarray(start, headLimit), limits);
  if (headEnd - start > limits.headBytesMax || (headEnd < 0 && bytes.length - start > limits.headBytesMax)) {
    return refuse(head, 513, 'the head is too long');
  }
  if (head.failure !== undefined) return refuse(head, head.failure.status, head.failure.what);
  if (headEnd < 0) return refuse(head, 400, 'the head does not end');
  if (head.start === undefined) return refuse(head, 400, 'there is no start line');

  const bodyStart = headEnd + emptyLine.length;
  const { contentLength } = head;
  if (isStream && contentLength.name === 'absent') return refuse(head, 400, 'a stream needs a Content-Length');
  const bodyLength = contentLength.name === 'known' ? contentLength.bytes : bytes.length - bodyStart;
  if (bodyLength > limits.bodyBytesMax) return refuse(head, 513, 'the body is too long');
  if (bodyLength > bytes.length - bodyStart) return refuse(head, 400, 'the body is shorter than its Content-Length');
  const body = bytes.subarray(bodyStart, bodyStart + bodyLength);
  return succeed({ ...head.start, headers: head.headers, body });
}
