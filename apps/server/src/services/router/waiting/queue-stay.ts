import type { Dn } from '@cordboard/shared/ids';
import type { CallState } from '@cordboard/shared/tlib/call-types';
import type { Call } from '../../../domain/call-model/calls/call.ts';
import {
  DivertedBy,
  divertedFrom,
  leftVirtualQueue,
  type QueueStay,
  queued,
} from '../../../domain/call-model/events/events-for-parties-routing.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { Decision } from '../../switch/decision.ts';

/** EventQueued: a new stay in the virtual queue begins; its id. */
export function enterVirtualQueue(decision: Decision, call: Call, virtualQueue: Dn): string {
  const id = decision.random.hex(12).toUpperCase();
  decision.publish(queued(call, { virtualQueue, id, location: decision.configuration.switchName }));
  return id;
}

/** EventDiverted, when it stands in a virtual queue: it goes to `to` for good. */
export function divertFromQueue(
  decision: Decision,
  call: Call,
  request: RouteRequest,
  to: Dn,
  by: DivertedBy = request.servedBy === 'router' ? DivertedBy.OutsideRouter : DivertedBy.Strategy,
): void {
  const stay = stayOf(decision, request);
  if (stay !== undefined) decision.publish(divertedFrom(call, stay, to, by));
}

/** EventAbandoned, when it stands in a virtual queue; `callState` 19 Cleared when the customer is still there. */
export function leaveVirtualQueue(decision: Decision, call: Call, request: RouteRequest, callState: CallState): void {
  const stay = stayOf(decision, request);
  if (stay !== undefined) decision.publish(leftVirtualQueue(call, stay, callState));
}

function stayOf({ configuration }: Decision, { virtualQueue, virtualQueueId }: RouteRequest): QueueStay | undefined {
  if (virtualQueue === null) return undefined;
  return { virtualQueue, id: virtualQueueId ?? '', location: configuration.switchName };
}
