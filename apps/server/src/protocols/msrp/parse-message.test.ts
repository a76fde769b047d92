import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../test/support/fakes/seeded-random.ts';
import { createRequest, createResponse } from './message.ts';
import { formatMsrpUri, isSameMsrpUri, parseMsrpUri } from './msrp-uri.ts';
import { parseByteRange, parseMessage } from './parse-message.ts';
import { createTransactionId, serializeMessage } from './serialize-message.ts';
import { StreamFramer } from './stream-framer.ts';

const TO = 'msrp://a.example:2855/one;tcp';
const FROM = 'msrp://b.example:2855/two;tcp';

function frame(lines: readonly string[], flag = '$'): Buffer {
  return Buffer.from(`MSRP abcd1 SEND\r\n${lines.map((line) => `${line}\r\n`).join('')}-------abcd1${flag}\r\n`);
}

describe('MSRP messages', () => {
  it('[MS1] what is written is read again as it was, any bytes in the body', () => {
    const random = new SeededRandom(7);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('$', '+', '#'), (bytes, continuation) => {
        const body = Buffer.from(bytes);
        const request = createRequest({
          transactionId: createTransactionId(random, body),
          method: 'SEND',
          toPath: [TO],
          fromPath: [FROM, TO],
          messageId: 'mess-1.x',
          byteRange: { start: 1, end: body.length, total: null },
          wantsSuccessReport: true,
          failureReport: 'partial',
          contentType: 'text/plain;charset=utf-8',
          headers: [{ name: 'Content-Disposition', value: 'render' }],
          body,
          continuation,
        });
        expect(parseMessage(serializeMessage(request))).toEqual({ ok: true, value: request });
      }),
      { numRuns: 300, seed: 4975 },
    );
    const response = createResponse({ transactionId: 'abcd1', toPath: [TO], fromPath: [FROM, TO] }, 481);
    expect(parseMessage(serializeMessage(response))).toEqual({ ok: true, value: response });
    expect(response).toMatchObject({ toPath: [FROM], fromPath: [TO], comment: 'Session Does Not Exist' });
  });

  it('[MS7] an end-line of ours cannot stand in its body: its id is chosen anew', () => {
    const first = createTransactionId(new SeededRandom(3), Buffer.alloc(0));
    const second = createTransactionId(new SeededRandom(3), Buffer.from(`x\r\n-------${first}$\r\n`));
    expect(second).not.toBe(first);
  });

  it.each([
    ['Byte-Range: 5-3/9'],
    ['Byte-Range: 0-3/9'],
    ['Byte-Range: 1-3'],
    ['Byte-Range: 1-30/9'],
    ['Byte-Range: 1-9999999999999999/*'],
    ['Message-ID: a b'],
    ['Status: 000'],
    ['Failure-Report: maybe'],
    [`To-Path: ${TO}`],
  ])('[MS3] %s is malformed, and can be answered', (line) => {
    const parsed = parseMessage(frame([`To-Path: ${TO}`, `From-Path: ${FROM}`, line]));
    expect(parsed).toMatchObject({ ok: false, failure: { answerable: { transactionId: 'abcd1', fromPath: [FROM] } } });
  });

  it.each([
    [[`From-Path: ${FROM}`]],
    [[`To-Path: ${TO}`]],
    [[`To-Path: sip:x`, `From-Path: ${FROM}`]],
    [[`To-Path: ${TO}`, `From-Path: ${FROM}`, 'no colon']],
    [[`To-Path: ${Array.from({ length: 9 }, () => TO).join(' ')}`, `From-Path: ${FROM}`]],
    [[`To-Path: ${TO}`, `From-Path: ${FROM}`, ...Array.from({ length: 70 }, () => 'X: y')]],
    [[]],
  ])('[MS3] %j cannot be answered', (lines) => {
    const parsed = parseMessage(frame(lines));
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) expect(parsed.failure.answerable).toBeUndefined();
  });

  it('[MS3] no bytes make the parser or the framer throw', () => {
    const seeds = [
      serializeMessage(createResponse({ transactionId: 'abcd1', toPath: [TO], fromPath: [FROM] }, 200)),
      frame([
        `To-Path: ${TO}`,
        `From-Path: ${FROM}`,
        'Message-ID: mess1',
        'Byte-Range: 1-2/2',
        'Content-Type: a/b',
        '',
        'hi',
      ]),
    ];
    const random = new SeededRandom(4975);
    const dice = (below: number) => Number.parseInt(random.hex(4), 16) % below;
    for (let round = 0; round < 20_000; round++) {
      const bytes = Buffer.from(seeds[round % seeds.length] ?? Buffer.alloc(0));
      for (let change = dice(4); change >= 0; change--) bytes[dice(bytes.length)] = dice(256);
      const cut = bytes.subarray(0, dice(3) === 0 ? dice(bytes.length) : bytes.length);
      const parsed = parseMessage(cut);
      expect(typeof parsed.ok).toBe('boolean');
      for (const item of new StreamFramer().push(cut)) if (item.kind === 'chunk') parseMessage(item.bytes);
    }
  });

  it('[MS4] reads ranges', () => {
    expect(parseByteRange('1-5/10')).toEqual({ start: 1, end: 5, total: 10 });
    expect(parseByteRange('3-*/*')).toEqual({ start: 3, end: null, total: null });
    expect(parseByteRange('1-0/0')).toEqual({ start: 1, end: 0, total: 0 });
  });
});

describe('MSRP URIs', () => {
  it('[MS10] are read, written and compared: the session id by its letters, all else without regard to case', () => {
    const uri = parseMsrpUri('MSRPS://user@[2001:DB8::1]:2856/aB3;TCP;x=y');
    if (!uri.ok) throw new Error(uri.failure);
    expect(uri.value).toEqual({
      isSecure: true,
      host: '[2001:db8::1]',
      port: 2856,
      sessionId: 'aB3',
      transport: 'tcp',
    });
    expect(formatMsrpUri(uri.value)).toBe('msrps://[2001:db8::1]:2856/aB3;tcp');
    expect(isSameMsrpUri(uri.value, { ...uri.value })).toBe(true);
    expect(isSameMsrpUri(uri.value, { ...uri.value, sessionId: 'ab3' })).toBe(false);
  });

  it.each(['', 'msrp://', 'msrp://a', 'msrp://a/b', 'http://a/b;tcp', 'msrp://a:0/b;tcp', 'msrp://a:99999/b;tcp'])(
    '[MS3] %j is none',
    (text) => {
      expect(parseMsrpUri(text).ok).toBe(false);
    },
  );
});
