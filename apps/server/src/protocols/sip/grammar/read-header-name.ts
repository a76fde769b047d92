import { canonicalNames } from '../message/header-names.ts';
import { isTokenCode } from './tokens.ts';

const PLACES = 4_096;

function addToHash(hash: number, code: number): number {
  // The bit that sets capitals of ASCII apart is left out.
  return (hash * 31 + (code | 0x20)) | 0;
}

interface KnownName {
  /** In lower case. */
  readonly wire: Uint8Array;
  readonly name: string;
}

/** Each known name, short forms too, at the place of its hash. */
const knownNames: KnownName[][] = Array.from({ length: PLACES }, () => []);
for (const [wireName, name] of canonicalNames) {
  const wire = Buffer.from(wireName.toLowerCase());
  const place = knownNames[wire.reduce(addToHash, 0) & (PLACES - 1)] ?? [];
  if (!place.some((known) => wire.equals(known.wire))) place.push({ wire, name });
}

/** A header name within bytes. */
export interface NameOnWire {
  /** Its canonical form; undefined for a name that is not known. */
  known: string | undefined;
  /** Where it ends. */
  end: number;
}

/** Reads the token that begins at `start` into `into`. For a known name it finds the same as `canonicalName`. */
export function readNameAt(bytes: Uint8Array, start: number, into: NameOnWire): void {
  let at = start;
  let hash = 0;
  for (let code = bytes[at] as number; isTokenCode(code); code = bytes[at] as number) {
    hash = addToHash(hash, code);
    at++;
  }
  into.end = at;
  into.known = undefined;
  for (const candidate of knownNames[hash & (PLACES - 1)] as KnownName[]) {
    if (isSameName(bytes, start, at, candidate.wire)) {
      into.known = candidate.name;
      return;
    }
  }
}

function isSameName(bytes: Uint8Array, start: number, end: number, wire: Uint8Array): boolean {
  if (wire.length !== end - start) return false;
  for (let at = 0; at < wire.length; at++) if (((bytes[start + at] as number) | 0x20) !== wire[at]) return false;
  return true;
}
