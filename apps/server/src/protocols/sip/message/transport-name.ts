/** How SIP is carried, as a Via writes it (RFC 3261 20.42, RFC 7118 5.2). */
export type TransportName = 'UDP' | 'TCP' | 'TLS' | 'WS' | 'WSS';

/** Whether messages have to be cut out of a stream by their Content-Length (RFC 3261 18.3). */
export function isByteStream(transport: TransportName): boolean {
  return transport === 'TCP' || transport === 'TLS';
}

/** Whether nobody in between can read or change what is sent. */
export function isEncrypted(transport: TransportName): boolean {
  return transport === 'TLS' || transport === 'WSS';
}

/**
 * The `transport` parameter of a URI, undefined where it says nothing new. A sips URI names the transport below TLS, and `tls`
 * is deprecated (RFC 3261 26.2.2); in a sip URI it is what clients understand. `ws` means WSS in a sips URI (RFC 7118 5.3).
 */
export function uriTransport(transport: TransportName, scheme: 'sip' | 'sips'): string | undefined {
  switch (transport) {
    case 'UDP':
      return undefined;
    case 'TCP':
      return 'tcp';
    case 'TLS':
      return scheme === 'sips' ? undefined : 'tls';
    case 'WS':
    case 'WSS':
      return 'ws';
  }
}
