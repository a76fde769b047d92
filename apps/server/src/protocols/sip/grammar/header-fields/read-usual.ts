/**
 * The usual shapes of URI and host, read in one pass over a part of a text. Each function gives undefined for what is not
 * usual, malformed or not; then the general reader decides. Both read the usual alike.
 */
import type { SipUri } from '../../message/uri.ts';
import { isLowerHostCode, isPlainUserCode } from '../tokens.ts';

export interface HostPort {
  readonly host: string;
  readonly port?: number;
}

const COLON = 0x3a;
const AT = 0x40;
const ZERO = 0x30;
const HOST_LENGTH_MAX = 255;
const PORT_DIGITS_MAX = 5;
const PORT_MAX = 65_535;

/** Digits up to `to`. */
function readPort(text: string, from: number, to: number): number | undefined {
  if (from === to || to - from > PORT_DIGITS_MAX) return undefined;
  let port = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    port = port * 10 + digit;
  }
  return port <= PORT_MAX ? port : undefined;
}

/** A host name in lower case or an IPv4 address, perhaps with a port. */
export function readUsualHostPort(text: string, from: number, to: number): HostPort | undefined {
  let end = from;
  while (end < to && isLowerHostCode(text.charCodeAt(end))) end++;
  if (end === from || end - from > HOST_LENGTH_MAX) return undefined;
  const host = text.slice(from, end);
  if (end === to) return { host };
  if (text.charCodeAt(end) !== COLON) return undefined;
  const port = readPort(text, end + 1, to);
  return port === undefined ? undefined : { host, port };
}

/** `sip:user@host` or `sip:user@host:port`, no escapes in the user. */
export function readUsualUri(text: string, from: number, to: number): SipUri | undefined {
  if (to - from < 4 || !isSipScheme(text, from)) return undefined;
  const userStart = from + 4;
  let at = userStart;
  while (at < to && isPlainUserCode(text.charCodeAt(at))) at++;
  if (at === userStart || at === to || text.charCodeAt(at) !== AT) return undefined;
  const place = readUsualHostPort(text, at + 1, to);
  if (place === undefined) return undefined;
  const { host, port } = place;
  const user = text.slice(userStart, at);
  return port === undefined
    ? { kind: 'sip', scheme: 'sip', host, parameters: [], user }
    : { kind: 'sip', scheme: 'sip', host, parameters: [], user, port };
}

/** `sip:`, in small letters. */
function isSipScheme(text: string, from: number): boolean {
  return (
    text.charCodeAt(from) === 0x73 &&
    text.charCodeAt(from + 1) === 0x69 &&
    text.charCodeAt(from + 2) === 0x70 &&
    text.charCodeAt(from + 3) === COLON
  );
}
