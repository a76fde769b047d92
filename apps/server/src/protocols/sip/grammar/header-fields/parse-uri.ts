import { fail, type Result, succeed } from '../../../../base/result.ts';
import type { Parameter } from '../../message/parameters.ts';
import type { SipUri, Uri } from '../../message/uri.ts';
import { isScheme, isUriHeaders, isUriParameterPart, isUriPassword, isUriUser } from '../tokens.ts';
import { parseHostPort } from './parse-host-port.ts';
import { readUsualUri } from './read-usual.ts';

function parseUriParameters(text: string): Result<readonly Parameter[], string> {
  const parameters: Parameter[] = [];
  for (const part of text.split(';')) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    if (!isUriParameterPart(name)) return fail('a URI parameter is malformed');
    if (equals < 0) {
      parameters.push({ name });
      continue;
    }
    const value = part.slice(equals + 1);
    if (!isUriParameterPart(value)) return fail('a URI parameter value is malformed');
    parameters.push({ name, value });
  }
  return succeed(parameters);
}

/** `text` from `from` on, behind the scheme and its colon. */
function parseSipUri(scheme: 'sip' | 'sips', text: string, from: number): Result<Uri, string> {
  const at = text.indexOf('@', from);
  let user: string | undefined;
  let password: string | undefined;
  if (at >= 0) {
    const colon = text.indexOf(':', from);
    const userEnd = colon >= 0 && colon < at ? colon : at;
    user = text.slice(from, userEnd);
    if (!isUriUser(user)) return fail('the user part is malformed');
    if (userEnd < at) {
      password = text.slice(userEnd + 1, at);
      if (!isUriPassword(password)) return fail('the password is malformed');
    }
  }
  const placeStart = at < 0 ? from : at + 1;
  const question = text.indexOf('?', placeStart);
  const end = question < 0 ? text.length : question;
  let placeEnd = text.indexOf(';', placeStart);
  if (placeEnd < 0 || placeEnd > end) placeEnd = end;
  const place = parseHostPort(text, placeStart, placeEnd);
  if (!place.ok) return place;
  let parameters: readonly Parameter[] = [];
  if (placeEnd < end) {
    const parsed = parseUriParameters(text.slice(placeEnd + 1, end));
    if (!parsed.ok) return parsed;
    parameters = parsed.value;
  }
  const uri: { -readonly [Key in keyof SipUri]: SipUri[Key] } = {
    kind: 'sip',
    scheme,
    host: place.value.host,
    parameters,
  };
  if (user !== undefined) uri.user = user;
  if (password !== undefined) uri.password = password;
  if (place.value.port !== undefined) uri.port = place.value.port;
  if (question < 0) return succeed(uri);
  const headers = text.slice(question + 1);
  return isUriHeaders(headers) ? succeed({ ...uri, headers }) : fail('the URI headers are malformed');
}

/** RFC 3261 19.1, 25.1: sip and sips in full, any other scheme as an opaque text without white space or brackets. */
export function parseUri(text: string): Result<Uri, string> {
  const usual = readUsualUri(text, 0, text.length);
  return usual === undefined ? parseAnyUri(text) : succeed(usual);
}

/** The same without the short way for the usual. */
export function parseAnyUri(text: string): Result<Uri, string> {
  if (text.startsWith('sip:')) return parseSipUri('sip', text, 4);
  const colon = text.indexOf(':');
  if (colon <= 0) return fail('the URI has no scheme');
  const scheme = text.slice(0, colon).toLowerCase();
  if (!isScheme(scheme)) return fail('the URI scheme is malformed');
  if (scheme === 'sip' || scheme === 'sips') return parseSipUri(scheme, text, colon + 1);
  const rest = text.slice(colon + 1);
  for (let index = 0; index < rest.length; index++) {
    const code = rest.charCodeAt(index);
    if (code <= 0x20 || code >= 0x7f || code === 0x22 || code === 0x3c || code === 0x3e) {
      return fail('the URI holds a character that must be escaped');
    }
  }
  return rest === '' ? fail('the URI is empty') : succeed({ kind: 'opaque', scheme, rest });
}
