import { assert } from '../../../base/assert.ts';
import type { SipMessage } from '../message/message.ts';

/** RFC 3261 7: the bytes of a message, with the Content-Length that is true. A line break within a header is our own mistake. */
export function serializeMessage(message: SipMessage): Buffer {
  const { headers, body } = message;
  let head =
    message.kind === 'request'
      ? `${message.method} ${message.requestUri} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${message.reason}\r\n`;
  let lines = 2;
  for (const { name, value } of headers) {
    if (name === 'Content-Length') continue;
    head += `${name}: ${value}\r\n`;
    lines += 1;
  }
  head += `Content-Length: ${body.length}\r\n`;
  assert(hasLines(head, lines), 'each header must be one line');
  head += '\r\n';
  const headLength = Buffer.byteLength(head, 'utf8');
  const bytes = Buffer.allocUnsafe(headLength + body.length);
  // ASCII, as nearly always, needs no conversion.
  bytes.write(head, 0, headLength === head.length ? 'latin1' : 'utf8');
  if (body.length > 0) bytes.set(body, headLength);
  return bytes;
}

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
