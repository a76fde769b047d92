/** What an outside router says of an interaction: TRouteCall. */

import type { Dn } from '@cordboard/shared/ids';
import type { AskedNoAnswer } from '@cordboard/shared/routing/no-answer';
import { CallState } from '@cordboard/shared/tlib/call-types';
import { required } from '../../../base/assert.ts';
import type { AgentSession } from '../../../domain/agents/agent-session.ts';
import { ring } from '../../../domain/call-model/operations/ring.ts';
import { canAccept } from '../../../domain/capacity/can-accept.ts';
import { pausedUntil } from '../../../domain/routing/requests/decline-pause.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import { decisionRecord } from '../../../domain/routing/targets/decision-record.ts';
import type { Decision } from '../../switch/decision.ts';
import { enterVirtualQueue, leaveVirtualQueue } from '../waiting/queue-stay.ts';
import { stopTreatment } from '../waiting/treatments.ts';

export interface RouteOrder {
  /** Name of the application that asks. */
  readonly by: string;
  /** In which the interaction stands from now on; null leaves it where it is. */
  readonly virtualQueue: Dn | null;
  readonly noAnswer: AskedNoAnswer | null;
}

/** Whether an agent of a group may be chosen for it. */
export function mayBeOffered(decision: Decision, request: RouteRequest, { id }: AgentSession): boolean {
  return !request.inCall.includes(id) && pausedUntil(request, id, decision.now) === null;
}

/** Whether the agent, named by the router, can get it: connected, with room under the capacity rule. Readiness is the router's affair. */
export function canBeOffered(decision: Decision, request: RouteRequest, session: AgentSession): boolean {
  const rule = decision.configuration.capacityRuleFor(session.userName, session.place);
  return (
    session.absentSince === null &&
    !request.inCall.includes(session.id) &&
    (!decision.configuration.tenant.options.use_agent_capacity || canAccept(rule, session.occupancy, 'chat'))
  );
}

/** The interaction rings at an agent's DN. It is routed, and leaves its virtual queue, when he answers. */
export function routeToAgent(decision: Decision, request: RouteRequest, agent: AgentSession, order: RouteOrder): void {
  decision.cancelDeadline('routerTimeout', request.id);
  stopTreatment(decision, request);
  const placed = enterQueue(decision, required(decision.state.routeRequests.get(request.id), 'routed request'), order);
  const { id, agentId, waitingSince } = agent;
  const selection = {
    target: undefined,
    chosen: agent,
    candidates: [{ dn: id, agentID: agentId, waitingSince, excluded: null }],
    tieBreaker: 'chosen by the outside router',
  };
  const record = decisionRecord({ ...placed, strategy: order.by }, selection, decision.now);
  decision.recordRoutingDecision(request.id, record);
  decision.state.routeRequests.put({ ...placed, offeredTo: id, noAnswer: order.noAnswer });
  const call = required(decision.calls.get(request.id), 'call of a route request');
  const { routingPoint, coming } = request;
  ring(decision, call, agent, {
    thisQueue: routingPoint,
    coming,
    isOffer: true,
    noAnswer: order.noAnswer ?? undefined,
  });
}

/** EventQueued where it is new; a queue that it has left before the answer sees EventAbandoned. */
function enterQueue(decision: Decision, request: RouteRequest, { virtualQueue }: RouteOrder): RouteRequest {
  if (virtualQueue === null || virtualQueue === request.virtualQueue) return request;
  const call = required(decision.calls.get(request.id), 'call of a route request');
  leaveVirtualQueue(decision, call, request, CallState.Cleared);
  const virtualQueueId = enterVirtualQueue(decision, call, virtualQueue);
  return { ...request, virtualQueue, virtualQueueId };
}
