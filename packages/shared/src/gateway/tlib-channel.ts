import type { TEvent } from '../tlib/events.ts';

/** Namespace of the T-Library channel. */
export const TLIB_NAMESPACE = '/tlib';

/** Handshake `auth` of a T-Library client. */
export interface TlibHandshake {
  readonly token: string;
  /** Highest `eventSequenceNumber` that the client has handled. */
  readonly lastSequence?: number;
}

export interface TlibClientToServer {
  /** A TRequest; unknown, because it is checked on arrival. */
  request(request: unknown): void;
}

export interface TlibServerToClient {
  event(event: TEvent): void;
}
