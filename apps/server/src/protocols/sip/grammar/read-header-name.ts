import { canonicalNames } from '../message/header-names.ts';
import { isTokenCode } from './tokens.ts';

interface KnownName {
  /** In lower case, perhaps the short form. */
  readonly wire: Uint8Array;
  /** The long form. */
  readonly spelledOut: Uint8Array;
  readonly name: string;
}

const LENGTH_MAX = 31;

/** Where names of the same length and first letter stand together. */
function placeOf(length: number, firstCode: number): number {
  return ((firstCode & 0x1f) << 5) | length;
}

/** Each known name, short forms too. */
const knownNames: KnownName[][] = Array.from({ length: 32 * (LENGTH_MAX + 1) }, () => []);
for (const [wireName, name] of canonicalNames) {
  const wire = Buffer.from(wireName.toLowerCase());
  const place = knownNames[placeOf(wire.length, wire[0] as number)] ?? [];
  if (!place.some((known) => wire.equals(known.wire))) place.push({ wire, spelledOut: Buffer.from(name), name });
}

/** A header name within bytes. */
export interface NameOnWire {
  /** Its canonical form; undefined for a name that is not known. */
  known: string | undefined;
  /** Whether it came in its canonical form, in which it is written again. An unknown one always does. */
  isSpelledOut: boolean;
  /** Where it ends; where it begins when there is none. */
  end: number;
}

const COLON = 0x3a;
const SPACE = 0x20;

/**
 * Reads the token before the colon, `start` being where it begins, into `into`. For a known name it finds the same as
 * `canonicalName`.
 */
export function readNameAt(bytes: Uint8Array, start: number, into: NameOnWire): void {
  let end = start;
  for (let code = bytes[end] as number; code !== COLON && code > SPACE; code = bytes[end] as number) end++;
  into.end = end;
  into.known = undefined;
  into.isSpelledOut = true;
  const length = end - start;
  if (length > 0 && length <= LENGTH_MAX) {
    for (const candidate of knownNames[placeOf(length, bytes[start] as number)] as KnownName[]) {
      const isSpelledOut = isSame(bytes, start, length, candidate.spelledOut);
      if (isSpelledOut || isSameName(bytes, start, candidate.wire)) {
        into.known = candidate.name;
        into.isSpelledOut = isSpelledOut;
        return;
      }
    }
  }
  for (let at = start; at < end; at++) if (!isTokenCode(bytes[at] as number)) into.end = start;
}

function isSame(bytes: Uint8Array, start: number, length: number, name: Uint8Array): boolean {
  if (name.length !== length) return false;
  for (let at = 0; at < length; at++) if (bytes[start + at] !== name[at]) return false;
  return true;
}

/** The same without regard to capitals; `wire` has none, and the right length. */
function isSameName(bytes: Uint8Array, start: number, wire: Uint8Array): boolean {
  for (let at = 0; at < wire.length; at++) if (((bytes[start + at] as number) | 0x20) !== wire[at]) return false;
  return true;
}
