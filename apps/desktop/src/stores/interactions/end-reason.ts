import { CallState } from '@cordboard/shared/tlib/call-types';
import type { EventAbandoned, EventReleased } from '@cordboard/shared/tlib/events';

/** Why a call ended: its CallState, or RemoteRelease when the server names the customer as the one who ended it. */
export function endReason({ callState, extensions }: EventReleased | EventAbandoned): CallState {
  return extensions?.endedBy === 'customer' ? CallState.RemoteRelease : callState;
}
