import type { WireMessage } from '../../apps/server/test/support/customers/udp-customer.ts';

/** An answer to a request, as a SIP client over UDP would give it. */
export function buildAnswer({ headers }: WireMessage, status: string, extra: readonly string[] = []): Buffer {
  const copied = ['via', 'from', 'to', 'call-id', 'cseq'].map((name) => `${name}: ${headers.get(name) ?? ''}`);
  return Buffer.from([`SIP/2.0 ${status}`, ...copied, ...extra, 'Content-Length: 0', '', ''].join('\r\n'));
}
