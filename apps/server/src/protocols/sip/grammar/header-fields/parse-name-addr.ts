import { fail, type Result, succeed } from '../../../../base/result.ts';
import type { NameAddr } from '../../message/name-addr.ts';
import { endOfQuotedString, isTokenCode, isWhiteSpace, skipWhiteSpace, trimmed, unquote } from '../tokens.ts';
import { parseParameters } from './parse-parameters.ts';
import { parseUri } from './parse-uri.ts';

/** An unquoted display name is tokens and spaces; letters above ASCII are let through, clients send them. */
function isDisplayName(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!isTokenCode(code) && !isWhiteSpace(code) && code < 0x80) return false;
  }
  return true;
}

function parseBracketed(text: string, bracket: number, displayName: string): Result<NameAddr, string> {
  const end = text.indexOf('>', bracket);
  if (end < 0) return fail('an angle bracket is not closed');
  const uriText = text.slice(bracket + 1, end);
  const uri = parseUri(uriText);
  if (!uri.ok) return uri;
  const parameters = parseParameters(text, end + 1);
  return parameters.ok ? succeed({ displayName, uri: uri.value, uriText, parameters: parameters.value }) : parameters;
}

const QUOTE = 0x22;
const OPENING_BRACKET = 0x3c;

/** RFC 3261 20.10: one From, To, Contact, Route or Record-Route value. */
export function parseNameAddr(value: string): Result<NameAddr, string> {
  const text = trimmed(value);
  const first = text.charCodeAt(0);
  if (first === OPENING_BRACKET) return parseBracketed(text, 0, '');
  if (first === QUOTE) {
    const end = endOfQuotedString(text, 0);
    if (end < 0) return fail('a quoted display name does not end');
    const bracket = skipWhiteSpace(text, end);
    if (text.charCodeAt(bracket) !== OPENING_BRACKET) {
      return fail('after a display name the URI must stand in angle brackets');
    }
    return parseBracketed(text, bracket, unquote(text, 0, end));
  }
  const bracket = text.indexOf('<');
  // A bracket after a semicolon belongs to a parameter and is refused there.
  const semicolon = text.indexOf(';');
  if (bracket >= 0 && (semicolon < 0 || bracket < semicolon)) {
    const displayName = trimmed(text.slice(0, bracket));
    if (!isDisplayName(displayName)) return fail('the display name must be quoted');
    return parseBracketed(text, bracket, displayName);
  }
  const uriText = (semicolon < 0 ? text : text.slice(0, semicolon)).trimEnd();
  // RFC 3261 20.10: a URI with a comma, question mark or semicolon must stand in angle brackets.
  if (uriText.includes('?') || uriText.includes(',')) return fail('the URI must stand in angle brackets');
  const uri = parseUri(uriText);
  if (!uri.ok) return uri;
  const parameters = parseParameters(text, semicolon < 0 ? text.length : semicolon);
  return parameters.ok
    ? succeed({ displayName: '', uri: uri.value, uriText, parameters: parameters.value })
    : parameters;
}
