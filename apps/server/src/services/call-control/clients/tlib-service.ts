import type { TRequest } from '@cordboard/shared/tlib/requests';
import type { TlibClient } from '../../switch/effects/tlib-client.ts';

/** What the gateway calls; implemented by call control. */
export interface TlibService {
  /**
   * The client sees EventServerConnected and EventLinkConnected, then what it missed since `lastSequence` (or the present
   * state), then what is live.
   */
  clientConnected(client: TlibClient, lastSequence: number | undefined): void;
  clientDisconnected(client: TlibClient): void;
  /** A request that passed the schema. The answer comes through `client.send`. */
  receiveRequest(client: TlibClient, request: TRequest): void;
}
