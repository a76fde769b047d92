import type { Result } from '../../../base/result.ts';
import type { TransportName } from '../message/transport-name.ts';
import type { Target } from './target.ts';

/**
 * The boundary between the SIP stack and the sockets (RFC 3261 18). A flow is the way a message came and its answers go:
 * one UDP peer address, or one stream connection. A flow is plain data, so it can be stored with a dialog.
 */
export interface Flow {
  /** `udp:<address>:<port>`, or `tcp:<n>`, `tls:<n>`, `ws:<n>`, `wss:<n>` with a number that no other connection of any server run has. */
  readonly id: string;
  readonly transport: TransportName;
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** RFC 3261 17: reliable transports need no retransmission. */
export function isReliable(flow: Flow): boolean {
  return flow.transport !== 'UDP';
}

/** Implemented by `edges/sip-transports`. */
export interface SipTransport {
  /**
   * Sends one whole message. A failure (flow gone, buffer full) is told to `transportFailed` or, when known at once,
   * returned as `false`.
   */
  send(flow: Flow, bytes: Buffer): boolean;
  /** Whether the flow can carry a message now; always true for UDP. */
  isOpen(flow: Flow): boolean;
  /** `host:port` that goes into Via and Contact of what leaves on this flow. */
  sentBy(flow: Flow): string;
}

/** Told by `edges/sip-transports`. */
export interface SipTransportReceiver {
  /** One whole message: a datagram, a framed piece of a stream, or a WebSocket message. */
  receiveMessage(bytes: Buffer, flow: Flow): void;
  /** A stream connection ended, by whomever. */
  flowClosed(flow: Flow): void;
}

/** Opens flows of our own. Implemented by `edges/sip-transports`. */
export interface SipConnector {
  /**
   * A flow to this target: one that is open already, or a new one. Over UDP there is always one; over TLS the peer has shown a
   * certificate with the target's host name. Fails with a reason in words.
   */
  connect(target: Target): Promise<Result<Flow, string>>;
}
