import type { TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest } from '@cordboard/shared/tlib/requests';

/**
 * closed → connecting → live ⇄ lost → … ; `refused` when the server does not take the token.
 * The channel is live once EventLinkConnected has come.
 */
export type ChannelStatus = 'closed' | 'connecting' | 'live' | 'lost' | 'refused';

export interface GatewayListener {
  /** Each event once, in order. */
  event(event: TEvent): void;
  status(status: ChannelStatus): void;
}

/** The T-Library channel as the stores see it; tests put a fake in its place. */
export interface Gateway {
  connect(token: string, listener: GatewayListener): void;
  send(request: TRequest): void;
  close(): void;
}
