import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMultipart, serializeMultipart } from './multipart.ts';

const TEXT = { headers: [{ name: 'Content-Type', value: 'text/plain' }], content: Buffer.from('hello') };
const HTML = { headers: [{ name: 'Content-Type', value: 'text/html' }], content: Buffer.from('<b>hello</b>') };

describe('multipart bodies', () => {
  it('[MQ5] parts are found; what stands before and after them is ignored', () => {
    const body = Buffer.from(
      'preamble\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b  \r\n\r\nno headers\r\n--b--\r\nepilogue',
    );
    expect(parseMultipart(body, 'b')).toEqual({
      ok: true,
      value: [TEXT, { headers: [], content: Buffer.from('no headers') }],
    });
  });

  it('[MQ5] a longer boundary within a part is content', () => {
    const content = Buffer.from('--bb\r\n x --b y\r\n');
    const body = serializeMultipart([{ headers: [], content }], 'b');
    expect(parseMultipart(body, 'b')).toEqual({ ok: true, value: [{ headers: [], content }] });
  });

  it.each<[string, string, string | undefined]>([
    ['no boundary', '--b\r\n\r\nx\r\n--b--', undefined],
    ['an empty boundary', '--\r\n\r\nx\r\n----', ''],
    ['a giant boundary', `--${'b'.repeat(71)}\r\n\r\nx\r\n--${'b'.repeat(71)}--`, 'b'.repeat(71)],
    ['a boundary that is not there', 'hello', 'b'],
    ['no end', '--b\r\n\r\nx', 'b'],
    ['no part', '--b--\r\n', 'b'],
    ['a header without a name', '--b\r\n: x\r\n\r\nx\r\n--b--', 'b'],
    ['too many parts', `${'--b\r\n\r\nx\r\n'.repeat(17)}--b--`, 'b'],
  ])('[MQ5] [V8] %s is refused', (_what, body, boundary) => {
    expect(parseMultipart(Buffer.from(body), boundary).ok).toBe(false);
  });

  it('[MQ5] what is written is read back', () => {
    const part = fc.record({
      headers: fc.constantFrom(TEXT.headers, HTML.headers, []),
      content: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 16 }), (parts) => {
        expect(parseMultipart(serializeMultipart(parts, 'a-boundary'), 'a-boundary')).toEqual({
          ok: true,
          value: parts,
        });
      }),
    );
  });

  it('[MQ4] no bytes make it throw', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('--b', '--', '\r\n', '\n', ' ', 'A: b', 'x'), { maxLength: 60 }),
        (pieces) => {
          void parseMultipart(Buffer.from(pieces.join('')), 'b');
        },
      ),
    );
  });
});
