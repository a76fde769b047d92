import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { Dn } from '@cordboard/shared/ids';
import { type KeyValueList, mergePairs } from '@cordboard/shared/tlib/attached-data';
import { CallType } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { required } from '../../../../base/assert.ts';
import { fail, type Result, succeed } from '../../../../base/result.ts';
import { type Call, findTalkingParty, presentParties } from '../../../../domain/call-model/calls/call.ts';
import { isObserver, type Party } from '../../../../domain/call-model/calls/party.ts';
import {
  type ConsultPair,
  completeConference,
  completeTransfer,
} from '../../../../domain/call-model/operations/consult.ts';
import type { BegunCall } from '../../../../domain/call-model/operations/dial.ts';
import { hold, retrieve } from '../../../../domain/call-model/operations/hold.ts';
import { leave } from '../../../../domain/call-model/operations/release.ts';
import { type CallTarget, findTarget } from '../../../parties/find-target.ts';
import { transferInQueue } from '../../../parties/transfer-in-queue.ts';
import { isSomebodyAsked } from '../../../router/ask-to-join.ts';
import { routeWaiting } from '../../../router/router.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { partyOnDn } from '../call-on-dn.ts';
import { answered, type Outcome, refused } from '../outcome.ts';
import { userDataRefusal } from '../user-data-size.ts';
import { dialTarget } from './dial-target.ts';

type Initiating = TRequestOf<'TInitiateTransfer' | 'TInitiateConference' | 'TMuteTransfer'>;

/** What a consultation is made of. */
interface Planned {
  readonly call: Call;
  readonly party: Party;
  readonly target: CallTarget;
  readonly userData: KeyValueList;
}

/** What the request asks for, when it can be done. Changes nothing. */
function plan(decision: Decision, request: Initiating): Result<Planned, Refusal> {
  const found = partyOnDn(decision, request);
  if (!found.ok) return found;
  const { call, party } = found.value;
  if (party.state !== 'established' && party.state !== 'held') return fail(refuse('InvalidState'));
  const target = findTarget(decision, party.dn, request.otherDN);
  if (!target.ok) return target;
  if (target.value.kind === 'agent' && findTalkingParty(call, target.value.session.id) !== undefined)
    return fail(refuse('TargetInCall'));
  // Option of T-Library: what the consultation knows of the call. The default is a copy.
  const isSeparate = request.extensions?.['ConsultUserData'] === 'separate';
  const userData = mergePairs(isSeparate ? {} : call.userData, request.userData ?? {});
  const tooMuch = userDataRefusal(userData);
  if (tooMuch !== undefined) return fail(tooMuch);
  return succeed({ call, party, target: target.value, userData });
}

/** Holds the call and dials the consultation. */
function consult(decision: Decision, request: Initiating, planned: Planned): BegunCall {
  const { call, party, target, userData } = planned;
  if (party.state === 'established') hold(decision, call, party);
  const dialled = {
    caller: required(decision.seatOn(party.dn), 'seat of a party'),
    otherDN: request.otherDN as Dn,
    callType: CallType.Consult,
    userData,
    consultOf: call,
    im: null,
  };
  return dialTarget(decision, dialled, target);
}

/** TInitiateTransfer, TInitiateConference: EventHeld and EventDialing; the consulted agent rings. */
export function initiate(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TInitiateTransfer' | 'TInitiateConference'>,
): Outcome {
  const planned = plan(decision, request);
  if (!planned.ok) return refused(planned.failure);
  const { event } = consult(decision, request, planned.value);
  routeWaiting(decision);
  return answered(event);
}

/** TMuteTransfer: initiated and completed at once, without waiting for an answer. */
export function muteTransfer(decision: Decision, _client: TlibClient, request: TRequestOf<'TMuteTransfer'>): Outcome {
  const planned = plan(decision, request);
  if (!planned.ok) return refused(planned.failure);
  const { call, target } = planned.value;
  const refusal = target.kind === 'agent' ? askedRefusal(decision, call) : queueRefusal(decision, call);
  if (refusal !== undefined) return refused(refusal);
  const begun = consult(decision, request, planned.value);
  const pair = findPair(decision, { ...request, consultConnID: begun.call.id });
  // The strategy may have nobody for it: the consultation has ended then, and the call is held.
  const event = pair.ok ? complete(decision, pair.value) : begun.event;
  routeWaiting(decision);
  return answered(event);
}

/** While somebody else is being asked to join, it would not be clear who takes whose place. */
function askedRefusal(decision: Decision, main: Call): Refusal | undefined {
  return isSomebodyAsked(decision, main) ? refuse('InvalidState') : undefined;
}

/** Why this call cannot be sent to a routing point. */
function queueRefusal(decision: Decision, main: Call): Refusal | undefined {
  if (main.customer === null || presentParties(main).length > 1)
    return refuse('InvalidState', 'Only a customer with whom nobody else talks can be sent there.');
  return askedRefusal(decision, main);
}

