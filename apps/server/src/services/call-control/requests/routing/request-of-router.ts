import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { ConnId } from '@cordboard/shared/ids';
import { fail, type Result, succeed } from '../../../../base/result.ts';
import type { RouteRequest } from '../../../../domain/routing/requests/route-request.ts';
import { waitsForRouter } from '../../../router/waiting/outside-router.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';

/** The interaction of a request, when it waits on this routing point for what the outside router says. */
export function requestOfRouter(
  decision: Decision,
  client: TlibClient,
  { thisDN, connID }: { readonly thisDN: string; readonly connID: string },
): Result<RouteRequest, Refusal> {
  if (client.role !== 'application') return fail(refuse('RequestNotAllowed'));
  const request = decision.state.routeRequests.get(connID.toLowerCase() as ConnId);
  if (request?.routingPoint !== thisDN) return fail(refuse('UnknownCall'));
  if (request.servedBy === 'strategy')
    return fail(refuse('InvalidState', 'The strategy of the routing point has this call.'));
  if (request.offeredTo !== null) return fail(refuse('InvalidState', 'It rings already.'));
  return waitsForRouter(decision, request)
    ? succeed(request)
    : fail(refuse('InvalidState', 'It is on its way outside.'));
}
