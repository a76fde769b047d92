/**
 * The boundary between the MSRP stack and the sockets. A connection is plain data: who is at the other end of one TCP, TLS or
 * WebSocket connection.
 */
export interface MsrpConnection {
  /** A number that no other connection of any server run has. */
  readonly id: string;
  readonly transport: 'TCP' | 'TLS' | 'WS' | 'WSS';
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** Fingerprints of the certificate that the peer shows, by each hash function; undefined where he shows none. */
  readonly certificate?: readonly string[] | undefined;
}

/** By what a peer's certificate is known, from his description (RFC 8122). */
export interface PeerFingerprints {
  /** `sha-256 AB:CD:…`: it has one of them. */
  readonly values: readonly string[];
  /** They came over TLS, so that the certificate needs no authority. */
  readonly isProtected: boolean;
}

/** Where a peer that waits for us listens: an address, never a name. */
export interface MsrpTarget {
  readonly isSecure: boolean;
  readonly address: string;
  readonly port: number;
  /** Only over TLS. */
  readonly fingerprints?: PeerFingerprints;
}

/** Implemented by `edges/msrp-transports`. */
export interface MsrpTransport {
  /** Sends one whole chunk; false when the connection cannot carry it. */
  send(connection: MsrpConnection, bytes: Buffer): boolean;
  /** Ends the connection once what is written has left. */
  end(connection: MsrpConnection): void;
  /** Opens a connection to a peer that waits for us (RFC 6135); `opened` gets undefined when that fails. */
  connect(target: MsrpTarget, opened: (connection: MsrpConnection | undefined) => void): void;
}

/** Told by `edges/msrp-transports`. */
export interface MsrpTransportReceiver {
  /** One whole chunk: a framed piece of a stream, or a WebSocket message. */
  receiveChunk(bytes: Buffer, connection: MsrpConnection): void;
  /** A chunk above the bounds: its head, with an end-line, and nothing of its body. */
  receiveOversized(bytes: Buffer, connection: MsrpConnection): void;
  /** The connection ended, by whomever. */
  connectionClosed(connection: MsrpConnection): void;
}
