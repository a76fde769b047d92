import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import { mergePairs } from '@cordboard/shared/tlib/attached-data';
import { CallType } from '@cordboard/shared/tlib/call-types';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { assert, required } from '../../../base/assert.ts';
import { fail, type Result, succeed } from '../../../base/result.ts';
import { findTalkingParty, hasRingingParty } from '../../../domain/call-model/call.ts';
import {
  type ConsultPair,
  completeConference,
  completeTransfer,
} from '../../../domain/call-model/operations/consult.ts';
import { dial } from '../../../domain/call-model/operations/dial.ts';
import { hold, retrieve } from '../../../domain/call-model/operations/hold.ts';
import { leave } from '../../../domain/call-model/operations/release.ts';
import { isObserver } from '../../../domain/call-model/party.ts';
import { routeWaiting } from '../../router/router.ts';
import type { Decision } from '../../switch/decision.ts';
import type { TlibClient } from '../../switch/tlib-client.ts';
import { findTarget } from '../find-target.ts';
import { partyOnDn } from './call-on-dn.ts';
import { answered, type Outcome, refused } from './outcome.ts';
import { userDataRefusal } from './user-data-size.ts';

type Initiating = TRequestOf<'TInitiateTransfer' | 'TInitiateConference' | 'TMuteTransfer'>;

/** Holds the call and dials the consultation. */
function consult(decision: Decision, request: Initiating): Result<{ connId: ConnId; outcome: Outcome }, Refusal> {
  const found = partyOnDn(decision, request);
  if (!found.ok) return found;
  const { call, party } = found.value;
  if (party.state !== 'established' && party.state !== 'held') return fail(refuse('InvalidState'));
  const target = findTarget(decision, party.dn, request.otherDN);
  if (!target.ok) return target;
  if (target.value.kind !== 'agent') return fail(refuse('NotImplemented', 'A routing point cannot be consulted yet.'));
  if (findTalkingParty(call, target.value.session.id) !== undefined) return fail(refuse('TargetInCall'));
  // Option of T-Library: what the consultation knows of the call. The default is a copy.
  const isSeparate = request.extensions?.['ConsultUserData'] === 'separate';
  const userData = mergePairs(isSeparate ? {} : call.userData, request.userData ?? {});
  const tooMuch = userDataRefusal(userData);
  if (tooMuch !== undefined) return fail(tooMuch);
  if (party.state === 'established') hold(decision, call, party);
  const { connId, event } = dial(decision, {
    caller: required(decision.agentSessions.get(party.dn), 'session of a party'),
    target: target.value.session,
    otherDN: request.otherDN as Dn,
    callType: CallType.Consult,
    userData,
    consultOf: call,
    im: null,
  });
  return succeed({ connId, outcome: answered(event) });
}

/** TInitiateTransfer, TInitiateConference: EventHeld and EventDialing; the consulted agent rings. */
export function initiate(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TInitiateTransfer' | 'TInitiateConference'>,
): Outcome {
  const made = consult(decision, request);
  return made.ok ? made.value.outcome : refused(made.failure);
}

/** TMuteTransfer: initiated and completed at once, without waiting for an answer. */
export function muteTransfer(decision: Decision, _client: TlibClient, request: TRequestOf<'TMuteTransfer'>): Outcome {
  const before = partyOnDn(decision, request);
  if (before.ok && hasRingingParty(before.value.call)) return refused(refuse('InvalidState'));
  const made = consult(decision, request);
  if (!made.ok) return refused(made.failure);
  const pair = findPair(decision, { ...request, consultConnID: made.value.connId });
  assert(pair.ok, 'a consultation that was just made is there');
  const event = completeTransfer(decision, pair.value);
  routeWaiting(decision);
  return answered(event);
}

/**
 * The call and its consultation that a request names, with the one consulted. Once they were alternated it is the
 * consultation that is held, so either may be named first.
 */
function findPair(
  decision: Decision,
  request: { readonly thisDN: string; readonly connID: string; readonly consultConnID: string },
): Result<ConsultPair, Refusal> {
  const { thisDN } = request;
  const one = partyOnDn(decision, request);
  const two = partyOnDn(decision, { thisDN, connID: request.consultConnID });
  if (!one.ok) return one;
  if (!two.ok) return two;
  const isSwapped = one.value.call.consultOf === two.value.call.id;
  const [main, consult] = isSwapped ? [two.value.call, one.value.call] : [one.value.call, two.value.call];
  const consulted = consult.parties.find((party) => party.dn !== thisDN && !isObserver(party));
  if (consult.consultOf !== main.id || consulted === undefined) return fail(refuse('InvalidState'));
  return succeed({ main, consult, dn: thisDN as Dn, consulted });
}

/** Why this pair cannot become one call. */
function joinRefusal({ main, consult, consulted }: ConsultPair): Refusal | undefined {
  if (findTalkingParty(main, consulted.dn) !== undefined) return refuse('TargetInCall');
  return hasRingingParty(main) || consult.parties.filter((party) => !isObserver(party)).length > 2
    ? refuse('InvalidState')
    : undefined;
}

export function completeTransferRequest(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TCompleteTransfer'>,
): Outcome {
  const pair = findPair(decision, request);
  if (!pair.ok) return refused(pair.failure);
  const refusal = joinRefusal(pair.value);
  if (refusal !== undefined) return refused(refusal);
  const event = completeTransfer(decision, pair.value);
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
  const refusal = joinRefusal(pair.value);
  if (refusal !== undefined) return refused(refusal);
  if (pair.value.consulted.state === 'ringing') return refused(refuse('InvalidState'));
  return answered(completeConference(decision, pair.value));
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
