import { fail, type Result, succeed } from '../../../../base/result.ts';
import type { Parameter } from '../../message/parameters.ts';
import { endOfQuotedString, isTokenCode, skipWhiteSpace, unquote } from '../tokens.ts';

function isValueCode(code: number): boolean {
  // Looser than `token / host / quoted-string`: branches and IPv6 addresses of the wild hold other visible characters.
  return (
    code > 0x20 && code !== 0x7f && code !== 0x3b && code !== 0x2c && code !== 0x22 && code !== 0x3c && code !== 0x3e
  );
}

const none = succeed<readonly Parameter[]>([]);

/** RFC 3261 25.1 generic-param: `;name=value` from `from` to the end of `text`, with white space wherever it may be. */
export function parseParameters(text: string, from: number): Result<readonly Parameter[], string> {
  let at = skipWhiteSpace(text, from);
  if (at >= text.length) return none;
  const parameters: Parameter[] = [];
  while (at < text.length) {
    if (text.charCodeAt(at) !== 0x3b) return fail('parameters must be separated by a semicolon');
    const nameStart = skipWhiteSpace(text, at + 1);
    at = nameStart;
    while (at < text.length && isTokenCode(text.charCodeAt(at))) at++;
    if (at === nameStart) return fail('a parameter has no name');
    const name = text.slice(nameStart, at);
    at = skipWhiteSpace(text, at);
    if (text.charCodeAt(at) !== 0x3d) {
      parameters.push({ name });
      continue;
    }
    const valueStart = skipWhiteSpace(text, at + 1);
    if (text.charCodeAt(valueStart) === 0x22) {
      at = endOfQuotedString(text, valueStart);
      if (at < 0) return fail('a quoted parameter value does not end');
      parameters.push({ name, value: unquote(text.slice(valueStart, at)) });
    } else {
      at = valueStart;
      while (at < text.length && isValueCode(text.charCodeAt(at))) at++;
      if (at === valueStart) return fail('a parameter has no value');
      parameters.push({ name, value: text.slice(valueStart, at) });
    }
    at = skipWhiteSpace(text, at);
  }
  return succeed(parameters);
}
