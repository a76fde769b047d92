import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { Dn } from '@cordboard/shared/ids';
import { mergePairs } from '@cordboard/shared/tlib/attached-data';
import { CallState } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { fail, type Result, succeed } from '../../../../base/result.ts';
import { type Call, findTalkingParty, presentParties } from '../../../../domain/call-model/calls/call.ts';
import type { Party } from '../../../../domain/call-model/calls/party.ts';
import { DivertedBy } from '../../../../domain/call-model/events/events-for-parties-routing.ts';
import { changeUserData } from '../../../../domain/call-model/operations/attach-data.ts';
import { deleteFromConference } from '../../../../domain/call-model/operations/conference.ts';
import { removeParty } from '../../../../domain/call-model/operations/release.ts';
import { ring, withoutObserver } from '../../../../domain/call-model/operations/ring.ts';
import { tellOfSuccessor } from '../../../../domain/call-model/operations/tell-of-successor.ts';
import { type CallTarget, findTarget } from '../../../parties/find-target.ts';
import { noticeRequeue } from '../../../parties/give-back.ts';
import { askForConferee, isSomebodyAsked } from '../../../router/ask-to-join.ts';
import { callAbandoned, callRouted } from '../../../router/leave-routing.ts';
import { sendToRouting } from '../../../router/return-to-routing.ts';
import { routeWaiting } from '../../../router/router.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { type ActingSupervisor, actingSupervisor, auditAct } from '../acting-supervisor.ts';
import { partyOnDn } from '../call-on-dn.ts';
import { answered, type Outcome, refused, replied } from '../outcome.ts';
import { userDataRefusal } from '../user-data-size.ts';

type Towards = TRequestOf<'TSingleStepTransfer' | 'TSingleStepConference' | 'TRedirectCall'>;

interface Found {
  readonly call: Call;
  readonly party: Party;
  readonly target: CallTarget;
}

/** The call, the party of the DN in one of these states, and the target. */
function find(decision: Decision, request: Towards, states: readonly Party['state'][]): Result<Found, Refusal> {
  const found = partyOnDn(decision, request);
  if (!found.ok) return found;
  const { call, party } = found.value;
  if (!states.includes(party.state)) return fail(refuse('InvalidState'));
  const target = findTarget(decision, party.dn, request.otherDN);
  if (!target.ok) return target;
  // Who takes the place of whom would not be clear while somebody else is being asked to join.
  if (request.name === 'TSingleStepTransfer' && isSomebodyAsked(decision, call)) return fail(refuse('InvalidState'));
  const tooMuch = userDataRefusal(mergePairs(call.userData, request.userData ?? {}));
  if (tooMuch !== undefined) return fail(tooMuch);
  const isInCall = target.value.kind === 'agent' && findTalkingParty(call, target.value.session.id) !== undefined;
  return isInCall ? fail(refuse('TargetInCall')) : succeed({ call, party, target: target.value });
}

function withRequestData(decision: Decision, call: Call, request: Towards, by: Dn): Call {
  if (request.userData === undefined) return call;
  return changeUserData(decision, call, mergePairs(call.userData, request.userData), by).call;
}

/** TSingleStepTransfer: the call goes to the target at once, with the same ConnID. */
export function singleStepTransfer(
  decision: Decision,
  client: TlibClient,
  request: TRequestOf<'TSingleStepTransfer'>,
): Outcome {
  const found = find(decision, request, ['established', 'held']);
  if (!found.ok) return refused(found.failure);
  const { party, target } = found.value;
  const isAlone = presentParties(found.value.call).length === 1;
  if (target.kind === 'routingPoint' && (found.value.call.customer === null || !isAlone))
    return refused(refuse('InvalidState', 'Only a customer with whom nobody else talks can be sent there.'));
  const call = withRequestData(decision, found.value.call, request, party.dn);
  const by = actingSupervisor(decision, client, party.dn);
  if (by !== undefined) auditMove(decision, by, call, target);
  const event = send(decision, call, party, target, by);
  routeWaiting(decision);
  return answered(event);
}

function auditMove(decision: Decision, by: ActingSupervisor, call: Call, target: CallTarget): void {
  const isOwn = target.kind === 'agent' && target.session.userName === by.userName;
  const to = target.kind === 'agent' ? target.session.id : target.dn;
  auditAct(decision, by, isOwn ? 'callTakenOver' : 'callRedirected', { connID: call.id, detail: { to } });
}

