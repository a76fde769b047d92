/**
 * The router: runs the strategy of a routing point, keeps what waits, offers it to an agent and takes it back when nobody
 * answers. It acts in the same decision as the input that moved it.
 */
import type { Strategy } from '@cordboard/shared/configuration/routing-strategy';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import { mergePairs } from '@cordboard/shared/tlib/attached-data';
import { CallState } from '@cordboard/shared/tlib/call-types';
import { assert, required } from '../../base/assert.ts';
import { type Call, hasRingingParty, presentParties } from '../../domain/call-model/call.ts';
import {
  abandonedOnQueue,
  destinationBusy,
  diverted,
  queued,
  routeRequest,
  routeUsed,
} from '../../domain/call-model/events-for-parties.ts';
import { changeUserData } from '../../domain/call-model/operations/attach-data.ts';
import { releaseObservers } from '../../domain/call-model/operations/observe.ts';
import { endCall } from '../../domain/call-model/operations/release.ts';
import { ring } from '../../domain/call-model/operations/ring.ts';
import type { Coming } from '../../domain/call-model/party.ts';
import { decisionRecord } from '../../domain/routing/decision-record.ts';
import { declinedBy } from '../../domain/routing/decline-pause.ts';
import { nextPairing, type Pairing } from '../../domain/routing/next-pairing.ts';
import type { RouteRequest } from '../../domain/routing/route-request.ts';
import { routingData } from '../../domain/routing/routing-data.ts';
import {
  advance,
  type Effect,
  type Input,
  initialState,
  type State,
  stateOf,
} from '../../domain/routing/strategy-machine.ts';
import type { Decision } from '../switch/decision.ts';

/** Why a call is on its routing point again. */
export type ReturnReason = 'declined' | 'noAnswer' | 'redirected';

/** Starts the routing point's strategy for a call that has just come. */
export function startStrategy(
  decision: Decision,
  call: Call,
  routingPoint: Dn,
  coming: Coming = { as: 'routed' },
): void {
  const strategy = strategyOf(decision, routingPoint);
  const request: RouteRequest = {
    id: call.id,
    routingPoint,
    strategy: strategy.name,
    version: strategy.version,
    block: strategy.start,
    path: [],
    virtualQueue: null,
    virtualQueueId: null,
    target: null,
    enteredAt: call.startedAt,
    timesOutAt: null,
    offeredTo: null,
    declined: [],
    inCall: call.parties.flatMap((party) => decision.dnsOfSamePlace(party.dn)),
    coming,
  };
  runStrategy(decision, call, request, initialState(strategy), { name: 'started' });
}

/** Offers what waits to agents who can take it, as long as there is such a pair. */
export function routeWaiting(decision: Decision): void {
  const { waitingRequests, readyAgents } = decision.state;
  let pairing = nextPairing(waitingRequests, readyAgents, decision.now);
  while (pairing !== undefined) {
    offer(decision, pairing);
    pairing = nextPairing(waitingRequests, readyAgents, decision.now);
  }
}

/** The call is answered at, or redirected to, this DN: the routing is used, the call leaves the virtual queue. */
export function callRouted(decision: Decision, call: Call, to: Dn): void {
  const request = decision.state.routeRequests.get(call.id);
  if (request === undefined) return;
  decision.publish(routeUsed(call, request.routingPoint, to));
  if (request.virtualQueue !== null) {
    decision.publish(diverted(call, request.virtualQueue, request.virtualQueueId ?? '', to));
  }
  forget(decision, request);
}

/** Nobody took the call: it waits again at the front of its queue, with its age. */
export function returnToRouting(decision: Decision, left: Call, routingPoint: Dn, from: Dn, why: ReturnReason): void {
  // Nobody is left whom a supervisor could watch.
  const call = releaseObservers(decision, left);
  const request = decision.state.routeRequests.get(call.id);
  if (request === undefined) {
    // The call had been answered: it enters its routing point anew, at the head because of its age.
    decision.publish(routeRequest(call, routingPoint, why));
    startStrategy(decision, call, routingPoint);
    const anew = decision.state.routeRequests.get(call.id);
    if (anew !== undefined) takeBack(decision, anew, from, why);
    return;
  }
  const waiting = takeBack(decision, request, from, why);
  if (waiting.timesOutAt !== null && waiting.timesOutAt <= decision.now) selectTimedOut(decision, waiting);
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
  startStrategy(decision, call, routingPoint);
  const request = decision.state.routeRequests.get(call.id);
  if (request !== undefined) keepFrom(decision, request, from);
}

/** A conferee is asked for over a routing point; he comes beside those who are in the call. */
export function askForConferee(decision: Decision, call: Call, routingPoint: Dn, from: Dn): void {
  decision.publish(routeRequest(call, routingPoint, 'conference'));
  startStrategy(decision, call, routingPoint, { as: 'conferee', from });
}

/** Whether somebody is being asked to join the call: he rings, or is being looked for. */
export function isSomebodyAsked(decision: Decision, call: Call): boolean {
  return hasRingingParty(call) || decision.state.routeRequests.get(call.id) !== undefined;
}

/**
 * A consultation that waits, or rings where the router offered it, becomes the call for which it was made: that call has its
 * place, its age and its time limits from now on. Says which agent it rings at.
 */
