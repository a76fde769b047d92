import type { Dn } from '@cordboard/shared/ids';
import { declinedBy } from '../../../domain/routing/requests/decline-pause.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { Decision } from '../../switch/decision.ts';

/** The request is not offered to this agent for the decline pause. */
export function keepFrom(decision: Decision, request: RouteRequest, from: Dn): RouteRequest {
  const pauseMs = decision.configuration.tenant.options['decline-pause'] * 1000;
  const kept = { ...declinedBy(request, from, decision.now, pauseMs), offeredTo: request.offeredTo };
  decision.state.routeRequests.put(kept);
  decision.setDeadline('declinePause', `${request.id}|${from}`, pauseMs);
  return kept;
}
