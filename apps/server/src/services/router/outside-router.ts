/**
 * Outside routers: applications that have registered a routing point with mode 0. While one is connected, the interactions that
 * come to the routing point are its own: it is asked by EventRouteRequest and has `router-timeout` to do something about each.
 */
import type { Dn } from '@cordboard/shared/ids';
import { RegisterMode } from '@cordboard/shared/tlib/call-types';
import { required } from '../../base/assert.ts';
import type { Call } from '../../domain/call-model/call.ts';
import { routeRequest } from '../../domain/call-model/events-for-parties.ts';
import type { RouteRequest } from '../../domain/routing/route-request.ts';
import type { Decision } from '../switch/decision.ts';
import type { Registration } from '../switch/registration.ts';
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

/** From now on the outside router has `router-timeout` for what it does next. */
export function awaitRouter(decision: Decision, { id, routingPoint }: RouteRequest): void {
  const { configuration } = decision;
  const seconds =
    configuration.findRoutingPoint(routingPoint)?.['router-timeout'] ?? configuration.tenant.options['router-timeout'];
  decision.setDeadline('routerTimeout', id, seconds * 1000);
}

/** EventRouteRequest again, with the same ConnID. */
export function askRouterAgain(decision: Decision, request: RouteRequest, reason: string): void {
  const call = required(decision.calls.get(request.id), 'call of a route request');
  decision.publish(routeRequest(call, request.routingPoint, reason));
  awaitRouter(decision, request);
}

/** Any request of an outside router about an interaction shows that it has not forgotten it. */
export function routerActed(decision: Decision, request: RouteRequest): void {
  if (request.servedBy === 'router' && request.offeredTo === null && request.treatment === null) {
    awaitRouter(decision, request);
  }
}