export function moveRequest(decision: Decision, consultation: ConnId, to: Call, by: Dn): RouteRequest {
  const request = required(decision.state.routeRequests.get(consultation), 'request of a consultation');
  forget(decision, request);
  const moved: RouteRequest = { ...request, id: to.id, inCall: [] };
  decision.state.routeRequests.put(moved);
  for (const decline of request.declined) {
    decision.setDeadline('declinePause', `${to.id}|${decline.dn}`, Math.max(decline.until - decision.now, 0));
  }
  if (request.timesOutAt !== null) {
    decision.setDeadline('selectTimeout', to.id, Math.max(request.timesOutAt - decision.now, 0));
  }
  return keepFrom(decision, moved, by);
}

/** The request is not offered to this agent for the decline pause. */
function keepFrom(decision: Decision, request: RouteRequest, from: Dn): RouteRequest {
  const pauseMs = decision.configuration.tenant.options['decline-pause'] * 1000;
  const kept = { ...declinedBy(request, from, decision.now, pauseMs), offeredTo: request.offeredTo };
  decision.state.routeRequests.put(kept);
  decision.setDeadline('declinePause', `${request.id}|${from}`, pauseMs);
  return kept;
}

/** The request is offered to nobody; who declined is not asked again for a while. */
function takeBack(decision: Decision, request: RouteRequest, from: Dn, why: ReturnReason): RouteRequest {
  const isAlone = presentParties(required(decision.calls.get(request.id), 'call of a route request')).length === 0;
  const coming: Coming = isAlone ? { as: 'routed' } : request.coming;
  const waiting: RouteRequest = { ...request, offeredTo: null, coming };
  decision.state.routeRequests.put(waiting);
  return why === 'declined' ? keepFrom(decision, waiting, from) : waiting;
}

/** The present select block gives up. */
export function selectTimedOut(decision: Decision, request: RouteRequest): void {
  if (request.offeredTo !== null) return;
  const call = required(decision.calls.get(request.id), 'call of a route request');
  runStrategy(decision, call, request, stateOf(request), { name: 'timedOut' });
}

/** The customer left before an answer: EventAbandoned on the virtual queue and on the routing point. */
export function callAbandoned(decision: Decision, call: Call): void {
  const request = decision.state.routeRequests.get(call.id);
  if (request === undefined) return;
  if (request.virtualQueue !== null) decision.publish(abandonedOnQueue(call, request.virtualQueue));
  decision.publish(abandonedOnQueue(call, request.routingPoint));
  forget(decision, request);
}

function strategyOf(decision: Decision, routingPoint: Dn): Strategy {
  const name = decision.configuration.findRoutingPoint(routingPoint)?.strategy ?? '';
  return required(decision.configuration.findStrategy(name), `strategy of ${routingPoint}`);
}

function forget(decision: Decision, request: RouteRequest): void {
  decision.state.routeRequests.remove(request.id);
  decision.cancelDeadline('selectTimeout', request.id);
  for (const { dn } of request.declined) decision.cancelDeadline('declinePause', `${request.id}|${dn}`);
}

/** Moves the strategy by one input, keeps where it stands, does what it says. */
function runStrategy(decision: Decision, call: Call, request: RouteRequest, state: State, input: Input): void {
  const strategy = strategyOf(decision, request.routingPoint);
  const step = advance(state, input, { strategy, mediaType: call.mediaType });
  let changed: RouteRequest = { ...request, block: step.state.block, path: step.state.path };
  for (const effect of step.effects) changed = perform(decision, call, changed, effect);
  if (step.state.name === 'waiting') decision.state.routeRequests.put(changed);
}

function perform(decision: Decision, call: Call, request: RouteRequest, effect: Effect): RouteRequest {
  switch (effect.name) {
    case 'enterVirtualQueue': {
      const virtualQueueId = decision.random.hex(12).toUpperCase();
      decision.publish(queued(call, effect.virtualQueue, virtualQueueId));
      return { ...request, virtualQueue: effect.virtualQueue, virtualQueueId };
    }
    case 'leaveVirtualQueue':
      decision.publish(abandonedOnQueue(call, effect.virtualQueue));
      return { ...request, virtualQueue: null, virtualQueueId: null };
    case 'waitForTarget': {
      const { timeoutSeconds } = effect;
      if (timeoutSeconds !== null) decision.setDeadline('selectTimeout', request.id, timeoutSeconds * 1000);
      const timesOutAt = timeoutSeconds === null ? null : decision.now + timeoutSeconds * 1000;
      return { ...request, target: effect.target, timesOutAt };
    }
    case 'routeToDefault':
      // No block routes to another DN yet, so a default ends the interaction.
      forget(decision, request);
      refuseCall(decision, call);
      return request;
  }
}

/** The strategy has nobody for the call: it ends, after EventDestinationBusy for a caller. Without the conferee it goes on. */
function refuseCall(decision: Decision, call: Call): void {
  if (presentParties(call).length > 0) return;
  const caller = call.parties.find((party) => party.state === 'dialing');
  if (caller !== undefined) decision.publish(destinationBusy(call, caller, CallState.Busy));
  endCall(decision, call, { customerLeft: false });
}

/** The decision is kept, the routing data attached, and the call rings at the agent's DN. */
function offer(decision: Decision, { request, agent, selection }: Pairing): void {
  const call = required(decision.calls.get(request.id), 'call of a route request');
  decision.recordRoutingDecision(call.id, decisionRecord(request, selection, decision.now));
  decision.state.routeRequests.put({ ...request, offeredTo: agent.id });
  const data = routingData(request, agent, decision.configuration.tenant.name, call.userData);
  const { call: withData } = changeUserData(decision, call, mergePairs(call.userData, data), request.routingPoint);
  ring(decision, withData, agent, { thisQueue: request.routingPoint, coming: request.coming });
  assert(decision.agentSessions.get(agent.id)?.waitingSince === decision.now, 'an offer restarts the waiting time');
}
