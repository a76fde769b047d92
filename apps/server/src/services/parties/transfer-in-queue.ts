import type { Dn } from '@cordboard/shared/ids';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { required } from '../../base/assert.ts';
import type { Call } from '../../domain/call-model/calls/call.ts';
import { partyChangedOnQueue } from '../../domain/call-model/events/events-for-parties.ts';
import { completeTransferInQueue } from '../../domain/call-model/operations/consult.ts';
import { releaseObservers } from '../../domain/call-model/operations/observe.ts';
import { routingData } from '../../domain/routing/targets/routing-data.ts';
import { moveRequest } from '../router/ask-to-join.ts';
import type { Decision } from '../switch/decision.ts';

/**
 * A transfer that is completed while its consultation waits on a routing point: the call stands there instead, at the
 * consultation's place. EventReleased of both for the agent, EventPartyChanged on the routing point, on the virtual queue and
 * on the DN where it rings.
 */
export function transferInQueue(
  decision: Decision,
  pair: { readonly main: Call; readonly consult: Call; readonly dn: Dn },
): DnEvent {
  const { main, consult, dn } = pair;
  const request = required(decision.state.routeRequests.get(consult.id), 'request of a consultation');
  const agent = request.offeredTo === null ? undefined : decision.agentSessions.get(request.offeredTo);
  const { name } = decision.configuration.tenant;
  const userData =
    agent === undefined ? {} : routingData(request, request.offeredFor ?? undefined, agent, name, main.userData);
  const { routingPoint, virtualQueue } = request;
  const { call: moved, event } = completeTransferInQueue(decision, { main, consult, dn, routingPoint, userData });
  // Nobody talks any more, so nobody can be observed.
  const call = releaseObservers(decision, moved);
  moveRequest(decision, consult.id, call, dn);
  decision.publish(partyChangedOnQueue(call, routingPoint, dn, consult.id));
  if (virtualQueue !== null) decision.publish(partyChangedOnQueue(call, virtualQueue, dn, consult.id));
  return event;
}
