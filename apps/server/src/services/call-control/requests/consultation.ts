import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { ConnId, Dn } from '@cordboard/shared/ids';
import { mergePairs } from '@cordboard/shared/tlib/attached-data';
import { CallType } from '@cordboard/shared/tlib/call-types';
import type { TRequestOf } from '@cordboard/shared/tlib/requests';
import { required } from '../../../base/assert.ts';
import { fail, type Result, succeed } from '../../../base/result.ts';
import { findParty } from '../../../domain/call-model/call.ts';
import {
  type ConsultPair,
  completeConference,
  completeTransfer,
} from '../../../domain/call-model/operations/consult.ts';
import { dial } from '../../../domain/call-model/operations/dial.ts';
import { hold, retrieve } from '../../../domain/call-model/operations/hold.ts';
import { leave } from '../../../domain/call-model/operations/release.ts';
import { routeWaiting } from '../../router/router.ts';
import type { Decision } from '../../switch/decision.ts';
import type { TlibClient } from '../../switch/tlib-client.ts';
import { findTarget } from '../find-target.ts';
import { partyOnDn } from './call-on-dn.ts';
import { answered, type Outcome, refused } from './outcome.ts';

type Initiating = TRequestOf<'TInitiateTransfer' | 'TInitiateConference' | 'TMuteTransfer'>;
type Pairing = TRequestOf<'TAlternateCall' | 'TReconnectCall' | 'TCompleteTransfer' | 'TCompleteConference'>;

/** Holds the call and dials the consultation. */
function consult(decision: Decision, request: Initiating): Result<{ connId: ConnId; outcome: Outcome }, Refusal> {
  const found = partyOnDn(decision, request);
  if (!found.ok) return found;
  const { call, party } = found.value;
  if (party.state !== 'established' && party.state !== 'held') return fail(refuse('InvalidState'));
  const target = findTarget(decision, party.dn, request.otherDN);
  if (!target.ok) return target;
  if (target.value.kind !== 'agent') return fail(refuse('NotImplemented', 'A routing point cannot be consulted yet.'));
  if (findParty(call, target.value.session.id) !== undefined) return fail(refuse('TargetInCall'));
  if (party.state === 'established') hold(decision, call, party);
  // Option of T-Library: what the consultation knows of the call. The default is a copy.
  const isSeparate = request.extensions?.['ConsultUserData'] === 'separate';
  const { connId, event } = dial(decision, {
    caller: required(decision.agentSessions.get(party.dn), 'session of a party'),
    target: target.value.session,
    otherDN: request.otherDN as Dn,
    callType: CallType.Consult,
    userData: mergePairs(isSeparate ? {} : call.userData, request.userData ?? {}),
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
  const made = consult(decision, request);
  if (!made.ok) return refused(made.failure);
  const pair = required(findPair(decision, { ...request, consultConnID: made.value.connId }), 'consultation just made');
  if (!pair.ok) return refused(pair.failure);
  const event = completeTransfer(decision, pair.value);
  routeWaiting(decision);
  return answered(event);
}

/** The held call and the consultation that a request names, with the one consulted. */
function findPair(
  decision: Decision,
  request: { readonly thisDN: string; readonly connID: string; readonly consultConnID: string },
): Result<ConsultPair, Refusal> {
  const main = partyOnDn(decision, request);
  const consultation = partyOnDn(decision, { thisDN: request.thisDN, connID: request.consultConnID });
  if (!main.ok) return main;
  if (!consultation.ok) return consultation;
  const consulted = consultation.value.call.parties.find((party) => party.dn !== request.thisDN);
  const isPair = consultation.value.call.consultOf === main.value.call.id && consulted !== undefined;
  if (!isPair) return fail(refuse('InvalidState'));
  return succeed({ main: main.value.call, consult: consultation.value.call, dn: request.thisDN as Dn, consulted });
}

export function completeTransferRequest(
  decision: Decision,
  _client: TlibClient,
  request: TRequestOf<'TCompleteTransfer'>,
): Outcome {
  const pair = findPair(decision, request);
  if (!pair.ok) return refused(pair.failure);
  if (findParty(pair.value.main, pair.value.dn)?.state === 'ringing') return refused(refuse('InvalidState'));
  if (findParty(pair.value.main, pair.value.consulted.dn) !== undefined) return refused(refuse('TargetInCall'));
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
  const { main, dn, consulted } = pair.value;
  if (findParty(main, dn)?.state === 'ringing' || consulted.state === 'ringing') return refused(refuse('InvalidState'));
  if (findParty(main, consulted.dn) !== undefined) return refused(refuse('TargetInCall'));
  return answered(completeConference(decision, pair.value));
}

/** TReconnectCall: the consultation ends, the held call is retrieved. */
export function reconnectCall(decision: Decision, _client: TlibClient, request: TRequestOf<'TReconnectCall'>): Outcome {
  return whilePaired(decision, request, ({ main, consult, dn }) => {
    leave(decision, consult, required(findParty(consult, dn), 'own party of the consultation'));
    const { event } = retrieve(decision, main, required(findParty(main, dn), 'own party of the held call'));
    routeWaiting(decision);
    return answered(event);
  });
}

/** TAlternateCall: the current call is held, the held one retrieved. */
export function alternateCall(decision: Decision, _client: TlibClient, request: TRequestOf<'TAlternateCall'>): Outcome {
  return whilePaired(decision, request, ({ main, consult, dn }) => {
    const current = required(findParty(consult, dn), 'own party of the consultation');
    if (current.state !== 'established') return refused(refuse('InvalidState'));
    hold(decision, consult, current);
    return answered(retrieve(decision, main, required(findParty(main, dn), 'own party of the held call')).event);
  });
}

function whilePaired(decision: Decision, request: Pairing, act: (pair: ConsultPair) => Outcome): Outcome {
  const pair = findPair(decision, request);
  if (!pair.ok) return refused(pair.failure);
  const isHeld = findParty(pair.value.main, pair.value.dn)?.state === 'held';
  return isHeld ? act(pair.value) : refused(refuse('InvalidState'));
}
