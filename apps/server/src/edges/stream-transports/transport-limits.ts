/** What one peer, and all peers together, may take. Times in milliseconds, sizes in bytes. */
export interface TransportLimits {
  /** Stream connections, TCP, TLS and WebSocket together. */
  readonly connectionsMax: number;
  /** Stream connections of one source address. */
  readonly connectionsPerSourceMax: number;
  /** Stream connections that we open to others. */
  readonly outgoingMax: number;
  /** One of these must be ready by then. */
  readonly connectMs: number;
  /** A TLS handshake must be done by then. */
  readonly handshakeMs: number;
  /** A connection that has not sent one whole message by then is cut off. */
  readonly firstMessageMs: number;
  /** The same for WebSocket, where a page may connect before its user writes; a keep-alive counts as a message there. */
  readonly firstWebSocketMessageMs: number;
  /** A TCP connection with nothing received for so long is cut off. */
  readonly idleMs: number;
  /** A message whose first byte has come must be whole by then. */
  readonly halfMessageMs: number;
  /** How long answers can still leave after the peer has ended its direction. */
  readonly halfClosedMs: number;
  /** Bytes waiting for a peer that does not read; beyond this the connection is closed. */
  readonly writeBufferMax: number;
  /** One WebSocket message. */
  readonly webSocketMessageMax: number;
  /** A WebSocket peer that has not answered one ping by the next is dead. */
  readonly pingMs: number;
  /** STUN keep-alives that are answered in a second, of all peers together. */
  readonly stunAnswersPerSecondMax: number;
  /** Answers that may wait in the UDP socket when the kernel takes no more. */
  readonly udpSendQueueMax: number;
}

export const defaultTransportLimits: TransportLimits = {
  connectionsMax: 10_000,
  connectionsPerSourceMax: 2_000,
  outgoingMax: 500,
  connectMs: 5_000,
  handshakeMs: 10_000,
  firstMessageMs: 30_000,
  firstWebSocketMessageMs: 120_000,
  idleMs: 3_600_000,
  halfMessageMs: 20_000,
  halfClosedMs: 2_000,
  writeBufferMax: 1_048_576,
  webSocketMessageMax: 131_072,
  pingMs: 30_000,
  stunAnswersPerSecondMax: 2_000,
  udpSendQueueMax: 8_388_608,
};
