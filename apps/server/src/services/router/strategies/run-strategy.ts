import type { Dn } from '@cordboard/shared/ids';
import { mergePairs } from '@cordboard/shared/tlib/attached-data';
import { CallState } from '@cordboard/shared/tlib/call-types';
import { required, unreachable } from '../../../base/assert.ts';
import { type Call, presentParties } from '../../../domain/call-model/calls/call.ts';
import { destinationBusy, routeRequest, routeUsed } from '../../../domain/call-model/events/events-for-parties.ts';
import { routeEnded } from '../../../domain/call-model/events/events-for-parties-routing.ts';
import { changeUserData } from '../../../domain/call-model/operations/attach-data.ts';
import { endCall } from '../../../domain/call-model/operations/release.ts';
import { systemSays } from '../../../domain/call-model/operations/say.ts';
import { LEFT_MESSAGES_MAX } from '../../../domain/routing/requests/left-message.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import { runOfRequest, storedRun } from '../../../domain/routing/requests/stored-run.ts';
import {
  type Effect,
  type Input,
  initialState,
  type RouteDestination,
  type State,
} from '../../../domain/routing/strategy/run/run.ts';
import { advance } from '../../../domain/routing/strategy/strategy-machine.ts';
import { failureRecord } from '../../../domain/routing/targets/decision-record.ts';
import type { Decision } from '../../switch/decision.ts';
import { obstacleOutside, routeOutside } from '../destinations/route-outside.ts';
import { standingTarget, waitWithoutEnd } from '../destinations/standing-target.ts';
import { type Entry, newRequest } from '../waiting/new-request.ts';
import { awaitRouter, hasRouter, isServed, waitForRouter } from '../waiting/outside-router.ts';
import { divertFromQueue, enterVirtualQueue, leaveVirtualQueue } from '../waiting/queue-stay.ts';
import { announceBeside, applyTreatment, stopTreatment } from '../waiting/treatments.ts';
import { strategyContext, strategyOf, strategyOfRequest } from './strategy-context.ts';

/** How often an interaction may be sent from routing point to routing point: strategies may send it in a circle. */
const HOPS_MAX = 5;
/** The same for default destinations, so that who was sent in a circle still gets to one. */
const DEFAULT_HOPS_MAX = 2 * HOPS_MAX;

/** A call has come to a routing point: its outside router is asked what to do, or its strategy starts. */
export function enterRouting(decision: Decision, call: Call, routingPoint: Dn, entry: Entry = {}): void {
  if (hasRouter(decision, routingPoint)) waitForRouter(decision, call, routingPoint, entry);
  else startStrategy(decision, call, routingPoint, entry);
}

/** Starts the routing point's strategy for a call. */
export function startStrategy(decision: Decision, call: Call, routingPoint: Dn, entry: Entry = {}): void {
  const strategy = required(strategyOf(decision, routingPoint), `strategy of ${routingPoint}`);
  const request = newRequest(decision, call, routingPoint, entry, {
    servedBy: 'strategy',
    strategy: strategy.name,
    version: strategy.version,
    ...storedRun(initialState(strategy)),
  });
  runStrategy(decision, request, { name: 'started' });
}

/** Moves the strategy by one input, keeps where it stands, does what it says; what ends at once is the next input. */
export function runStrategy(decision: Decision, request: RouteRequest, input: Input): void {
  if (request.servedBy === 'router') {
    // The outside router has seen what happened. What comes next is for it to say.
    awaitRouter(decision, request);
    return;
  }
  let present = request;
  let next: Input | undefined = input;
  while (next !== undefined) {
    const call = required(decision.calls.get(present.id), 'call of a route request');
    const context = strategyContext(decision, call, present);
    if (context === undefined) {
      refuse(decision, present);
      return;
    }
    const step = advance(runOfRequest(present), next, context);
    next = undefined;
    put(decision, present, step.state);
    for (const effect of step.effects) {
      const kept = decision.state.routeRequests.get(present.id);
      if (kept === undefined) return;
      next = perform(decision, kept, effect) ?? next;
    }
    const kept = decision.state.routeRequests.get(present.id);
    if (kept === undefined) return;
    present = kept;
  }
}

/** Forgets a request and what is due for it. */
export function forget(decision: Decision, request: RouteRequest): void {
  decision.state.routeRequests.remove(request.id);
  decision.cancelDeadline('selectTimeout', request.id);
  decision.cancelDeadline('treatmentTimeout', request.id);
  decision.cancelDeadline('routerTimeout', request.id);
  for (const { dn } of request.declined) decision.cancelDeadline('declinePause', `${request.id}|${dn}`);
}

function put(decision: Decision, request: RouteRequest, state: State): void {
  if (state.name !== 'waiting') decision.cancelDeadline('selectTimeout', request.id);
  const isWaiting = state.name === 'waiting';
  const waits = isWaiting ? {} : { targets: [], timesOutAt: null };
  decision.state.routeRequests.put({ ...request, ...storedRun(state), ...waits });
}