/** A call and its consultation, with the one consulted once it rings somewhere. */
type Pair = Omit<ConsultPair, 'consulted'> & { readonly consulted: Party | undefined };

/** The transfer, to whom was consulted or, while nobody has taken the consultation, to the routing point where it waits. */
function complete(decision: Decision, pair: Pair): DnEvent {
  const { consulted } = pair;
  if (decision.state.routeRequests.get(pair.consult.id) !== undefined) return transferInQueue(decision, pair);
  return completeTransfer(decision, { ...pair, consulted: required(consulted, 'the one consulted') });
}

/**
 * The call and its consultation that a request names, with the one consulted. Once they were alternated it is the
 * consultation that is held, so either may be named first.
 */
function findPair(
  decision: Decision,
  request: { readonly thisDN: string; readonly connID: string; readonly consultConnID: string },
): Result<Pair, Refusal> {
  const { thisDN } = request;
  const one = partyOnDn(decision, request);
  const two = partyOnDn(decision, { thisDN, connID: request.consultConnID });
  if (!one.ok) return one;
  if (!two.ok) return two;
  const isSwapped = one.value.call.consultOf === two.value.call.id;
  const [main, consult] = isSwapped ? [two.value.call, one.value.call] : [one.value.call, two.value.call];
  const consulted = consult.parties.find((party) => party.dn !== thisDN && !isObserver(party));
  const isThere = consulted !== undefined || decision.state.routeRequests.get(consult.id) !== undefined;
  if (consult.consultOf !== main.id || !isThere) return fail(refuse('InvalidState'));
  // Whoever is only being asked, in either call, or by whom the other is being asked, has nothing to hand over yet.
  const isAsked = [main, consult].some((call) => findTalkingParty(call, thisDN as Dn)?.state === 'ringing');
  if (isAsked || consulted?.state === 'dialing') return fail(refuse('InvalidState'));
  return succeed({ main, consult, dn: thisDN as Dn, consulted });
}

/** Why this pair cannot become one call. */
function joinRefusal(decision: Decision, { main, consult, consulted }: Pair): Refusal | undefined {
  if (consulted !== undefined && findTalkingParty(main, consulted.dn) !== undefined) return refuse('TargetInCall');
  if (presentParties(consult).length > 1 && isSomebodyAsked(decision, consult)) return refuse('InvalidState');
  if (consult.parties.filter((party) => !isObserver(party)).length > 2) return refuse('InvalidState');
  const isQueued = decision.state.routeRequests.get(consult.id) !== undefined;
  return isQueued ? queueRefusal(decision, main) : askedRefusal(decision, main);
}

export function completeTransferRequest(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TCompleteTransfer'>,
): Outcome {
  const pair = findPair(decision, request);
  if (!pair.ok) return refused(pair.failure);
  const refusal = joinRefusal(decision, pair.value);
  if (refusal !== undefined) return refused(refusal);
  const event = complete(decision, pair.value);
  routeWaiting(decision);
  return answered(event);
}

export function completeConferenceRequest(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TCompleteConference'>,
): Outcome {
  const pair = findPair(decision, request);
  if (!pair.ok) return refused(pair.failure);
  const { consulted } = pair.value;
  if (consulted === undefined || consulted.state === 'ringing') return refused(refuse('InvalidState'));
  const refusal = joinRefusal(decision, pair.value);
  if (refusal !== undefined) return refused(refusal);
  const event = completeConference(decision, { ...pair.value, consulted });
  // Two calls have become one: there may be room for another.
  routeWaiting(decision);
  return answered(event);
}

/** TReconnectCall: the consultation ends, the held call is retrieved. */
export function reconnectCall(decision: Decision, _client: TlibClient, request: TRequestOf<'TReconnectCall'>): Outcome {
  const pair = findPair(decision, request);
  if (!pair.ok) return refused(pair.failure);
  const { main, consult, dn } = pair.value;
  const own = required(findTalkingParty(main, dn), 'own party of the held call');
  if (own.state !== 'held') return refused(refuse('InvalidState'));
  leave(decision, consult, required(findTalkingParty(consult, dn), 'own party of the consultation'));
  const { event } = retrieve(decision, main, own);
  routeWaiting(decision);
  return answered(event);
}

/** TAlternateCall: the current call is held, the held one retrieved. */
export function alternateCall(decision: Decision, _client: TlibClient, request: TRequestOf<'TAlternateCall'>): Outcome {
  const pair = findPair(decision, request);
  if (!pair.ok) return refused(pair.failure);
  const { dn } = pair.value;
  const calls = [pair.value.main, pair.value.consult];
  const heldCall = calls.find((call) => findTalkingParty(call, dn)?.state === 'held');
  const current = calls.find((call) => findTalkingParty(call, dn)?.state === 'established');
  if (heldCall === undefined || current === undefined) return refused(refuse('InvalidState'));
  hold(decision, current, required(findTalkingParty(current, dn), 'own party of the current call'));
  return answered(
    retrieve(decision, heldCall, required(findTalkingParty(heldCall, dn), 'own party of the held call')).event,
  );
}
