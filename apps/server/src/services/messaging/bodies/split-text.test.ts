import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from './split-text.ts';

const PREFIX = '[Maya/1001] ';

describe('cutting a long text', () => {
  it.each<[string, string, number, readonly string[]]>([
    ['a text that fits is one piece', 'one two', 60, ['one two']],
    ['an empty text is one piece', '', 60, ['']],
    ['at the last space that fits', 'alpha beta gamma delta', 28, ['alpha beta ', 'gamma delta']],
    ['at a line end', 'alpha beta\ngamma delta', 28, ['alpha beta\n', 'gamma delta']],
    [
      'between characters where there is no space',
      'abcdefghijklmnopqrstuvwxyz',
      28,
      ['abcdefghijklmnop', 'qrstuvwxyz'],
    ],
    ['not at a space in the first half', 'ab cdefghijklmnopqrstuvwxyz', 28, ['ab cdefghijklmno', 'pqrstuvwxyz']],
    ['by bytes, not by characters', 'ééééééééééé', 28, ['éééééééé', 'ééé']],
    ['never within a surrogate pair', 'a😀😀😀😀😀', 28, ['a😀😀😀', '😀😀']],
    ['not between a letter and its accent', `abcdefghijklmne\u0301o`, 28, ['abcdefghijklmn', 'e\u0301o']],
    ['not within a sign of several', 'abcdefgh👨‍👩', 28, ['abcdefgh', '👨‍👩']],
    [
      'within a sign that takes more than half of a piece',
      `a${'\u0301'.repeat(20)}`,
      28,
      [`a${'\u0301'.repeat(7)}`, '\u0301'.repeat(8), '\u0301'.repeat(5)],
    ],
    ['white space is kept', `${' '.repeat(20)}a`, 28, [' '.repeat(16), '    a']],
  ])('[ME9] %s', (_what, text, bytesMax, pieces) => {
    expect(splitText(PREFIX, text, bytesMax)).toEqual(pieces.map((piece) => PREFIX + piece));
  });

  it('[ME9] pieces join back to the text, fit, and hold whole characters', () => {
    const character = fc.oneof(
      fc.constantFrom(' ', '\n', 'a', 'é', '語', '😀', '\u{1F468}\u200D\u{1F469}'),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }),
    );
    const texts = fc.array(character, { maxLength: 300 }).map((characters) => characters.join(''));
    fc.assert(
      fc.property(texts, fc.integer({ min: 16 + PREFIX.length, max: 200 }), (text, bytesMax) => {
        const pieces = splitText(PREFIX, text, bytesMax);
        expect(pieces.map((piece) => piece.slice(PREFIX.length)).join('')).toBe(text);
        for (const piece of pieces) {
          expect(piece.startsWith(PREFIX)).toBe(true);
          expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(bytesMax);
          expect(piece.isWellFormed()).toBe(true);
        }
        if (pieces.length > 1) expect(pieces.every((piece) => piece.length > PREFIX.length)).toBe(true);
      }),
    );
  });

  it('[ME9] a flow without room still gets pieces of 16 bytes', () => {
    expect(splitText(PREFIX, 'x'.repeat(33), 5)).toHaveLength(3);
  });
});
