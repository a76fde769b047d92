import { fail, type Result, succeed } from '../../../base/result.ts';
import { isToken, parseDecimal } from './tokens.ts';

export type StartLine =
  | { readonly kind: 'request'; readonly method: string; readonly requestUri: string }
  | { readonly kind: 'response'; readonly status: number; readonly reason: string };

export interface StartLineFailure {
  readonly status: 400 | 505;
  readonly what: string;
  /** What could be read of a request, so that it can be answered. */
  readonly partial?: { readonly method: string; readonly requestUri: string };
}

function parseStatusLine(line: string): Result<StartLine, StartLineFailure> {
  if (!line.toUpperCase().startsWith('SIP/2.0 ')) return fail({ status: 505, what: 'the version is not SIP/2.0' });
  const status = line.length === 11 || line.charCodeAt(11) === 0x20 ? parseDecimal(line.slice(8, 11), 699) : undefined;
  if (status === undefined || status < 100) return fail({ status: 400, what: 'the status code is malformed' });
  return succeed({ kind: 'response', status, reason: line.slice(12) });
}

/** `SIP/<digits>.<digits>`. */
function isSipVersion(text: string): boolean {
  const dot = text.indexOf('.');
  return (
    text.slice(0, 4).toUpperCase() === 'SIP/' &&
    parseDecimal(text.slice(4, dot), 999) !== undefined &&
    parseDecimal(text.slice(dot + 1), 999) !== undefined
  );
}

const VERSION_END = ' SIP/2.0';

/** What `text` begins with, up to `end`; a method that is usual here is always the same text, which is compared at once. */
function methodIn(text: string, end: number): string {
  const method = text.slice(0, end);
  for (const usual of usualMethods) if (usual === method) return usual;
  return method;
}

const usualMethods = ['MESSAGE', 'INVITE', 'ACK', 'BYE', 'OPTIONS', 'REGISTER'];

/** RFC 3261 7.1, 7.2: single spaces, nothing around them. The line is `text` up to `end`. */
export function parseStartLine(text: string, end = text.length): Result<StartLine, StartLineFailure> {
  const methodEnd = text.indexOf(' ');
  const uriEnd = end - VERSION_END.length;
  if (
    methodEnd > 0 &&
    methodEnd + 1 < uriEnd &&
    text.indexOf(' ', methodEnd + 1) === uriEnd &&
    text.startsWith(VERSION_END, uriEnd) &&
    isToken(text, 0, methodEnd)
  ) {
    const method = methodIn(text, methodEnd);
    return succeed({ kind: 'request', method, requestUri: text.slice(methodEnd + 1, uriEnd) });
  }
  return parseOddStartLine(text.slice(0, end));
}

/** Status lines, and request lines that are not quite as they should be. */
function parseOddStartLine(line: string): Result<StartLine, StartLineFailure> {
  if (line.slice(0, 4).toUpperCase() === 'SIP/') return parseStatusLine(line);
  const [method = '', requestUri = '', version = '', ...surplus] = line.split(' ');
  if (version === 'SIP/2.0' && surplus.length === 0 && requestUri !== '' && isToken(method)) {
    return succeed({ kind: 'request', method, requestUri });
  }
  const words = line.split(' ').filter((word) => word !== '');
  // What is not SIP at all, such as HTTP on the SIP port, is not worth an answer.
  if (!isToken(method) || !isSipVersion(words.at(-1) ?? '')) return fail({ status: 400, what: 'this is not SIP' });
  const partial = { method, requestUri: words[1] ?? '' };
  if (words.length !== 3 || surplus.length > 0 || requestUri === '') {
    return fail({ status: 400, what: 'the request line is malformed', partial });
  }
  if (version.toUpperCase() === 'SIP/2.0') return succeed({ kind: 'request', method, requestUri });
  return fail({ status: 505, what: 'the version is not SIP/2.0', partial });
}
