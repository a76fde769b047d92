import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SipRequest } from '../message/message.ts';
import { serializeMessage } from './serialize-message.ts';

const values = fc.oneof(fc.constantFrom('a', 'é', '💬', '\r\n', '\r', '\n', '\0', '\t', ' \r\n b'), fc.string());
const headerNames = fc.constantFrom('Via', 'To', 'X-Own', 'Content-Length', 'content-length', 'Subject');
const headerList = fc.array(fc.record({ name: headerNames, value: values }), { maxLength: 12 });

const build = (headers: SipRequest['headers']): SipRequest => ({
  kind: 'request',
  method: 'MESSAGE',
  requestUri: 'sip:1111@localhost',
  headers,
  body: Buffer.from('hé'),
});

/** What RFC 3261 7 says, put down without any haste. */
function written(message: SipRequest): Buffer {
  const headers = message.headers.filter(({ name }) => name !== 'Content-Length');
  const lines = [
    `${message.method} ${message.requestUri} SIP/2.0`,
    ...headers.map(({ name, value }) => `${name}: ${value}`),
    `Content-Length: ${message.body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), message.body]);
}

describe('serializeMessage', () => {
  test('[SM24] short and long messages are written alike, and none with a line break in a header', () => {
    let refused = 0;
    fc.assert(
      fc.property(headerList, fc.boolean(), (list, isLong) => {
        const message = build(isLong ? [...list, { name: 'Subject', value: 'ü'.repeat(5_000) }] : list);
        if (message.headers.some(({ name, value }) => name !== 'Content-Length' && /[\r\n]/.test(value))) {
          refused += 1;
          expect(() => serializeMessage(message)).toThrow('one line');
        } else expect(serializeMessage(message)).toEqual(written(message));
      }),
      { seed: 7, numRuns: 1_000 },
    );
    expect(refused).toBeGreaterThan(50);
  });
});
