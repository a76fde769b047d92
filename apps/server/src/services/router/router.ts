/**
 * The router: runs the strategy of a routing point, keeps what waits, offers it to an agent and takes it back when nobody
 * answers. It acts in the same decision as the input that moved it.
 */
import type { ConnId, Dn } from '@cordboard/shared/ids';
import { mergePairs } from '@cordboard/shared/tlib/attached-data';
import { CallState } from '@cordboard/shared/tlib/call-types';
import { assert, required } from '../../base/assert.ts';
import type { AgentSession } from '../../domain/agents/agent-session.ts';
import { type Call, hasRingingParty, presentParties } from '../../domain/call-model/call.ts';
import { deadlineId } from '../../domain/call-model/deadline.ts';
import { abandonedOnQueue, routeRequest, routeUsed } from '../../domain/call-model/events-for-parties.ts';
import type { DivertedBy } from '../../domain/call-model/events-for-parties-routing.ts';
import { changeUserData } from '../../domain/call-model/operations/attach-data.ts';
import { releaseObservers } from '../../domain/call-model/operations/observe.ts';
import { ring } from '../../domain/call-model/operations/ring.ts';
import type { Coming } from '../../domain/call-model/party.ts';
import { decisionRecord } from '../../domain/routing/decision-record.ts';
import { declinedBy } from '../../domain/routing/decline-pause.ts';
import { nextPairing, type Pairing } from '../../domain/routing/next-pairing.ts';
import type { RouteRequest } from '../../domain/routing/route-request.ts';
import { routingData } from '../../domain/routing/routing-data.ts';
import type { RoutingTarget } from '../../domain/routing/strategy/targets.ts';
import type { Decision } from '../switch/decision.ts';
import { routeAlternately } from './alternate-routing.ts';
import { matchingOf } from './matching-of.ts';
import { askRouterAgain, hasRouter, returnMsLeft } from './outside-router.ts';
import { divertFromQueue, leaveVirtualQueue } from './queue-stay.ts';
import { enterRouting, forget, runStrategy, sendTo } from './run-strategy.ts';
import { takeText, treatmentTimedOut } from './treatments.ts';
import { whoWasLeftOut } from './who-was-left-out.ts';

export { isServed } from './outside-router.ts';
export { enterRouting } from './run-strategy.ts';

/** Why a call is on its routing point again. */
export type ReturnReason = 'declined' | 'noAnswer' | 'redirected';

/** Offers what waits to agents who can take it, as long as there is such a pair. */
export function routeWaiting(decision: Decision): void {
  const matching = matchingOf(decision);
  let pairing = nextPairing(matching);
  while (pairing !== undefined) {
    offer(decision, pairing);
    pairing = nextPairing(matching);
  }
  lookAgainLater(decision);
}

const MINUTE_MS = 60_000;

/** Thresholds that time alone makes true are looked at again when the next minute has begun, while somebody is kept back by one. */
function lookAgainLater(decision: Decision): void {
  if (!decision.state.waitingRequests.waitsForTime) decision.cancelDeadline('threshold', '');
  else if (!decision.hasDeadline('threshold', '')) {
    // A little into it: times are fractions of milliseconds.
    decision.setDeadline('threshold', '', MINUTE_MS - (decision.now % MINUTE_MS) + 1);
  }
}

