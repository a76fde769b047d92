import { canonicalHost } from './host.ts';
import { type Parameter, parameterValue } from './parameters.ts';

/** A sip or sips URI (RFC 3261 19.1.1). User, password, parameters and headers stay escaped as on the wire. */
export interface SipUri {
  readonly kind: 'sip';
  readonly scheme: 'sip' | 'sips';
  readonly user?: string;
  readonly password?: string;
  /** Lower case; an IPv6 address keeps its brackets. */
  readonly host: string;
  readonly port?: number;
  readonly parameters: readonly Parameter[];
  /** What follows `?`, without it. */
  readonly headers?: string;
}

/** Any other scheme, `tel:` too: passed through, not looked into. */
export interface OpaqueUri {
  readonly kind: 'opaque';
  /** Lower case. */
  readonly scheme: string;
  /** What follows the first colon. */
  readonly rest: string;
}

export type Uri = SipUri | OpaqueUri;

export function serializeUri(uri: Uri): string {
  if (uri.kind === 'opaque') return `${uri.scheme}:${uri.rest}`;
  let text = `${uri.scheme}:`;
  if (uri.user !== undefined) {
    text += uri.password === undefined ? `${uri.user}@` : `${uri.user}:${uri.password}@`;
  }
  text += uri.host;
  if (uri.port !== undefined) text += `:${uri.port}`;
  for (const { name, value } of uri.parameters) text += value === undefined ? `;${name}` : `;${name}=${value}`;
  if (uri.headers !== undefined) text += `?${uri.headers}`;
  return text;
}

/** `%61lice` as `alice`; what is no valid escaped UTF-8 stays as it is. */
export function unescapeUri(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The unescaped user part. */
export function userOf(uri: Uri): string | undefined {
  return uri.kind === 'sip' && uri.user !== undefined ? unescapeUri(uri.user) : undefined;
}

/** One text per address of record (RFC 3261 10.3): scheme, unescaped user, host and port without parameters; a key, not a URI. */
export function addressOfRecord(uri: Uri): string {
  if (uri.kind === 'opaque') return serializeUri(uri);
  const user = userOf(uri);
  const port = uri.port === undefined ? '' : `:${uri.port}`;
  return `${uri.scheme}:${user === undefined ? '' : `${user}@`}${uri.host}${port}`;
}

/** RFC 3261 19.1.4: these make two URIs differ even when only one of them has them. */
const decisiveParameters = ['user', 'ttl', 'method', 'maddr', 'transport'];

function headerSet(uri: SipUri): string {
  const parts = (uri.headers ?? '').split('&').map(unescapeUri);
  return parts.sort().join('&');
}

/** An IPv6 address is the same however it is written. */
function areHostsEqual(left: string, right: string): boolean {
  return left === right || (left.startsWith('[') && canonicalHost(left) === canonicalHost(right));
}

/** RFC 3261 19.1.4. */
export function areUrisEqual(left: Uri, right: Uri): boolean {
  if (left.kind === 'opaque' || right.kind === 'opaque') return serializeUri(left) === serializeUri(right);
  if (left.scheme !== right.scheme || !areHostsEqual(left.host, right.host) || left.port !== right.port) return false;
  if (userOf(left) !== userOf(right)) return false;
  if (unescapeUri(left.password ?? '') !== unescapeUri(right.password ?? '')) return false;
  const value = (uri: SipUri, name: string) => {
    const found = parameterValue(uri.parameters, name);
    return found === undefined ? undefined : unescapeUri(found).toLowerCase();
  };
  for (const name of decisiveParameters) if (value(left, name) !== value(right, name)) return false;
  for (const { name } of left.parameters) {
    const other = value(right, name);
    if (other !== undefined && other !== value(left, name)) return false;
  }
  return headerSet(left) === headerSet(right);
}
