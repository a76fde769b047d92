import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHead } from './parse-head.ts';
import { defaultParseLimits } from './parse-limits.ts';
import { parseOrdinaryHead } from './parse-ordinary-head.ts';
import { parseStartLine } from './parse-start-line.ts';

const startLine = 'MESSAGE sip:1111@localhost SIP/2.0';
const pieces = fc.constantFrom(
  ...['Via', 'v', 'cSeQ', 'Content-Length', 'l', 'X-Own', '__proto__', 'Call-ID', 'i', 'To', 'from'],
  ...[':', ': ', ' : ', '\t', ' ', '\r\n', '\r\n ', '\r', '\n', '\u0000', '"', '\\', ';', ',', 'é', '7', '7,7', 'a@b'],
);
const heads = fc.array(pieces, { maxLength: 30 }).map((parts) => `${startLine}\r\n${parts.join('')}`);

const readOrdinary = (text: string) => parseOrdinaryHead(Buffer.from(text, 'latin1'), 0, defaultParseLimits);

/** What the thorough reader makes of the same bytes, up to the empty line. */
function readThoroughly(text: string) {
  const bytes = Buffer.from(text, 'latin1');
  return parseHead(bytes.subarray(0, bytes.indexOf('\r\n\r\n')), defaultParseLimits);
}

describe('parseOrdinaryHead', () => {
  test('reads an ordinary head, and tells where its body begins', () => {
    const text = `${startLine}\r\nv: SIP/2.0/UDP a\r\nCONTENT-LENGTH:  5 \r\nX-Own:\r\n\r\nhello`;
    expect(readOrdinary(text)).toEqual({
      text: text.slice(0, -'hello'.length),
      startLineEnd: startLine.length,
      headers: [
        { name: 'Via', value: 'SIP/2.0/UDP a' },
        { name: 'Content-Length', value: '5' },
        { name: 'X-Own', value: '' },
      ],
      contentLength: 5,
    });
  });

  test('leaves to the thorough reader whatever is not ordinary', () => {
    const odd = [
      'To: a\r\n b',
      'To: \u0001',
      'To : a',
      'To: é',
      'Content-Length: 1\r\nl: 1',
      'Content-Length: x',
      'To',
      ': a',
    ];
    for (const header of odd) {
      expect(readOrdinary(`${startLine}\r\n${header}\r\n\r\n`), header).toBeUndefined();
    }
    expect(readOrdinary(`${startLine}\r\nTo: a\r\n`)).toBeUndefined();
    expect(readOrdinary(`${startLine}\r\nTo: a\r\n\r`)).toBeUndefined();
    const many = 'To: a\r\n'.repeat(defaultParseLimits.headersMax + 1);
    expect(readOrdinary(`${startLine}\r\n${many}\r\n`)).toBeUndefined();
    const long = `To: ${'a'.repeat(defaultParseLimits.lineLengthMax)}\r\n`;
    expect(readOrdinary(`${startLine}\r\n${long}\r\n`)).toBeUndefined();
  });

  test('both readers make the same of a head that is ordinary', () => {
    let ordinary = 0;
    fc.assert(
      fc.property(heads, (head) => {
        const text = `${head}\r\n\r\nbody`;
        const read = readOrdinary(text);
        if (read === undefined) return;
        ordinary += 1;
        const thorough = readThoroughly(text);
        expect(thorough.failure).toBeUndefined();
        expect(read.headers).toEqual(thorough.headers);
        expect(parseStartLine(read.text, read.startLineEnd)).toEqual({ ok: true, value: thorough.start });
        const { contentLength } = thorough;
        expect(read.contentLength).toBe(contentLength.name === 'known' ? contentLength.bytes : undefined);
        expect(text.slice(read.text.length)).toBe(text.slice(text.indexOf('\r\n\r\n') + 4));
      }),
      { numRuns: 3000 },
    );
    expect(ordinary).toBeGreaterThan(50);
  });
});