function send(
  decision: Decision,
  known: Call,
  party: Party,
  target: CallTarget,
  by: ActingSupervisor | undefined,
): DnEvent {
  const to = target.kind === 'agent' ? target.session.id : target.dn;
  const call = withoutObserver(decision, known, to);
  const { call: rest, event } = removeParty(decision, call, party, {
    event: 'EventReleased',
    callState: CallState.Transferred,
    thirdPartyDN: to,
    ...(by === undefined ? {} : { told: by.told }),
  });
  tellOfSuccessor(decision, rest, party, to);
  if (target.kind === 'agent') {
    ring(decision, rest, target.session, {
      thisQueue: party.thisQueue,
      coming: { as: 'transferred', from: party.dn },
    });
  } else {
    const onRoutingPoint: Call = { ...rest, routingPoint: target.dn };
    decision.calls.put(onRoutingPoint);
    // An agent says himself what happens; of what a supervisor does, the customer would not know.
    if (by !== undefined) noticeRequeue(decision, onRoutingPoint);
    sendToRouting(decision, onRoutingPoint, target.dn, party.dn, 'transferred');
  }
  return event;
}

/** TSingleStepConference: the target rings and joins when it answers. EventACK, as nothing happens on the own DN before. */
export function singleStepConference(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TSingleStepConference'>,
): Outcome {
  const found = find(decision, request, ['established', 'held']);
  if (!found.ok) return refused(found.failure);
  const { party, target } = found.value;
  if (decision.state.routeRequests.get(found.value.call.id) !== undefined) return refused(refuse('InvalidState'));
  if (target.kind === 'routingPoint' && isSomebodyAsked(decision, found.value.call))
    return refused(refuse('InvalidState'));
  const call = withRequestData(decision, found.value.call, request, party.dn);
  if (target.kind === 'routingPoint') {
    askForConferee(decision, call, target.dn, party.dn);
    routeWaiting(decision);
  } else {
    ring(decision, call, target.session, { thisQueue: party.thisQueue, coming: { as: 'conferee', from: party.dn } });
  }
  return replied({ name: 'EventACK', time: decision.now, thisDN: party.dn });
}

/** TRedirectCall: a ringing call rings elsewhere. */
export function redirectCall(decision: Decision, client: TlibClient, request: TRequestOf<'TRedirectCall'>): Outcome {
  const found = find(decision, request, ['ringing']);
  if (!found.ok) return refused(found.failure);
  const { party, target } = found.value;
  if (target.kind === 'routingPoint' && presentParties(found.value.call).length > 0)
    return refused(refuse('InvalidState', 'A call in which somebody talks already cannot be sent there.'));
  const withData = withRequestData(decision, found.value.call, request, party.dn);
  const by = actingSupervisor(decision, client, party.dn);
  if (by !== undefined) auditMove(decision, by, withData, target);
  const to = target.kind === 'agent' ? target.session.id : target.dn;
  const call = withoutObserver(decision, withData, to);
  const { call: rest, event } = removeParty(decision, call, party, {
    event: 'EventReleased',
    callState: CallState.Redirected,
    thirdPartyDN: to,
    ...(by === undefined ? {} : { told: by.told }),
  });
  // What the router offered is routed with this: to where it rings or waits from now on.
  callRouted(decision, rest, to, DivertedBy.Redirection);
  tellOfSuccessor(decision, rest, party, to);
  if (target.kind === 'agent') {
    ring(decision, rest, target.session, { thisQueue: party.thisQueue, coming: party.coming });
  } else {
    const onRoutingPoint: Call = { ...rest, routingPoint: target.dn };
    decision.calls.put(onRoutingPoint);
    sendToRouting(decision, onRoutingPoint, target.dn, party.dn, 'redirected');
  }
  routeWaiting(decision);
  return answered(event);
}

/** TDeleteFromConference: drops another party, whether it rings or takes part; with the routing point, the one who is looked for. */
export function deleteFromConferenceRequest(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TDeleteFromConference'>,
): Outcome {
  const found = partyOnDn(decision, request);
  if (!found.ok) return refused(found.failure);
  const { call, party } = found.value;
  const search = decision.state.routeRequests.get(call.id);
  const isSearch = search?.coming.as === 'conferee' && search.routingPoint === request.otherDN;
  if (isSearch && search.offeredTo === null) return cancelSearch(decision, call, party);
  const dropped = findTalkingParty(
    call,
    isSearch && search.offeredTo !== null ? search.offeredTo : (request.otherDN as Dn),
  );
  if (dropped === undefined || dropped.dn === party.dn)
    return refused(refuse('InvalidAttribute', 'otherDN is no other party.'));
  const left = presentParties(call).filter((other) => other !== dropped);
  const isConference = call.customer !== null || left.length > 1;
  if (!presentParties(call).includes(party) || !isConference) return refused(refuse('InvalidState'));
  // Who was found for the conference is not asked for any more.
  if (search?.offeredTo === dropped.dn) callAbandoned(decision, call);
  const event = deleteFromConference(decision, call, dropped, party.dn);
  routeWaiting(decision);
  return answered(event);
}

/** Nobody has been found yet, and nobody is looked for any more. EventACK, as nothing happens on any DN of the call. */
function cancelSearch(decision: Decision, call: Call, party: Party): Outcome {
  if (!presentParties(call).includes(party)) return refused(refuse('InvalidState'));
  callAbandoned(decision, call);
  return replied({ name: 'EventACK', time: decision.now, thisDN: party.dn });
}
