import { assert } from '../../../base/assert.ts';
import type { SipMessage } from '../message/message.ts';

function isOneLine(text: string): boolean {
  return !text.includes('\n') && !text.includes('\r');
}

/** RFC 3261 7: the bytes of a message, with the Content-Length that is true. A line break within a header is our own mistake. */
export function serializeMessage(message: SipMessage): Buffer {
  let head =
    message.kind === 'request'
      ? `${message.method} ${message.requestUri} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${message.reason}\r\n`;
  assert(head.indexOf('\n') === head.length - 1, 'a start line must be one line');
  for (const { name, value } of message.headers) {
    if (name === 'Content-Length') continue;
    assert(isOneLine(name) && isOneLine(value), `header ${name} must be one line`);
    head += `${name}: ${value}\r\n`;
  }
  head += `Content-Length: ${message.body.length}\r\n\r\n`;
  if (message.body.length === 0) return Buffer.from(head, 'utf8');
  const headLength = Buffer.byteLength(head, 'utf8');
  const bytes = Buffer.allocUnsafe(headLength + message.body.length);
  bytes.write(head, 0, 'utf8');
  message.body.copy(bytes, headLength);
  return bytes;
}
