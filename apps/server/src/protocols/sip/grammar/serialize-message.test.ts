import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Header, SipRequest } from '../message/message.ts';
import { ReceivedHeader } from '../message/received-header.ts';
import { parseMessage } from './parse-message.ts';
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

  const datagramHeaders = fc.array(
    fc.constantFrom(
      ...[
        'Via: SIP/2.0/UDP a;branch=z9hG4bK1',
        'v: SIP/2.0/UDP b',
        'To: <sip:1111@localhost>',
        'TO: a',
        'to: a',
        'f: b',
      ],
      ...[
        'Call-ID:a',
        'Call-ID:  b',
        'CSeq:\t1 MESSAGE',
        'CSeq: 1\tMESSAGE',
        'Subject: x ',
        'Subject:',
        'Subject: ',
        'X-own: é',
      ],
      ...['X-own: 1', 'x-own: 2', 'Content-Length: 3', 'Content-length: 3', 'l: 3', `User-Agent: ${'a'.repeat(300)}`],
    ),
    { maxLength: 12 },
  );
  const changes = fc.array(
    fc.record({ at: fc.nat(12), header: fc.option(fc.record({ name: headerNames, value: values })) }),
    {
      maxLength: 3,
    },
  );

  function parse(lines: readonly string[], before: string): SipRequest | undefined {
    const datagram = `${before}MESSAGE sip:1111@localhost SIP/2.0\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\nhé!`;
    const parsed = parseMessage(Buffer.from(datagram, 'latin1'), { isStream: false });
    return parsed.ok && parsed.value.kind === 'request' ? parsed.value : undefined;
  }

  test('[SM24] headers that came are written as if they had not, wherever they stand and however they were spelled', () => {
    let asReceived = 0;
    fc.assert(
      fc.property(
        datagramHeaders,
        datagramHeaders,
        changes,
        fc.constantFrom('', '\r\n'),
        (one, other, edits, before) => {
          const first = parse(one, before);
          const second = parse(other, '');
          if (first === undefined || second === undefined) return;
          const list: Header[] = [...first.headers, ...second.headers.slice(0, 3)];
          for (const { at, header } of edits) list.splice(at, 1, ...(header === null ? [] : [header]));
          const message = { ...first, headers: list };
          if (list.some(({ name, value }) => name !== 'Content-Length' && /[\r\n]/.test(value))) {
            expect(() => serializeMessage(message)).toThrow('one line');
            return;
          }
          if (list.some((header) => header instanceof ReceivedHeader)) asReceived += 1;
          expect(serializeMessage(message).toString('latin1')).toBe(written(message).toString('latin1'));
        },
      ),
      { seed: 7, numRuns: 2_000 },
    );
    expect(asReceived).toBeGreaterThan(300);
  });

  test('[SM24] only what is spelled as it is written again keeps its bytes', () => {
    const lines = ['To: a', 'To:a', 'To:  a', 'To:\ta', 'To: a ', 'TO: a', 't: a', 'X-own: a', 'x-OWN: a', 'Subject: '];
    const kept = lines.filter((line) => parse([line, 'Content-Length: 3'], '')?.headers[0] instanceof ReceivedHeader);
    expect(kept).toEqual(['To: a', 'X-own: a', 'x-OWN: a', 'Subject: ']);
  });
});
