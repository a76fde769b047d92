import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { ClientCertificates } from './outgoing-connections.ts';
import type { ServerCertificates } from './tls-listener.ts';
import type { TransportLimits } from './transport-limits.ts';
import type { ClientOf, OriginCheck } from './websocket.ts';

/** What the transports of SIP and of MSRP are made of. */
export interface StreamTransportsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Different in every run of the server, so that a stored flow id never names somebody else's connection. */
  readonly bootId: string;
  readonly isAllowedOrigin?: OriginCheck;
  /** Whose WebSocket handshake it is, where reverse proxies are trusted. */
  readonly clientOf?: ClientOf;
  /** Without it there is no TLS. */
  readonly certificates?: ServerCertificates;
  /** For TLS connections of our own. */
  readonly clientCertificates?: ClientCertificates;
  readonly limits?: Partial<TransportLimits>;
  /** Whether one more new connection of this address is taken; without it each is. */
  readonly admits?: (address: string) => boolean;
}
