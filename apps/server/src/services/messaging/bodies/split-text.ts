/** What a reader takes for one character: an accent belongs to its letter, a family of emoji is one sign. */
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Cuts a text so that each piece, with `prefix` before it, takes at most `bytesMax` bytes of UTF-8: after the last space
 * that fits, else between two characters. Nothing is left out. A text that fits is one piece.
 */
export function splitText(prefix: string, text: string, bytesMax: number): readonly string[] {
  const room = Math.max(bytesMax - Buffer.byteLength(prefix), 16);
  const pieces: string[] = [];
  let rest = text;
  while (Buffer.byteLength(rest) > room) {
    const end = cutPosition(rest, room);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  if (rest.length > 0 || pieces.length === 0) pieces.push(rest);
  return pieces.map((piece) => prefix + piece);
}

/** Index in UTF-16 units at which at most `room` bytes have passed, after a space when there is one in the second half. */
function cutPosition(text: string, room: number): number {
  let bytes = 0;
  let end = 0;
  let afterSpace = 0;
  for (const codePoint of text) {
    bytes += Buffer.byteLength(codePoint);
    if (bytes > room) break;
    end += codePoint.length;
    if (codePoint === ' ' || codePoint === '\n') afterSpace = end;
  }
  if (afterSpace > end / 2) return afterSpace;
  const start = characters.segment(text.slice(0, end + 2)).containing(end)?.index ?? end;
  // One that is longer than half a piece is cut all the same.
  return start > end / 2 ? start : end;
}
