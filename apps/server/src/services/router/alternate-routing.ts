/** What becomes of interactions for which an outside router does nothing: the routing point itself takes them, on record. */

import type { Dn, PlaceName, UserName } from '@cordboard/shared/ids';
import { CallState } from '@cordboard/shared/tlib/call-types';
import { required } from '../../base/assert.ts';
import type { RouteRequest } from '../../domain/routing/requests/route-request.ts';
import { failureRecord } from '../../domain/routing/targets/decision-record.ts';
import type { Decision } from '../switch/decision.ts';
import { holderId, type Registration } from '../switch/rows/registration.ts';
import { forget, refuse, sendToDefault, startStrategy } from './strategies/run-strategy.ts';
import { strategyOf } from './strategies/strategy-context.ts';
import {
  askRouterAgain,
  awaitReturn,
  awaitRouter,
  hasRouter,
  pointsOfRouter,
  returnMsLeft,
  waitsForRouter,
} from './waiting/outside-router.ts';
import { leaveVirtualQueue } from './waiting/queue-stay.ts';
import { stopTreatment } from './waiting/treatments.ts';

const SENTENCES = {
  routerSilent: 'The outside router did nothing in time.',
  routerGone: 'No outside router is connected and registered there any more.',
  routerDefault: 'The outside router left it to the routing point.',
} as const;

/**
 * Alternate routing: the routing point's strategy takes the interaction, without one the default destination. When there is
 * neither, it goes on waiting for an outside router: no customer is lost.
 */
export function routeAlternately(decision: Decision, request: RouteRequest, reason: keyof typeof SENTENCES): void {
  const { configuration } = decision;
  const { routingPoint } = request;
  const strategy = strategyOf(decision, routingPoint);
  const destination = configuration.findRoutingPoint(routingPoint)?.defaultDestination ?? null;
  const failure = { block: '', reason, detail: SENTENCES[reason], destination: strategy?.name ?? destination };
  decision.recordRoutingDecision(request.id, failureRecord(request, failure, decision.now));
  decision.cancelDeadline('routerTimeout', request.id);
  stopTreatment(decision, request);
  const call = required(decision.calls.get(request.id), 'call of a route request');
  const present = required(decision.state.routeRequests.get(request.id), 'request of an outside router');
  if (strategy !== undefined) {
    leaveVirtualQueue(decision, call, present, CallState.Cleared);
    forget(decision, present);
    const { coming, hops, declined } = present;
    startStrategy(decision, call, routingPoint, { coming, hops, declined });
  } else if (destination !== null) {
    sendToDefault(decision, call, present, destination as Dn);
  }
}

/** The outside router wants nobody to have the interaction: it ends, on record. */
export function endByRouter(decision: Decision, request: RouteRequest): void {
  const detail = 'The outside router rejected it.';
  const failure = { block: '', reason: 'routerRejected', detail, destination: null };
  decision.recordRoutingDecision(request.id, failureRecord(request, failure, decision.now));
  stopTreatment(decision, request);
  const call = required(decision.calls.get(request.id), 'call of a route request');
  leaveVirtualQueue(decision, call, request, CallState.Cleared);
  refuse(decision, request);
}

/** Whether the routing point knows what to do without an outside router. */
export function hasAlternate(decision: Decision, { routingPoint }: RouteRequest): boolean {
  const destination = decision.configuration.findRoutingPoint(routingPoint)?.defaultDestination ?? null;
  return strategyOf(decision, routingPoint) !== undefined || destination !== null;
}

/** An outside router did nothing in time, or did not come back. */
export function routerTimedOut(decision: Decision, request: RouteRequest): void {
  if (!waitsForRouter(decision, request)) return;
  routeAlternately(decision, request, hasRouter(decision, request.routingPoint) ? 'routerSilent' : 'routerGone');
}

/**
 * Somebody has become, or is no longer, the outside router of a routing point. With none left, what waits there for one is
 * routed alternately, at once, or when its connection is lost after the grace; what rings goes on ringing. One that comes is
 * asked about what nobody has taken meanwhile; what a strategy has begun, the strategy ends.
 */
export function routersChanged(decision: Decision, routingPoint: Dn): void {
  const { routerRequestsByPoint } = decision.state;
  const isServed = hasRouter(decision, routingPoint);
  const returnMs = returnMsLeft(decision, routingPoint);
  for (const request of [...routerRequestsByPoint.get(routingPoint)]) {
    if (!waitsForRouter(decision, request)) continue;
    if (isServed && isForgotten(decision, request)) askRouterAgain(decision, request, 'routerReturned');
    else if (!isServed && returnMs === undefined) routeAlternately(decision, request, 'routerGone');
    else if (returnMs !== undefined) awaitReturn(decision, request, returnMs);
  }
}

/** An application's first connection is there, or its last one has gone. */
export function routerConnectionChanged(
  decision: Decision,
  userName: UserName,
  place: PlaceName | null,
  isConnected: boolean,
): void {
  const held = decision.state.registrations.get(holderId(userName, place));
  if (held === undefined || markConnected(decision, held, isConnected) === undefined) return;
  for (const routingPoint of pointsOfRouter(decision, held)) {
    routersChanged(decision, routingPoint);
    if (isConnected) routerIsBack(decision, routingPoint);
  }
}

/** What has waited for its router to come back has the usual time again; a treatment has its own. */
function routerIsBack(decision: Decision, routingPoint: Dn): void {
  for (const request of [...decision.state.routerRequestsByPoint.get(routingPoint)]) {
    if (!waitsForRouter(decision, request)) continue;
    if (request.treatment === null) awaitRouter(decision, request);
    else decision.cancelDeadline('routerTimeout', request.id);
  }
}

/** Keeps whether an outside router is connected; undefined when that is nothing new. Its interactions are not looked at. */
export function markConnected(decision: Decision, held: Registration, isConnected: boolean): Registration | undefined {
  const isAbsent = (held.absentSince ?? null) !== null;
  if (pointsOfRouter(decision, held).length === 0 || isAbsent !== isConnected) return undefined;
  const changed = { ...held, absentSince: isConnected ? null : decision.now };
  decision.state.registrations.put(changed);
  return changed;
}

/** Whether nothing is due for it: no router was there when its time was over. */
function isForgotten(decision: Decision, { id, treatment }: RouteRequest): boolean {
  return treatment === null && !decision.hasDeadline('routerTimeout', id);
}
