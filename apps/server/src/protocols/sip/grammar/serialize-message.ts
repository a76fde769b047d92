import { assert } from '../../../base/assert.ts';
import { knownNames } from '../message/header-names.ts';
import type { SipMessage } from '../message/message.ts';
import { canScan, countLines, createScanBuffer } from './line-scan.ts';

/** RFC 3261 7: the bytes of a message, with the Content-Length that is true. A line break within a header is our own mistake. */
export function serializeMessage(message: SipMessage): Buffer {
  const { headers, body } = message;
  let head =
    message.kind === 'request'
      ? `${message.method} ${message.requestUri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.reason}`;
  // The start line, the Content-Length and the empty line.
  let lines = 3;
  for (const { name, value } of headers) {
    if (name === 'Content-Length') continue;
    head += (lineStarts.get(name) ?? `\r\n${name}: `) + value;
    lines += 1;
  }
  head += `\r\nContent-Length: ${body.length}\r\n\r\n`;
  return canScan && head.length <= USUAL_LENGTH_MAX ? writeUsual(head, lines, body) : writeLong(head, lines, body);
}

/** What leads from one line to the value of the next; put together once. */
const lineStarts: ReadonlyMap<string, string> = new Map(knownNames.map((name) => [name, `\r\n${name}: `]));

/** UTF-8 takes at most three bytes for what is one unit of a string. */
const USUAL_LENGTH_MAX = 4_096;
const written = createScanBuffer(USUAL_LENGTH_MAX * 3);

function writeUsual(head: string, lines: number, body: Buffer): Buffer {
  const length = written.bytes.write(head, 'utf8');
  assert(countLines(written, length) === lines, EACH_ONE_LINE);
  const bytes = Buffer.allocUnsafe(length + body.length);
  written.bytes.copy(bytes, 0, 0, length);
  if (body.length > 0) body.copy(bytes, length);
  return bytes;
}

function writeLong(head: string, lines: number, body: Buffer): Buffer {
  assert(hasLines(head, lines), EACH_ONE_LINE);
  return Buffer.concat([Buffer.from(head, 'utf8'), body]);
}

const EACH_ONE_LINE = 'each header must be one line';

/** Whether there are just so many lines, each ended by CRLF, and no CR or LF anywhere else. */
function hasLines(text: string, count: number): boolean {
  let at = 0;
  for (let line = 0; line < count; line++) {
    const end = text.indexOf('\r', at);
    if (end < 0 || text.indexOf('\n', at) !== end + 1) return false;
    at = end + 2;
  }
  return at === text.length;
}
