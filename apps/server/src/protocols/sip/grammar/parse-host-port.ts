import { fail, type Result, succeed } from '../../../base/result.ts';
import { isHostName, isIpv6Reference, parseDecimal } from './tokens.ts';

export interface HostPort {
  readonly host: string;
  readonly port?: number;
}

/** RFC 3261 25.1 hostport; an IPv6 address stands in brackets. */
export function parseHostPort(text: string): Result<HostPort, string> {
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1;
  const colon = text.indexOf(':', bracket + 1);
  const host = colon < 0 ? text : text.slice(0, colon);
  if (!(bracket >= 0 ? isIpv6Reference(host) : isHostName(host))) return fail('the host is malformed');
  if (colon < 0) return succeed({ host: host.toLowerCase() });
  const port = parseDecimal(text.slice(colon + 1), 65_535);
  return port === undefined ? fail('the port is malformed') : succeed({ host: host.toLowerCase(), port });
}
