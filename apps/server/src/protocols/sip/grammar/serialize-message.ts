import { assert } from '../../../base/assert.ts';
import type { Header, SipMessage } from '../message/message.ts';
import { ReceivedHeader } from '../message/received-header.ts';

/** RFC 3261 7: the bytes of a message, with the Content-Length that is true. A line break within a header is our own mistake. */
export function serializeMessage(message: SipMessage): Buffer {
  return writeUsual(message) ?? writeAny(message);
}

/** In the place of where to go on: what was to be written has characters that are not usual. */
const UNUSUAL = -1;

const versionAndLineEnd = Buffer.from(' SIP/2.0\r\n');
const statusLineStart = Buffer.from('SIP/2.0 ');
const nameEnd = Buffer.from(': ');
const lineEnd = Buffer.from('\r\n');
const contentLengthStart = Buffer.from('Content-Length: ');
const headEnd = Buffer.from('\r\n\r\n');

/** A message with a head of visible ASCII only, but for what came so; undefined for any other. */
function writeUsual(message: SipMessage): Buffer | undefined {
  const { headers, body } = message;
  const bodyLength = String(body.length);
  let length = startLineLength(message) + contentLengthStart.length + bodyLength.length + headEnd.length + body.length;
  for (const header of headers) if (header.name !== 'Content-Length') length += lineLength(header);
  const bytes = Buffer.allocUnsafe(length);
  let at = writeStartLine(message, bytes);
  // Lines that came and follow each other where they came from leave at once.
  let run: Buffer | undefined;
  let runStart = 0;
  let runEnd = 0;
  for (const header of headers) {
    if (header.name === 'Content-Length') continue;
    const isReceived = header instanceof ReceivedHeader;
    const source = isReceived ? header.bytes : undefined;
    const start = isReceived ? header.start : 0;
    if (run !== undefined && (source !== run || start !== runEnd)) {
      at = writeBytes(run, runStart, runEnd, bytes, at);
      run = undefined;
    }
    if (source === undefined) {
      at = writeText(header.name, bytes, at);
      at = writeBytes(nameEnd, 0, nameEnd.length, bytes, at);
      at = writeText(header.value, bytes, at);
      at = writeBytes(lineEnd, 0, lineEnd.length, bytes, at);
      continue;
    }
    if (run === undefined) runStart = start;
    run = source;
    runEnd = start + lineLength(header);
  }
  if (run !== undefined) at = writeBytes(run, runStart, runEnd, bytes, at);
  at = writeBytes(contentLengthStart, 0, contentLengthStart.length, bytes, at);
  at = writeText(bodyLength, bytes, at);
  at = writeBytes(headEnd, 0, headEnd.length, bytes, at);
  at = writeBytes(body, 0, body.length, bytes, at);
  return at === length ? bytes : undefined;
}

function startLineLength(message: SipMessage): number {
  return message.kind === 'request'
    ? message.method.length + 1 + message.requestUri.length + versionAndLineEnd.length
    : statusLineStart.length + STATUS_DIGITS + 1 + message.reason.length + lineEnd.length;
}

const STATUS_DIGITS = 3;

/** The length of a header's line, with the CRLF. */
function lineLength({ name, value }: Header): number {
  return name.length + nameEnd.length + value.length + lineEnd.length;
}

function writeStartLine(message: SipMessage, bytes: Buffer): number {
  if (message.kind === 'request') {
    const at = writeText(' ', bytes, writeText(message.method, bytes, 0));
    return writeBytes(versionAndLineEnd, 0, versionAndLineEnd.length, bytes, writeText(message.requestUri, bytes, at));
  }
  const at = writeBytes(statusLineStart, 0, statusLineStart.length, bytes, 0);
  const reasonStart = writeText(' ', bytes, writeText(String(message.status), bytes, at));
  return writeBytes(lineEnd, 0, lineEnd.length, bytes, writeText(message.reason, bytes, reasonStart));
}

/** Writes into `bytes` from `at` on and tells where to go on. */
function writeText(text: string, bytes: Buffer, at: number): number {
  if (at === UNUSUAL) return UNUSUAL;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code > 0x7e) return UNUSUAL;
    bytes[at + index] = code;
  }
  return at + text.length;
}

/** A call costs as much as copying so many bytes one by one. */
const FEW_BYTES = 64;

function writeBytes(source: Buffer, start: number, end: number, bytes: Buffer, at: number): number {
  if (at === UNUSUAL) return UNUSUAL;
  const length = end - start;
  if (length > FEW_BYTES) source.copy(bytes, at, start, end);
  else for (let index = 0; index < length; index++) bytes[at + index] = source[start + index] as number;
  return at + length;
}

/** The same for any message. */
function writeAny(message: SipMessage): Buffer {
  const { headers, body } = message;
  const lines = [
    message.kind === 'request'
      ? `${message.method} ${message.requestUri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`,
  ];
  for (const { name, value } of headers) if (name !== 'Content-Length') lines.push(`${name}: ${value}`);
  lines.push(`Content-Length: ${body.length}`);
  for (const line of lines) assert(!line.includes('\r') && !line.includes('\n'), 'each header must be one line');
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'utf8'), body]);
}
