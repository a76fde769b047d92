import { fail, type Result, succeed } from '../../../../base/result.ts';
import { endOfQuotedString, isTokenCode, skipWhiteSpace, unquote } from '../tokens.ts';

/** Of one header; more is nothing that a client of good will sends. */
const PARAMETERS_MAX = 32;

/** Scheme in lower case, and parameters by lower-case name. */
export interface AuthParameters {
  readonly scheme: string;
  readonly values: ReadonlyMap<string, string>;
}

function isBareCode(code: number): boolean {
  // Looser than token: clients leave the quotes of URIs and nonces away.
  return code > 0x20 && code !== 0x7f && code !== 0x2c && code !== 0x22;
}

/** RFC 7235 2.1, RFC 3261 25.1: `Digest name=value, name="value"`. A name that comes twice says that somebody tampers. */
export function parseAuthParameters(text: string): Result<AuthParameters, string> {
  let at = skipWhiteSpace(text, 0);
  const schemeStart = at;
  while (at < text.length && isTokenCode(text.charCodeAt(at))) at++;
  const scheme = text.slice(schemeStart, at).toLowerCase();
  const afterScheme = skipWhiteSpace(text, at);
  if (scheme === '' || afterScheme === at) return fail('no authentication scheme');
  at = afterScheme;
  // A Map, never an object: `__proto__` is a name that peers send.
  const values = new Map<string, string>();
  while (at < text.length) {
    if (text.charCodeAt(at) === 0x2c) {
      at = skipWhiteSpace(text, at + 1);
      continue;
    }
    const parameter = parseParameter(text, at);
    if (!parameter.ok) return parameter;
    const { name, value, end } = parameter.value;
    if (values.has(name) || values.size >= PARAMETERS_MAX) return fail('parameters come twice, or are too many');
    values.set(name, value);
    at = skipWhiteSpace(text, end);
    if (at < text.length && text.charCodeAt(at) !== 0x2c) return fail('parameters must be separated by a comma');
  }
  return succeed({ scheme, values });
}

function parseParameter(text: string, from: number): Result<{ name: string; value: string; end: number }, string> {
  let at = from;
  while (at < text.length && isTokenCode(text.charCodeAt(at))) at++;
  const name = text.slice(from, at).toLowerCase();
  at = skipWhiteSpace(text, at);
  if (name === '' || text.charCodeAt(at) !== 0x3d) return fail('a parameter has no name or no value');
  const start = skipWhiteSpace(text, at + 1);
  if (text.charCodeAt(start) === 0x22) {
    const end = endOfQuotedString(text, start);
    return end < 0
      ? fail('a quoted value does not end')
      : succeed({ name, value: unquote(text.slice(start, end)), end });
  }
  at = start;
  while (at < text.length && isBareCode(text.charCodeAt(at))) at++;
  return at === start ? fail('a parameter has no value') : succeed({ name, value: text.slice(start, at), end: at });
}
