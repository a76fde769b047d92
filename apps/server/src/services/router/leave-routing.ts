/** A call leaves its routing point: somebody has it, the customer has gone, or it is sent on. */
import type { Dn } from '@cordboard/shared/ids';
import { CallState } from '@cordboard/shared/tlib/call-types';
import { required } from '../../base/assert.ts';
import type { Call } from '../../domain/call-model/calls/call.ts';
import { abandonedOnQueue, routeUsed } from '../../domain/call-model/events/events-for-parties.ts';
import type { DivertedBy } from '../../domain/call-model/events/events-for-parties-routing.ts';
import type { RouteRequest } from '../../domain/routing/requests/route-request.ts';
import type { Decision } from '../switch/decision.ts';
import { forget, sendTo } from './strategies/run-strategy.ts';
import { divertFromQueue, leaveVirtualQueue } from './waiting/queue-stay.ts';

/** The call is answered at, or redirected to, this DN: the routing is used, the call leaves the virtual queue. */
export function callRouted(decision: Decision, call: Call, to: Dn, by?: DivertedBy): void {
  const request = decision.state.routeRequests.get(call.id);
  if (request === undefined) return;
  decision.publish(routeUsed(call, request.routingPoint, to));
  divertFromQueue(decision, call, request, to, by);
  forget(decision, request);
}

/** The customer left before an answer: EventAbandoned on the virtual queue and on the routing point. */
export function callAbandoned(decision: Decision, call: Call): void {
  const request = decision.state.routeRequests.get(call.id);
  if (request === undefined) return;
  leaveVirtualQueue(decision, call, request, CallState.Ok);
  decision.publish(abandonedOnQueue(call, request.routingPoint));
  forget(decision, request);
}

/** The interaction leaves its strategy for another routing point; says whether that takes it. */
export function sendOn(decision: Decision, request: RouteRequest, routingPoint: Dn): boolean {
  const call = required(decision.calls.get(request.id), 'call of a route request');
  return sendTo(decision, call, request, { type: 'routingPoint', number: routingPoint }) === undefined;
}
