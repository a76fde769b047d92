import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeContent } from './content-coding.ts';

const MAX = 65_536;
const TEXT = Buffer.from('hello '.repeat(100));

describe('content encodings', () => {
  it.each<[string, Buffer, readonly string[]]>([
    ['none', TEXT, []],
    ['identity', TEXT, ['identity']],
    ['deflate, as RFC 1950 has it', deflateSync(TEXT), ['Deflate']],
    ['deflate without its head', deflateRawSync(TEXT), ['deflate']],
    ['gzip', gzipSync(TEXT), ['x-gzip']],
    ['one on top of the other', gzipSync(deflateSync(TEXT)), ['deflate', 'gzip']],
  ])('[MQ9] %s is undone', (_what, body, encodings) => {
    expect(decodeContent(body, encodings, MAX)).toEqual({ ok: true, value: TEXT });
  });

  it.each<[string, Buffer, readonly string[], string]>([
    ['an encoding nobody knows', TEXT, ['br'], 'unknown'],
    ['three on top of each other', TEXT, ['gzip', 'gzip', 'gzip'], 'unknown'],
    ['bytes that are no such thing', TEXT, ['gzip'], 'malformed'],
    ['half a body', deflateSync(TEXT).subarray(0, 10), ['deflate'], 'malformed'],
    ['a body that becomes too large', deflateSync(Buffer.alloc(MAX + 1, 1)), ['deflate'], 'tooLarge'],
    ['a bomb', gzipSync(gzipSync(Buffer.alloc(50_000_000))), ['gzip', 'gzip'], 'tooLarge'],
    ['what grows more than two hundredfold', deflateSync(Buffer.alloc(40_000)), ['deflate'], 'tooLarge'],
  ])('[MQ9] [V18] %s is refused', (_what, body, encodings, failure) => {
    expect(decodeContent(body, encodings, MAX)).toEqual({ ok: false, failure });
  });

  it('[MQ4] no bytes make it throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.constantFrom('deflate', 'gzip'), (bytes, encoding) => {
        const decoded = decodeContent(Buffer.from(bytes), [encoding], MAX);
        expect(decoded.ok ? decoded.value.length <= MAX : decoded.failure).toBeTruthy();
      }),
    );
  });
});