/** The call is answered at, or redirected to, this DN: the routing is used, the call leaves the virtual queue. */
export function callRouted(decision: Decision, call: Call, to: Dn, by?: DivertedBy): void {
  const request = decision.state.routeRequests.get(call.id);
  if (request === undefined) return;
  decision.publish(routeUsed(call, request.routingPoint, to));
  divertFromQueue(decision, call, request, to, by);
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

/** A conferee is asked for over a routing point; he comes beside those who are in the call. */
export function askForConferee(decision: Decision, call: Call, routingPoint: Dn, from: Dn): void {
  decision.publish(routeRequest(call, routingPoint, 'conference'));
  enterRouting(decision, call, routingPoint, { coming: { as: 'conferee', from } });
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
  const due = (['treatmentTimeout', 'routerTimeout'] as const).map((kind) => ({
    kind,
    at: decision.state.deadlines.get(deadlineId(kind, consultation))?.at,
  }));
  forget(decision, request);
  const textsTaken = decision.transcripts.nextNumber(to.id) - 1;
  const moved: RouteRequest = { ...request, id: to.id, inCall: [], textsTaken };
  decision.state.routeRequests.put(moved);
  for (const decline of request.declined) {
    decision.setDeadline('declinePause', `${to.id}|${decline.dn}`, Math.max(decline.until - decision.now, 0));
  }
  if (request.timesOutAt !== null) {
    decision.setDeadline('selectTimeout', to.id, Math.max(request.timesOutAt - decision.now, 0));
  }
  for (const { kind, at } of due) {
    if (at !== undefined) decision.setDeadline(kind, to.id, Math.max(at - decision.now, 0));
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
  const waiting: RouteRequest = { ...request, offeredTo: null, noAnswer: null, coming };
  decision.state.routeRequests.put(waiting);
  return why === 'declined' ? keepFrom(decision, waiting, from) : waiting;
}

/** Something of the present wait is due: its end, its next target, an announcement. */
export function selectTimedOut(decision: Decision, request: RouteRequest): void {
  if (request.offeredTo !== null) return;
  runStrategy(decision, request, { name: 'timedOut' });
}

/** The customer has written: a treatment that asked for a text has it. What opens the interaction is no answer to anything. */
export function customerWrote(decision: Decision, connId: ConnId, isOpening = false): void {
  const request = decision.state.routeRequests.get(connId);
  if (isOpening && request?.treatment?.onlyAnswers === true) {
    decision.state.routeRequests.put({ ...request, textsTaken: decision.transcripts.nextNumber(connId) - 1 });
    return;
  }
  const ended = request === undefined ? undefined : takeText(decision, request);
  const changed = decision.state.routeRequests.get(connId);
  if (changed !== undefined && ended !== undefined) runStrategy(decision, changed, ended);
}

/** TOTAL_TIMEOUT is over. */
export function treatmentDue(decision: Decision, connId: ConnId): void {
  const request = decision.state.routeRequests.get(connId);
  const ended = request === undefined ? undefined : treatmentTimedOut(decision, request);
  const changed = decision.state.routeRequests.get(connId);
  if (changed !== undefined && ended !== undefined) runStrategy(decision, changed, ended);
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

/** The interaction is offered to this agent, whatever its targets are. */
export function offerTo(decision: Decision, request: RouteRequest, agent: AgentSession): void {
  const target: RoutingTarget = { type: 'agent', name: agent.agentId, choice: 'longestReady' };
  offer(decision, { request, agent, selection: { target, chosen: agent, candidates: [], tieBreaker: 'overflow' } });
}

/** The decision is kept, the routing data attached, and the call rings at the agent's DN. */
function offer(decision: Decision, { request, agent, selection }: Pairing): void {
  const call = required(decision.calls.get(request.id), 'call of a route request');
  const { target } = selection;
  const leftOut = whoWasLeftOut(decision, request, target);
  decision.recordRoutingDecision(call.id, decisionRecord(request, selection, decision.now, leftOut));
  const noAnswer = target?.noAnswer ?? null;
  decision.state.routeRequests.put({ ...request, offeredTo: agent.id, offeredFor: target ?? null, noAnswer });
  const data = routingData(request, target, agent, decision.configuration.tenant.name, call.userData);
  const { call: withData } = changeUserData(decision, call, mergePairs(call.userData, data), request.routingPoint);
  const { routingPoint, coming } = request;
  ring(decision, withData, agent, {
    thisQueue: routingPoint,
    coming,
    isOffer: true,
    noAnswer: selection.target?.noAnswer,
  });
  assert(decision.agentSessions.get(agent.id)?.waitingSince === decision.now, 'an offer restarts the waiting time');
}
