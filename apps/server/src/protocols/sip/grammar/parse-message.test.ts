import { describe, expect, it } from 'vitest';
import { header, headers, type SipMessage } from '../message/message.ts';
import { parseMessage } from './parse-message.ts';
import { serializeMessage } from './serialize-message.ts';

const head = 'MESSAGE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bKy\r\n';

function parse(text: string, isStream = false) {
  return parseMessage(Buffer.from(text), { isStream });
}

function parsed(text: string, isStream = false): SipMessage {
  const result = parse(text, isStream);
  if (!result.ok) throw new Error(result.failure.what);
  return result.value;
}

function failure(text: string, isStream = false) {
  const result = parse(text, isStream);
  return result.ok ? undefined : { status: result.failure.status, isAnswerable: result.failure.partial !== undefined };
}

describe('messages', () => {
  it('[SM2] a datagram without a length ends with its body, surplus bytes are ignored', () => {
    expect(parsed(`${head}\r\nall of it`).body.toString()).toBe('all of it');
    expect(parsed(`${head}Content-Length: 3\r\n\r\nall of it`).body.toString()).toBe('all');
    expect(failure(`${head}Content-Length: 10\r\n\r\nall of it`)).toEqual({ status: 400, isAnswerable: true });
  });

  it('[SM3] a piece of a stream needs its length', () => {
    expect(failure(`${head}\r\n`, true)).toEqual({ status: 400, isAnswerable: true });
    expect(failure(`${head}l: 0\r\nContent-Length: 1\r\n\r\nx`, true)).toEqual({ status: 400, isAnswerable: true });
    expect(parsed(`${head}l: 1\r\nContent-Length: 1\r\n\r\nx`, true).body.toString()).toBe('x');
  });

  it('[SM4] a header is found by its canonical name, whatever the wire said', () => {
    const message = parsed(`${head}i :  abc  \r\nSUBJECT\t:a\r\n  b\r\n\tc\r\nX-Own: 1\r\nx-own: 2\r\n\r\n`);
    expect(header(message, 'Call-ID')).toBe('abc');
    expect(header(message, 'subject')).toBe('a b c');
    expect(headers(message, 'X-OWN')).toEqual(['1', '2']);
    expect(header(message, 'constructor')).toBeUndefined();
  });

  it('[SM1] of a malformed request everything readable is kept to answer from', () => {
    const result = parse(`${head}no colon\r\nCall-ID: kept\r\nTo\x0b: lost\r\n\r\n`);
    expect(result.ok).toBe(false);
    if (result.ok || result.failure.partial === undefined) return;
    expect(header(result.failure.partial, 'Call-ID')).toBe('kept');
    expect(header(result.failure.partial, 'To')).toBeUndefined();
  });

  it('[SM1] control characters pass in a quoted pair only', () => {
    expect(parse(`${head}To: "a\\\0\\\x7f" <sip:a@b>\r\n\r\n`).ok).toBe(true);
    for (const value of ['a\0', '\\\0', '"a\0"', '"a\\\0', '"" \0', '"a\\\r"', 'a\x7f']) {
      expect(failure(`${head}To: ${value}\r\n\r\n`)).toEqual({ status: 400, isAnswerable: true });
    }
  });

  it('[SM18] 256 headers, 8 kB lines, 64 kB heads and bodies', () => {
    const many = (count: number) => `${head}${'X: y\r\n'.repeat(count)}\r\n`;
    expect(parse(many(255)).ok).toBe(true);
    expect(failure(many(256))?.status).toBe(400);
    expect(parse(`${head}X: ${'y'.repeat(8_189)}\r\n\r\n`).ok).toBe(true);
    expect(failure(`${head}X: ${'y'.repeat(8_190)}\r\n\r\n`)?.status).toBe(400);
    expect(failure(`${head}X: y${'\r\n z'.repeat(8_000)}\r\n\r\n`)?.status).toBe(400);
    expect(failure(`${head}${`X: ${'y'.repeat(8_000)}\r\n`.repeat(9)}\r\n`)?.status).toBe(513);
    expect(parse(`${head}\r\n${'z'.repeat(65_536)}`).ok).toBe(true);
    expect(failure(`${head}\r\n${'z'.repeat(65_537)}`)?.status).toBe(513);
  });

  it('[SM18] hostile folding and quoting cost no more than their length', () => {
    // With a cost that grows by the square this would take minutes.
    for (let count = 0; count < 100; count++) {
      parse(`${head}X: y${'\r\n z'.repeat(15_000)}\r\n\r\n`);
      parse(`${head}${`X: ${'""'.repeat(4_000)}\0\r\n`.repeat(8)}\r\n`);
    }
  });

  it('[SM22] serialising writes the length that is true', () => {
    const message = parsed(`${head}Content-Length: 2\r\n\r\nab`);
    const text = serializeMessage({ ...message, body: Buffer.from('h\u00e9') }).toString();
    expect(text).toBe(`${head}Content-Length: 3\r\n\r\nh\u00e9`);
  });

  it('[SM22] a line break within a header of ours is a mistake that never leaves', () => {
    const message = parsed(`${head}\r\n`);
    for (const name of ['X', 'X\r\nY']) {
      const broken = { ...message, headers: [{ name, value: name === 'X' ? 'a\r\nTo: evil' : 'a' }] };
      expect(() => serializeMessage(broken)).toThrow('one line');
    }
  });
});
