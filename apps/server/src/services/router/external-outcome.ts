/** What becomes of interactions that are on their way outside. */
import type { Dn } from '@cordboard/shared/ids';
import { required } from '../../base/assert.ts';
import type { Call } from '../../domain/call-model/calls/call.ts';
import { dropExternal, reachExternal } from '../../domain/call-model/operations/external.ts';
import { decisionRecord } from '../../domain/routing/targets/decision-record.ts';
import type { Decision } from '../switch/decision.ts';
import { callRouted } from './leave-routing.ts';
import { runStrategy } from './strategies/run-strategy.ts';
import { askRouterAgain } from './waiting/outside-router.ts';

/** Somebody outside has taken the interaction: EventRouteUsed and EventDiverted with his address, on record. */
export function externalReached(decision: Decision, call: Call): void {
  const address = required(call.external, 'far end').address as Dn;
  const request = decision.state.routeRequests.get(call.id);
  const reached = reachExternal(decision, call);
  if (request === undefined) return;
  const selection = { target: undefined, chosen: undefined, candidates: [], tieBreaker: 'external DN' };
  const record = { ...decisionRecord(request, selection, decision.now), target: address, chosen: address };
  decision.recordRoutingDecision(call.id, record);
  callRouted(decision, reached, address);
}

/** It was not taken: the strategy goes on where that is said, an outside router is asked again. */
export function externalFailed(decision: Decision, call: Call, why: string): void {
  const address = required(call.external, 'far end').address;
  dropExternal(decision, call);
  const request = decision.state.routeRequests.get(call.id);
  if (request === undefined) return;
  if (request.servedBy === 'router') askRouterAgain(decision, request, 'noAnswer');
  else runStrategy(decision, request, { name: 'routeFailed', detail: `${address} was not reached: ${why}` });
}
