/**
 * Looking through bytes four at a time. Nearly all four are visible ASCII, which one sum tells; only the others are looked at
 * one by one. What is to be scanned stands in a buffer of its own, which is aligned and a little longer than the text.
 */
export interface ScanBuffer {
  readonly bytes: Buffer;
  readonly words: Int32Array;
}

/** Room for `size` bytes and what is read behind them. */
export function createScanBuffer(size: number): ScanBuffer {
  const words = new Int32Array(Math.ceil(size / 4) + 2);
  return { bytes: Buffer.from(words.buffer), words };
}

/** The scans take the first of four bytes for the lowest of a word. */
export const canScan = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** The highest bit of each byte below SP is set; of an SP behind one and of bytes above ASCII it may be. */
function markBelowSpace(word: number): number {
  return (word - 0x20202020) & 0x80808080;
}

/** The highest bit of each byte that is DEL or above ASCII is set; of a `~` behind one it may be. */
function markAboveTilde(word: number): number {
  return (word | (word + 0x01010101)) & 0x80808080;
}

/** Which of its four bytes the lowest mark is of. */
function firstMarked(marks: number): number {
  return (31 - Math.clz32(marks & -marks)) >> 3;
}

const CR = 0x0d;
const LF = 0x0a;
const HTAB = 0x09;
const SPACE = 0x20;
const DELETE = 0x7f;

/**
 * Where the lines of the head end that the first `length` bytes begin with, each at its CRLF, written into `lineEnds`; the
 * empty line is the last. Returns how many; -1 when the head does not end there, has a folded line or too many, or a character
 * that is neither visible ASCII nor SP nor HTAB.
 */
export function findLineEnds({ bytes, words }: ScanBuffer, length: number, lineEnds: Uint16Array): number {
  // Ends the search: no line holds a NUL.
  bytes[length] = 0;
  let count = 0;
  for (let word = 0; ; word++) {
    const four = words[word] as number;
    let marks = markBelowSpace(four) | markAboveTilde(four);
    while (marks !== 0) {
      const at = word * 4 + firstMarked(marks);
      marks &= marks - 1;
      const code = bytes[at] as number;
      if ((code >= SPACE && code < DELETE) || code === HTAB) continue;
      if (code === LF && at > 0 && bytes[at - 1] === CR) continue;
      if (code !== CR || bytes[at + 1] !== LF || at + 1 >= length || count === lineEnds.length) return -1;
      const next = bytes[at + 2];
      if (next === SPACE || next === HTAB) return -1;
      lineEnds[count] = at;
      count += 1;
      if (next === CR) {
        if (bytes[at + 3] !== LF || at + 3 >= length || count === lineEnds.length) return -1;
        lineEnds[count] = at + 2;
        return count + 1;
      }
    }
  }
}
