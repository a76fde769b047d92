/** Somebody is looked for who joins a call: as a conferee, or because a consultation has become the call it was made for. */
import type { ConnId, Dn } from '@cordboard/shared/ids';
import { required } from '../../base/assert.ts';
import { type Call, hasRingingParty } from '../../domain/call-model/calls/call.ts';
import { deadlineId } from '../../domain/call-model/deadline.ts';
import { routeRequest } from '../../domain/call-model/events/events-for-parties.ts';
import type { RouteRequest } from '../../domain/routing/requests/route-request.ts';
import type { Decision } from '../switch/decision.ts';
import { enterRouting, forget } from './strategies/run-strategy.ts';
import { keepFrom } from './waiting/keep-from.ts';

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
