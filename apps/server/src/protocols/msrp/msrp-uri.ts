import { fail, type Result, succeed } from '../../base/result.ts';

/** `msrp(s)://authority/session-id;transport` (RFC 4975 9). */
export interface MsrpUri {
  readonly isSecure: boolean;
  /** Lower case; an IPv6 address stands in brackets. */
  readonly host: string;
  readonly port: number | undefined;
  readonly sessionId: string | undefined;
  /** Lower case: `tcp`, or `ws` (RFC 7977 5.2.2). */
  readonly transport: string;
}

/** Longest URI that is read. */
export const msrpUriLengthMax = 512;

const uriPattern =
  /^(msrps?):\/\/(?:[^@/;\s]*@)?(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?(?:\/([A-Za-z0-9\-._~+=/]+))?;([a-z0-9]+)(?:;[^\s]*)?$/i;

/** Reads one URI; user and parameters other than the transport mean nothing to us. */
export function parseMsrpUri(text: string): Result<MsrpUri, string> {
  if (text.length > msrpUriLengthMax) return fail('an MSRP URI is too long');
  const found = uriPattern.exec(text);
  if (found === null) return fail('an MSRP URI is malformed');
  const [, scheme = '', host = '', portText, sessionId, transport = ''] = found;
  const port = portText === undefined ? undefined : Number(portText);
  if (port !== undefined && (port < 1 || port > 65_535)) return fail('the port of an MSRP URI is out of range');
  return succeed({
    isSecure: scheme.toLowerCase() === 'msrps',
    host: host.toLowerCase(),
    port,
    sessionId,
    transport: transport.toLowerCase(),
  });
}

export function formatMsrpUri({ isSecure, host, port, sessionId, transport }: MsrpUri): string {
  const authority = port === undefined ? host : `${host}:${port}`;
  const path = sessionId === undefined ? '' : `/${sessionId}`;
  return `${isSecure ? 'msrps' : 'msrp'}://${authority}${path};${transport}`;
}

/** RFC 4975 6.1: the session id by its letters, all else without regard to case. */
export function isSameMsrpUri(left: MsrpUri, right: MsrpUri): boolean {
  return (
    left.isSecure === right.isSecure &&
    left.host === right.host &&
    left.port === right.port &&
    left.sessionId === right.sessionId &&
    left.transport === right.transport
  );
}

/** A path: one URI or several, by spaces. */
export function parsePath(text: string): Result<readonly string[], string> {
  const uris = text.split(' ').filter((uri) => uri !== '');
  if (uris.length === 0 || uris.length > pathLengthMax) return fail('a path has no URI, or too many');
  for (const uri of uris) {
    const parsed = parseMsrpUri(uri);
    if (!parsed.ok) return parsed;
  }
  return succeed(uris);
}

/** Most hops of a path. */
const pathLengthMax = 8;

/** The session that a URI names; undefined when it names none. */
export function sessionIdOf(uriText: string | undefined): string | undefined {
  const uri = parseMsrpUri(uriText ?? '');
  return uri.ok ? uri.value.sessionId : undefined;
}
