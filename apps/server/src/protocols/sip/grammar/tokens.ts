/** Character classes of RFC 3261 25.1 as one table lookup each; what is above ASCII belongs to no class. */
function classOf(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}

const digits = '0123456789';
const alphanumeric = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz${digits}`;
const unreserved = `${alphanumeric}-_.!~*'()`;

const tokenClass = classOf(`${alphanumeric}-.!%*_+\`'~`);
const schemeClass = classOf(`${alphanumeric}+-.`);
const hostClass = classOf(`${alphanumeric}-._`);
const lowerHostClass = classOf(`abcdefghijklmnopqrstuvwxyz${digits}-._`);
const ipv6Class = classOf(`${digits}abcdefABCDEF:.`);
const userClass = classOf(`${unreserved}&=+$,;?/%`);
const plainUserClass = classOf(`${unreserved}&=+$,;?/`);
const passwordClass = classOf(`${unreserved}&=+$,%`);
const uriParameterClass = classOf(`${unreserved}[]/:&+$%`);
const uriHeadersClass = classOf(`${unreserved}[]/?:+$%=&`);
const hexClass = classOf(`${digits}abcdefABCDEF`);
// Call-ID is word ["@" word].
const callIdClass = classOf(`${alphanumeric}-.!%*_+\`'~()<>:\\"/[]?{}@`);

/** Whether all of `text` from `from` to `to`, at least one character, is of the class. */
function consistsOf(table: Uint8Array, text: string, from = 0, to = text.length): boolean {
  for (let at = from; at < to; at++) if (table[text.charCodeAt(at)] !== 1) return false;
  return to > from;
}

export function isTokenCode(code: number): boolean {
  return tokenClass[code] === 1;
}

/** Of a host name or IPv4 address without capitals. */
export function isLowerHostCode(code: number): boolean {
  return lowerHostClass[code] === 1;
}

/** What may stand in the user part of a URI and is no escape. */
export function isPlainUserCode(code: number): boolean {
  return plainUserClass[code] === 1;
}

export function isToken(text: string, from = 0, to = text.length): boolean {
  return consistsOf(tokenClass, text, from, to);
}

export function isCallId(text: string): boolean {
  return consistsOf(callIdClass, text);
}

export function isScheme(text: string): boolean {
  const first = text.charCodeAt(0) | 0x20;
  return first >= 0x61 && first <= 0x7a && consistsOf(schemeClass, text);
}

/** The text without white space at its ends; one that has none is itself, without a call. */
export function trimmed(text: string): string {
  return isPlainEnd(text.charCodeAt(0)) && isPlainEnd(text.charCodeAt(text.length - 1)) ? text : text.trim();
}

function isPlainEnd(code: number): boolean {
  return code > 0x20 && code < 0x7f;
}

/** In lower case; a text without capitals is itself, without a call. */
export function lowered(text: string): string {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code >= 0x41 && code <= 0x5a) || code > 0x7f) return text.toLowerCase();
  }
  return text;
}

/** A host name or IPv4 address; an underscore is let through, it is common in private networks. */
export function isHostName(text: string, from = 0, to = text.length): boolean {
  return to - from <= 255 && consistsOf(hostClass, text, from, to);
}

/** An IPv6 reference in brackets, without scope id. */
export function isIpv6Reference(text: string): boolean {
  return (
    text.length <= 47 &&
    text.startsWith('[') &&
    text.endsWith(']') &&
    text.indexOf(':') > 0 &&
    consistsOf(ipv6Class, text.slice(1, -1))
  );
}

/** Each `%` must lead two hex digits. */
function hasSoundEscapes(text: string): boolean {
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 1)) {
    if (hexClass[text.charCodeAt(at + 1)] !== 1 || hexClass[text.charCodeAt(at + 2)] !== 1) return false;
  }
  return true;
}

export function isUriUser(text: string): boolean {
  return consistsOf(userClass, text) && hasSoundEscapes(text);
}

export function isUriPassword(text: string): boolean {
  return text === '' || (consistsOf(passwordClass, text) && hasSoundEscapes(text));
}

export function isUriParameterPart(text: string): boolean {
  return consistsOf(uriParameterClass, text) && hasSoundEscapes(text);
}

export function isUriHeaders(text: string): boolean {
  return consistsOf(uriHeadersClass, text) && hasSoundEscapes(text);
}

/** SP or HTAB. */
export function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

/** The first index at or after `from` that is no white space. */
export function skipWhiteSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isWhiteSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Decimal digits only, at most `max`. */
export function parseDecimal(text: string, max: number): number | undefined {
  if (text.length === 0 || text.length > 16) return undefined;
  let value = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value <= max ? value : undefined;
}

/** Where the quoted string that starts at `from` ends: the index after its closing quote, or -1. */
export function endOfQuotedString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === 0x22) return at + 1;
  }
  return -1;
}

/** The content of the quoted string that stands in `text` from `from` to `to`, quotes included. */
export function unquote(text: string, from = 0, to = text.length): string {
  const inner = text.slice(from + 1, to - 1);
  if (!inner.includes('\\')) return inner;
  let plain = '';
  for (let at = 0; at < inner.length; at++) {
    if (inner.charCodeAt(at) === 0x5c) at++;
    plain += inner.charAt(at);
  }
  return plain;
}
