import type { NameAddr } from './name-addr.ts';
import { parameterValue } from './parameters.ts';
import { type TransportName, uriTransport } from './transport-name.ts';

/** RFC 3261 20.10: `*` in a REGISTER that removes everything, or a list of addresses. */
export type Contacts = { readonly kind: 'all' } | { readonly kind: 'list'; readonly contacts: readonly NameAddr[] };

/** `expires` of one contact in seconds, at most 2^32-1; absent or unreadable is undefined. */
export function expiresOf(contact: NameAddr): number | undefined {
  const text = parameterValue(contact.parameters, 'expires');
  if (text === undefined || text === '' || text.length > 10) return undefined;
  const seconds = Number(text);
  return Number.isInteger(seconds) && seconds >= 0 ? Math.min(seconds, 0xffff_ffff) : undefined;
}

/** The Contact of what we send on a flow (RFC 3261 8.1.1.8). */
export function buildContact(options: {
  readonly user?: string;
  readonly sentBy: string;
  readonly transport: TransportName;
  /** `sips` where the request that this answers was for one (RFC 3261 12.1.1). */
  readonly scheme?: 'sip' | 'sips';
}): string {
  const { scheme = 'sip', sentBy } = options;
  const user = options.user === undefined ? '' : `${options.user}@`;
  const transport = uriTransport(options.transport, scheme);
  return `<${scheme}:${user}${sentBy}${transport === undefined ? '' : `;transport=${transport}`}>`;
}