/** Does one effect; returns the input that follows at once. */
function perform(decision: Decision, request: RouteRequest, effect: Effect): Input | undefined {
  const call = required(decision.calls.get(request.id), 'call of a route request');
  const change = (changes: Partial<RouteRequest>) => decision.state.routeRequests.put({ ...request, ...changes });
  switch (effect.name) {
    case 'attachData':
      changeUserData(decision, call, mergePairs(call.userData, effect.pairs), request.routingPoint);
      return undefined;
    case 'applyTreatment':
      return applyTreatment(decision, request, effect).ended;
    case 'announcePosition':
      announceBeside(decision, request, effect.parameters);
      return undefined;
    case 'enterVirtualQueue': {
      change({ virtualQueueId: enterVirtualQueue(decision, call, effect.virtualQueue) });
      return undefined;
    }
    case 'leaveVirtualQueue':
      leaveVirtualQueue(decision, call, { ...request, virtualQueue: effect.virtualQueue }, CallState.Cleared);
      change({ virtualQueueId: null });
      return undefined;
    case 'waitForTargets': {
      const { targets, dueAt } = effect;
      if (dueAt === null) decision.cancelDeadline('selectTimeout', request.id);
      else decision.setDeadline('selectTimeout', request.id, Math.max(0, dueAt - decision.now));
      change({ targets, timesOutAt: dueAt });
      return undefined;
    }
    case 'leaveMessage':
      keepMessage(decision, call, effect);
      return undefined;
    case 'routeTo':
      return sendTo(decision, call, request, effect.destination);
    case 'endCall':
      if (effect.text !== null && presentParties(call).length === 0) systemSays(decision, call, effect.text);
      refuse(decision, request);
      return undefined;
    case 'routeToDefault':
      toDefault(decision, call, request, effect);
      return undefined;
    default:
      return unreachable(effect);
  }
}

/** The message waits for somebody of the group. It is also in the transcript and in the attached data. */
function keepMessage(
  { state: { leftMessages }, now }: Decision,
  call: Call,
  { agentGroup, text }: Extract<Effect, { name: 'leaveMessage' }>,
): void {
  if (leftMessages.size >= LEFT_MESSAGES_MAX) {
    const [oldest] = [...leftMessages.values()].sort((one, other) => one.leftAt - other.leftAt);
    if (oldest !== undefined) leftMessages.remove(oldest.id);
  }
  leftMessages.put({ id: call.id, agentGroup, customer: call.customer?.address ?? call.ani, text, leftAt: now });
}

/** Why the interaction cannot be sent there; undefined when it can. */
export function obstacleTo(
  decision: Decision,
  request: RouteRequest,
  { type, number }: RouteDestination,
  hopsMax = HOPS_MAX,
): string | undefined {
  if (type === 'externalDn') return obstacleOutside(decision, request, number);
  if (!isServed(decision, number)) return `Routing point ${number} takes no interactions.`;
  return request.hops < hopsMax ? undefined : `It was sent from one routing point to another ${request.hops} times.`;
}

/** Sends the interaction to another routing point or outside; undefined when it is there, or on its way. */
export function sendTo(
  decision: Decision,
  call: Call,
  request: RouteRequest,
  destination: RouteDestination,
  hopsMax = HOPS_MAX,
): Input | undefined {
  const obstacle = obstacleTo(decision, request, destination, hopsMax);
  if (obstacle !== undefined) return { name: 'routeFailed', detail: obstacle };
  const { number } = destination;
  if (destination.type === 'externalDn') {
    routeOutside(decision, request, number);
    return undefined;
  }
  stopTreatment(decision, request);
  decision.publish(routeUsed(call, request.routingPoint, number));
  divertFromQueue(decision, call, request, number);
  forget(decision, request);
  const moved: Call = { ...required(decision.calls.get(call.id), 'call that is routed'), routingPoint: number };
  decision.calls.put(moved);
  decision.publish(routeRequest(moved, number, 'redirected'));
  enterRouting(decision, moved, number, { coming: request.coming, hops: request.hops + 1 });
  return undefined;
}

/** The end of a strategy: at the default destination, or refused. A failure is kept. */
function toDefault(
  decision: Decision,
  call: Call,
  request: RouteRequest,
  { destination, reason, detail }: Extract<Effect, { name: 'routeToDefault' }>,
): void {
  if (reason !== 'defaultBlock') {
    const failure = { block: request.block, reason, detail, destination };
    decision.recordRoutingDecision(call.id, failureRecord(request, failure, decision.now));
  }
  for (const next of defaultsFrom(decision, request, destination)) {
    if (sendToDefault(decision, call, request, next)) return;
  }
  refuse(decision, request);
}

/** Where it goes, and where else when that takes nothing now: to the strategy's and the routing point's own default destination. */
function defaultsFrom(decision: Decision, request: RouteRequest, destination: Dn | null): ReadonlySet<Dn> {
  const ofStrategy = strategyOfRequest(decision, request)?.defaultDestination;
  const ofPoint = decision.configuration.findRoutingPoint(request.routingPoint)?.defaultDestination;
  return new Set([destination, ofStrategy, ofPoint].flatMap((dn) => (dn == null ? [] : [dn as Dn])));
}

/** To a routing point, or to wait for the agents of an Extension DN or ACD queue. Says whether that is possible. */
export function sendToDefault(decision: Decision, call: Call, request: RouteRequest, destination: Dn): boolean {
  const target = standingTarget(decision, destination);
  if (target === undefined) {
    const point = { type: 'routingPoint', number: destination } as const;
    return sendTo(decision, call, request, point, DEFAULT_HOPS_MAX) === undefined;
  }
  waitWithoutEnd(decision, request, target);
  return true;
}

/** Nobody is to have the call: it ends, after EventDestinationBusy for a caller. Without the conferee it goes on. */
export function refuse(decision: Decision, request: RouteRequest): void {
  forget(decision, request);
  const call = required(decision.calls.get(request.id), 'call of a route request');
  decision.publish(routeEnded(call, request.routingPoint));
  if (presentParties(call).length > 0) return;
  const caller = call.parties.find((party) => party.state === 'dialing');
  if (caller !== undefined) decision.publish(destinationBusy(call, caller, CallState.Busy));
  endCall(decision, call, { customerLeft: false });
}
