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
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > room) break;
    end += character.length;
    if (character === ' ' || character === '\n') afterSpace = end;
  }
  return afterSpace > end / 2 ? afterSpace : end;
}
