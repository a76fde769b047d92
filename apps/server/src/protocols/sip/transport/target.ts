/** Where a request can go: one address, with the transport to use. */
export interface Target {
  readonly transport: 'UDP' | 'TCP' | 'TLS';
  /** Without brackets. */
  readonly address: string;
  readonly port: number;
  /** The name that was asked for, which a certificate has to have (RFC 5922 7.1). */
  readonly host: string;
}

/** The same for the same place. */
export function targetKey({ transport, address, port, host }: Target): string {
  return transport === 'TLS' ? `${transport} ${address} ${port} ${host}` : `${transport} ${address} ${port}`;
}
