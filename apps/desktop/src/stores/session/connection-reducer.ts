import type { TEvent } from '@cordboard/shared/tlib/events';
import type { ChannelStatus } from '../../gateway/gateway.ts';

export interface ConnectionState {
  readonly status: ChannelStatus;
  /** Server time at which this connection began. */
  readonly connectedAt: number | null;
  /** Whether there was a connection before this one. */
  readonly wasLost: boolean;
  /** Stored events that came after the reconnect and happened before it. */
  readonly recovered: number;
  /** The banner "Back online" is shown. */
  readonly isBack: boolean;
}

export const initialConnectionState: ConnectionState = {
  status: 'closed',
  connectedAt: null,
  wasLost: false,
  recovered: 0,
  isBack: false,
};

export function applyStatus(state: ConnectionState, status: ChannelStatus): ConnectionState {
  if (status === 'closed') return initialConnectionState;
  if (status === 'lost') return { ...state, status, wasLost: true, isBack: false, recovered: 0 };
  if (status === 'live') return { ...state, status, isBack: state.wasLost, wasLost: false };
  return { ...state, status };
}

export function applyEvent(state: ConnectionState, event: TEvent): ConnectionState {
  if (event.name === 'EventServerConnected') return { ...state, connectedAt: event.time };
  if (!state.isBack || event.eventSequenceNumber === undefined || state.connectedAt === null) return state;
  return event.time < state.connectedAt ? { ...state, recovered: state.recovered + 1 } : state;
}

/** The banner has been read. */
export function dismissBack(state: ConnectionState): ConnectionState {
  return { ...state, isBack: false };
}
