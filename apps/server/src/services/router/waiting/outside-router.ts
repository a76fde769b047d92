/**
 * Outside routers: applications that have registered a routing point with mode 0. While one is connected, the interactions that
 * come to the routing point are its own: it is asked by EventRouteRequest and has `router-timeout` to do something about each.
 */
import type { Dn } from '@cordboard/shared/ids';
import { RegisterMode } from '@cordboard/shared/tlib/call-types';
import { required } from '../../../base/assert.ts';
import type { Call } from '../../../domain/call-model/calls/call.ts';
import { deadlineId } from '../../../domain/call-model/deadline.ts';
import { routeRequest } from '../../../domain/call-model/events/events-for-parties.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { Decision } from '../../switch/decision.ts';
import type { Registration } from '../../switch/rows/registration.ts';
import { type Entry, newRequest } from './new-request.ts';

/** The routing points for which an application is the outside router while it is connected. */
export function pointsOfRouter(decision: Decision, { userName, modes }: Registration): readonly Dn[] {
  if (decision.configuration.findPerson(userName)?.role !== 'application') return [];
  return (Object.keys(modes) as Dn[]).filter(
    (dn) => modes[dn] === RegisterMode.Share && decision.configuration.findRoutingPoint(dn) !== undefined,
  );
}

/** Whether an outside router is registered on the routing point and connected. */
export function hasRouter(decision: Decision, routingPoint: Dn): boolean {
  return decision.state.registrationsByDn
    .get(routingPoint)
    .some((held) => (held.absentSince ?? null) === null && pointsOfRouter(decision, held).includes(routingPoint));
}

/** Whether the routing point takes interactions: it is enabled and there is somebody, or a strategy, who says where they go. */
export function isServed(decision: Decision, routingPoint: Dn): boolean {
  const { configuration } = decision;
  const dn = configuration.findRoutingPoint(routingPoint);
  return dn !== undefined && (configuration.isServed(dn) || (dn.enabled && hasRouter(decision, routingPoint)));
}

/** The interaction waits for what the outside router says. EventRouteRequest has told it. */
export function waitForRouter(decision: Decision, call: Call, routingPoint: Dn, entry: Entry): void {
  const request = newRequest(decision, call, routingPoint, entry, {
    servedBy: 'router',
    strategy: '',
    version: 0,
    block: '',
    path: [],
    virtualQueue: null,
    run: { name: 'running', inARow: 0, variables: {}, priority: { base: 0 }, announcing: null },
  });
  decision.state.routeRequests.put(request);
  awaitRouter(decision, request);
}

/** For how long, in ms, a router of the routing point that has lost its connection may still come back; undefined while one is there, or none is expected. */
export function returnMsLeft(decision: Decision, routingPoint: Dn): number | undefined {
  if (hasRouter(decision, routingPoint)) return undefined;
  const graceMs = decision.configuration.tenant.options['router-reconnect-grace'] * 1000;
  const left = decision.state.registrationsByDn
    .get(routingPoint)
    .filter((held) => pointsOfRouter(decision, held).includes(routingPoint))
    .map((held) => (held.absentSince ?? decision.now) + graceMs - decision.now);
  const most = Math.max(...left, 0);
  return most > 0 ? most : undefined;
}

/** From now on the outside router has `router-timeout` for what it does next; less when it has to come back first. */
export function awaitRouter(decision: Decision, { id, routingPoint }: RouteRequest): void {
  const { configuration } = decision;
  const seconds =
    configuration.findRoutingPoint(routingPoint)?.['router-timeout'] ?? configuration.tenant.options['router-timeout'];
  const left = returnMsLeft(decision, routingPoint) ?? Number.POSITIVE_INFINITY;
  decision.setDeadline('routerTimeout', id, Math.min(seconds * 1000, left));
}

/** The router has lost its connection: what waits for it has only the time in which it may come back. */
export function awaitReturn(decision: Decision, { id }: RouteRequest, leftMs: number): void {
  const due = decision.state.deadlines.get(deadlineId('routerTimeout', id))?.at ?? Number.POSITIVE_INFINITY;
  decision.setDeadline('routerTimeout', id, Math.min(leftMs, Math.max(due - decision.now, 0)));
}

/** EventRouteRequest again, with the same ConnID. */
export function askRouterAgain(decision: Decision, request: RouteRequest, reason: string): void {
  const call = required(decision.calls.get(request.id), 'call of a route request');
  decision.publish(routeRequest(call, request.routingPoint, reason));
  awaitRouter(decision, request);
}

/** Any request of an outside router about an interaction shows that it has not forgotten it. */
export function routerActed(decision: Decision, request: RouteRequest): void {
  if (waitsForRouter(decision, request) && request.treatment === null) awaitRouter(decision, request);
}

/** Whether it is for the outside router to say what comes next: it rings nowhere and is not on its way outside. */
export function waitsForRouter({ calls }: Decision, { id, servedBy, offeredTo }: RouteRequest): boolean {
  return servedBy === 'router' && offeredTo === null && calls.get(id)?.external === undefined;
}
