import type { MsrpHeader } from './message.ts';
import type { MsrpTarget } from './msrp-transport.ts';

/** What the MSRP stack tells whoever keeps the sessions, and what it is told. */
export interface MsrpSessionDescription {
  /** The secret in our URI: whoever names it is in the session. */
  readonly sessionId: string;
  /** Our URI. */
  readonly localPath: string;
  /** The peer's path as its SDP says it, next hop first. */
  readonly remotePath: readonly string[];
  /** The certificate of a peer who connects over TLS has one of them (RFC 8122). */
  readonly fingerprints?: readonly string[] | undefined;
}

/** One whole message of a peer. */
export interface ReceivedMessage {
  readonly sessionId: string;
  readonly messageId: string;
  readonly contentType: string;
  /** Content-Encoding, Content-Disposition and whatever else its first chunk said. */
  readonly headers: readonly MsrpHeader[];
  readonly body: Buffer;
  /** Of the connection. */
  readonly remoteAddress: string;
  /** Answers the chunk that made it whole, as far as the sender wants that (RFC 4975 7.1.2, 7.2). Once. */
  respond(status: number): void;
}

/** What became of a message of ours. */
export type SendOutcome =
  | { readonly status: number }
  /** The connection is gone, or was given up since nothing was answered. */
  | { readonly failed: 'transport' };

export interface MsrpHandler {
  receiveMessage(received: ReceivedMessage): void;
  /** The session has a connection. */
  sessionBound(sessionId: string): void;
  /** Its connection is gone. */
  sessionLost(sessionId: string): void;
  /** A connection of ours to the peer did not come about. */
  connectFailed(sessionId: string): void;
  /** A REPORT about a message that the next hop had taken. */
  reportReceived(sessionId: string, messageId: string, status: number): void;
}

export interface OutgoingMessage {
  readonly messageId: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/** The MSRP stack as whoever keeps the sessions sees it. */
export interface MsrpSender {
  openSession(session: MsrpSessionDescription): void;
  closeSession(sessionId: string): void;
  connect(sessionId: string, target: MsrpTarget): void;
  send(sessionId: string, message: OutgoingMessage, settled: (outcome: SendOutcome) => void): void;
  isBound(sessionId: string): boolean;
}

/** Where MSRP is not served. */
export const noMsrp: MsrpSender = {
  openSession: () => {},
  closeSession: () => {},
  connect: () => {},
  send: (_sessionId, _message, settled) => settled({ failed: 'transport' }),
  isBound: () => false,
};

/** A handler that is there by the time something is to be told. */
export function lateMsrpHandler(handler: () => MsrpHandler): MsrpHandler {
  return {
    receiveMessage: (received) => handler().receiveMessage(received),
    sessionBound: (sessionId) => handler().sessionBound(sessionId),
    sessionLost: (sessionId) => handler().sessionLost(sessionId),
    connectFailed: (sessionId) => handler().connectFailed(sessionId),
    reportReceived: (...report) => handler().reportReceived(...report),
  };
}
