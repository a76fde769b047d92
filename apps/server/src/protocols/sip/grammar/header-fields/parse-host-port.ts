import { fail, type Result, succeed } from '../../../../base/result.ts';
import { isHostName, isIpv6Reference, lowered, parseDecimal } from '../tokens.ts';
import { type HostPort, readUsualHostPort } from './read-usual.ts';

/** RFC 3261 25.1 hostport, in `text` from `from` to `to`; an IPv6 address stands in brackets. */
export function parseHostPort(text: string, from = 0, to = text.length): Result<HostPort, string> {
  const usual = readUsualHostPort(text, from, to);
  return usual === undefined ? parseAnyHostPort(text, from, to) : succeed(usual);
}

/** The same without the short way for the usual. */
export function parseAnyHostPort(text: string, from: number, to: number): Result<HostPort, string> {
  if (text.charCodeAt(from) === OPENING_BRACKET) return parseIpv6Port(text.slice(from, to));
  let end = from;
  while (end < to && text.charCodeAt(end) !== COLON) end++;
  if (!isHostName(text, from, end)) return fail(MALFORMED_HOST);
  const host = lowered(text.slice(from, end));
  return end === to ? succeed({ host }) : withPort(host, text.slice(end + 1, to));
}

const OPENING_BRACKET = 0x5b;
const COLON = 0x3a;
const MALFORMED_HOST = 'the host is malformed';

function parseIpv6Port(text: string): Result<HostPort, string> {
  const colon = text.indexOf(':', text.indexOf(']') + 1);
  const host = colon < 0 ? text : text.slice(0, colon);
  if (!isIpv6Reference(host)) return fail(MALFORMED_HOST);
  return colon < 0 ? succeed({ host: lowered(host) }) : withPort(lowered(host), text.slice(colon + 1));
}

function withPort(host: string, digits: string): Result<HostPort, string> {
  const port = parseDecimal(digits, 65_535);
  return port === undefined ? fail('the port is malformed') : succeed({ host, port });
}
