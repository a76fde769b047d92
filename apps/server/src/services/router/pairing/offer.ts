/** An interaction is offered to an agent. */
import { mergePairs } from '@cordboard/shared/tlib/attached-data';
import { assert, required } from '../../../base/assert.ts';
import type { AgentSession } from '../../../domain/agents/agent-session.ts';
import { changeUserData } from '../../../domain/call-model/operations/attach-data.ts';
import { ring } from '../../../domain/call-model/operations/ring.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { RoutingTarget } from '../../../domain/routing/strategy/run/targets.ts';
import { decisionRecord } from '../../../domain/routing/targets/decision-record.ts';
import type { Pairing } from '../../../domain/routing/targets/next-pairing.ts';
import { routingData } from '../../../domain/routing/targets/routing-data.ts';
import type { Decision } from '../../switch/decision.ts';
import { whoWasLeftOut } from './who-was-left-out.ts';

/** The decision is kept, the routing data attached, and the call rings at the agent's DN. */
export function offer(decision: Decision, { request, agent, selection }: Pairing): void {
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

/** The interaction is offered to this agent, whatever its targets are. */
export function offerTo(decision: Decision, request: RouteRequest, agent: AgentSession): void {
  const target: RoutingTarget = { type: 'agent', name: agent.agentId, choice: 'longestReady' };
  offer(decision, { request, agent, selection: { target, chosen: agent, candidates: [], tieBreaker: 'overflow' } });
}
