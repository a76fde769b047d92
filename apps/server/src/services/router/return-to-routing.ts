/** A call comes to a routing point again: nobody took it, or an agent sends it there. */
import type { Dn } from '@cordboard/shared/ids';
import { required } from '../../base/assert.ts';
import { type Call, presentParties } from '../../domain/call-model/calls/call.ts';
import type { Coming } from '../../domain/call-model/calls/party.ts';
import { routeRequest } from '../../domain/call-model/events/events-for-parties.ts';
import { releaseObservers } from '../../domain/call-model/operations/observe.ts';
import type { RouteRequest } from '../../domain/routing/requests/route-request.ts';
import type { Decision } from '../switch/decision.ts';
import { routeAlternately } from './alternate-routing.ts';
import { enterRouting } from './strategies/run-strategy.ts';
import { selectTimedOut } from './strategies/strategy-inputs.ts';
import { keepFrom } from './waiting/keep-from.ts';
import { askRouterAgain, hasRouter, returnMsLeft } from './waiting/outside-router.ts';

/** Why a call is on its routing point again. */
export type ReturnReason = 'declined' | 'noAnswer' | 'redirected';

/** Nobody took the call: it waits again at the front of its queue, with its age. */
export function returnToRouting(decision: Decision, left: Call, routingPoint: Dn, from: Dn, why: ReturnReason): void {
  // Nobody is left whom a supervisor could watch.
  const call = releaseObservers(decision, left);
  const request = decision.state.routeRequests.get(call.id);
  if (request === undefined) {
    // The call had been answered: it enters its routing point anew, at the head because of its age.
    decision.publish(routeRequest(call, routingPoint, why));
    enterRouting(decision, call, routingPoint);
    const anew = decision.state.routeRequests.get(call.id);
    if (anew !== undefined) takeBack(decision, anew, from, why);
    return;
  }
  const waiting = takeBack(decision, request, from, why);
  if (request.servedBy === 'router') {
    const isExpected = hasRouter(decision, routingPoint) || returnMsLeft(decision, routingPoint) !== undefined;
    if (isExpected) askRouterAgain(decision, waiting, why);
    else routeAlternately(decision, waiting, 'routerGone');
  } else if (waiting.timesOutAt !== null && waiting.timesOutAt <= decision.now) selectTimedOut(decision, waiting);
}

/** An agent sends a call to a routing point: EventRouteRequest, and the strategy runs. It is not offered to him for a while. */
export function sendToRouting(
  decision: Decision,
  left: Call,
  routingPoint: Dn,
  from: Dn,
  why: 'transferred' | 'redirected',
): void {
  const call = releaseObservers(decision, left);
  decision.publish(routeRequest(call, routingPoint, why));
  enterRouting(decision, call, routingPoint);
  const request = decision.state.routeRequests.get(call.id);
  if (request !== undefined) keepFrom(decision, request, from);
}

/** The request is offered to nobody; who declined is not asked again for a while. */
function takeBack(decision: Decision, request: RouteRequest, from: Dn, why: ReturnReason): RouteRequest {
  const isAlone = presentParties(required(decision.calls.get(request.id), 'call of a route request')).length === 0;
  const coming: Coming = isAlone ? { as: 'routed' } : request.coming;
  const waiting: RouteRequest = { ...request, offeredTo: null, noAnswer: null, coming };
  decision.state.routeRequests.put(waiting);
  return why === 'declined' ? keepFrom(decision, waiting, from) : waiting;
}
