import { fail, type Result, succeed } from '../../../base/result.ts';
import type { Parameter } from '../message/parameters.ts';
import type { Uri } from '../message/uri.ts';
import { parseHostPort } from './parse-host-port.ts';
import { isScheme, isUriHeaders, isUriParameterPart, isUriPassword, isUriUser } from './tokens.ts';

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

function parseSipUri(scheme: 'sip' | 'sips', rest: string): Result<Uri, string> {
  const at = rest.indexOf('@');
  let userPart: { user: string; password?: string } | undefined;
  if (at >= 0) {
    const colon = rest.indexOf(':');
    const hasPassword = colon >= 0 && colon < at;
    const user = rest.slice(0, hasPassword ? colon : at);
    if (!isUriUser(user)) return fail('the user part is malformed');
    userPart = { user };
    if (hasPassword) {
      const password = rest.slice(colon + 1, at);
      if (!isUriPassword(password)) return fail('the password is malformed');
      userPart = { user, password };
    }
  }
  const question = rest.indexOf('?', at + 1);
  const beforeHeaders = question < 0 ? rest.slice(at + 1) : rest.slice(at + 1, question);
  const semicolon = beforeHeaders.indexOf(';');
  const place = parseHostPort(semicolon < 0 ? beforeHeaders : beforeHeaders.slice(0, semicolon));
  if (!place.ok) return place;
  const parameters = semicolon < 0 ? succeed([]) : parseUriParameters(beforeHeaders.slice(semicolon + 1));
  if (!parameters.ok) return parameters;
  const uri = { kind: 'sip', scheme, ...userPart, ...place.value, parameters: parameters.value } as const;
  if (question < 0) return succeed(uri);
  const headers = rest.slice(question + 1);
  return isUriHeaders(headers) ? succeed({ ...uri, headers }) : fail('the URI headers are malformed');
}

/** RFC 3261 19.1, 25.1: sip and sips in full, any other scheme as an opaque text without white space or brackets. */
export function parseUri(text: string): Result<Uri, string> {
  const colon = text.indexOf(':');
  if (colon <= 0) return fail('the URI has no scheme');
  const scheme = text.slice(0, colon).toLowerCase();
  if (!isScheme(scheme)) return fail('the URI scheme is malformed');
  const rest = text.slice(colon + 1);
  if (scheme === 'sip' || scheme === 'sips') return parseSipUri(scheme, rest);
  for (let index = 0; index < rest.length; index++) {
    const code = rest.charCodeAt(index);
    if (code <= 0x20 || code >= 0x7f || code === 0x22 || code === 0x3c || code === 0x3e) {
      return fail('the URI holds a character that must be escaped');
    }
  }
  return rest === '' ? fail('the URI is empty') : succeed({ kind: 'opaque', scheme, rest });
}
