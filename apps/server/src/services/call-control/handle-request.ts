import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { Dn } from '@cordboard/shared/ids';
import type { KeyValue } from '@cordboard/shared/tlib/attached-data';
import { PrivateMsgId, RegisterMode } from '@cordboard/shared/tlib/call-types';
import type { EventError, TEvent } from '@cordboard/shared/tlib/events';
import type { TRequest, TRequestName, TRequestOf } from '@cordboard/shared/tlib/requests';
import { routerActed } from '../router/waiting/outside-router.ts';
import type { Decision } from '../switch/decision.ts';
import type { StoredAnswer } from '../switch/effects/opening.ts';
import type { Asker, TlibClient } from '../switch/effects/tlib-client.ts';
import { agentLogin, agentLogout, agentSetNotReady, agentSetReady } from './requests/addresses/agent-session.ts';
import { queryAddress } from './requests/addresses/query-address.ts';
import { registerAddress, unregisterAddress } from './requests/addresses/register-address.ts';
import { answerCall } from './requests/calls/answer-call.ts';
import { deleteUserData, updateUserData } from './requests/calls/attached-data.ts';
import { clearCall } from './requests/calls/clear-call.ts';
import {
  alternateCall,
  completeConferenceRequest,
  completeTransferRequest,
  initiate,
  muteTransfer,
  reconnectCall,
} from './requests/calls/consultation.ts';
import { holdCall, retrieveCall } from './requests/calls/hold-call.ts';
import { makeCall } from './requests/calls/make-call.ts';
import { queryCall } from './requests/calls/query-call.ts';
import { releaseCall } from './requests/calls/release-call.ts';
import {
  deleteFromConferenceRequest,
  redirectCall,
  singleStepConference,
  singleStepTransfer,
} from './requests/calls/single-step.ts';
import { checkDnRights } from './requests/dn-rights.ts';
import { type Outcome, refused } from './requests/outcome.ts';
import { queryServer } from './requests/query-server.ts';
import { applyTreatmentRequest } from './requests/routing/apply-treatment.ts';
import { routeCall } from './requests/routing/route-call.ts';
import { assistance } from './requests/supervision/assistance.ts';
import { cancelMonitoringRequest, monitorNextCall, setMute } from './requests/supervision/monitoring.ts';
import { markRead } from './requests/texts/mark-read.ts';
import { sendText } from './requests/texts/send-text.ts';
import { typing } from './requests/texts/typing.ts';

type Handlers = {
  readonly [Name in TRequestName]: (decision: Decision, client: TlibClient, request: TRequestOf<Name>) => Outcome;
};

/** TPrivateService by its serviceID; what is not named is a text. */
const privateServices: Readonly<Record<number, Handlers['TPrivateService']>> = {
  [PrivateMsgId.Typing]: typing,
  [PrivateMsgId.Assistance]: assistance,
  [PrivateMsgId.DeliveryState]: markRead,
};

/** One handler per request. */
const handlers: Handlers = {
  TRegisterAddress: registerAddress,
  TUnregisterAddress: unregisterAddress,
  TAgentLogin: agentLogin,
  TAgentLogout: agentLogout,
  TAgentSetReady: agentSetReady,
  TAgentSetNotReady: agentSetNotReady,
  TAnswerCall: answerCall,
  TReleaseCall: releaseCall,
  TMakeCall: makeCall,
  TClearCall: clearCall,
  THoldCall: holdCall,
  TRetrieveCall: retrieveCall,
  TAlternateCall: alternateCall,
  TReconnectCall: reconnectCall,
  TInitiateTransfer: initiate,
  TInitiateConference: initiate,
  TCompleteTransfer: completeTransferRequest,
  TCompleteConference: completeConferenceRequest,
  TMuteTransfer: muteTransfer,
  TSingleStepTransfer: singleStepTransfer,
  TSingleStepConference: singleStepConference,
  TRedirectCall: redirectCall,
  TDeleteFromConference: deleteFromConferenceRequest,
  TMonitorNextCall: monitorNextCall,
  TCancelMonitoring: cancelMonitoringRequest,
  TSetMuteOn: setMute,
  TSetMuteOff: setMute,
  TPrivateService: (decision, client, request) =>
    (privateServices[request.serviceID] ?? sendText)(decision, client, request),
  TAttachUserData: updateUserData,
  TUpdateUserData: updateUserData,
  TDeletePair: deleteUserData,
  TDeleteUserData: deleteUserData,
  TRouteCall: routeCall,
  TApplyTreatment: applyTreatmentRequest,
  TQueryAddress: queryAddress,
  TQueryCall: queryCall,
  TQueryServer: queryServer,
};

/** How the answer to a request is kept for a repeat: by the number of the event, or whole when it has none. */
type KeptAnswer = { readonly stored: StoredAnswer } | { readonly event: KeyValue };

/** EventError for a request. */
export function errorEvent(request: TRequest, refusal: Refusal, time: number): EventError {
  return {
    name: 'EventError',
    time,
    referenceID: request.referenceID,
    ...('thisDN' in request ? { thisDN: request.thisDN } : {}),
    ...('connID' in request && request.connID !== undefined ? { connID: request.connID } : {}),
    errorCode: refusal.code,
    errorMessage: refusal.message,
  };
}

/**
 * Decides one TRequest. A repeat of a `requestID` gets the answer that was given and does nothing again; refusals are not
 * kept, so a repeat after one is tried anew.
 */
export function handleRequest(decision: Decision, client: TlibClient, request: TRequest): void {
  const asker: Asker = { client, referenceID: request.referenceID };
  const answers = decision.state.requestAnswers;
  const answerKey = request.requestID === undefined ? undefined : answers.key(client.userName, request.requestID);
  const kept = answerKey === undefined ? undefined : answers.find(answerKey, decision.now);
  if (kept !== undefined) {
    repeatAnswer(decision, asker, request, JSON.parse(kept) as KeptAnswer);
    return;
  }
  const outcome = decide(decision, client, request);
  if (outcome.kind === 'refused') {
    decision.release({ name: 'answerClient', client, event: errorEvent(request, outcome.refusal, decision.now) });
    return;
  }
  if (outcome.kind === 'answered') decision.markAnswer(outcome.event, asker);
  else {
    decision.release({ name: 'answerClient', client, event: { ...outcome.event, referenceID: request.referenceID } });
    for (const event of outcome.followedBy) decision.release({ name: 'answerClient', client, event });
  }
  if (outcome.kind === 'replied' && outcome.isForgotten === true) return;
  if (answerKey !== undefined) decision.recordAnswer(answers, answerKey, toKept(outcome));
}

function decide(decision: Decision, client: TlibClient, request: TRequest): Outcome {
  if ('thisDN' in request) {
    const mode =
      request.name === 'TRegisterAddress' ? (request.registerMode ?? RegisterMode.Share) : RegisterMode.Share;
    const refusal = checkDnRights(decision, client, request.name, request.thisDN as Dn, mode);
    if (refusal !== undefined) return refused(refusal);
  }
  const handler = handlers[request.name] as
    | ((decision: Decision, client: TlibClient, request: TRequest) => Outcome)
    | undefined;
  if (handler === undefined) return refused(refuse('UnknownRequest'));
  const outcome = handler(decision, client, request);
  if (outcome.kind !== 'refused' && client.role === 'application') noteLife(decision, request);
  return outcome;
}

/** An outside router that asks for anything about an interaction has not forgotten it. */
function noteLife(decision: Decision, request: TRequest): void {
  if (!('connID' in request) || request.connID === undefined) return;
  const waiting = decision.state.routeRequests.get(request.connID.toLowerCase());
  if (waiting !== undefined) routerActed(decision, waiting);
}

function toKept(outcome: Exclude<Outcome, { kind: 'refused' }>): KeyValue {
  if (outcome.kind === 'replied') return { event: outcome.event as unknown as KeyValue };
  return { stored: { sequence: outcome.event.eventSequenceNumber ?? 0, dn: outcome.event.thisDN } };
}

function repeatAnswer(decision: Decision, asker: Asker, request: TRequest, kept: KeptAnswer): void {
  const { client, referenceID } = asker;
  if ('event' in kept) {
    const event = { ...(kept.event as unknown as TEvent), referenceID };
    decision.release({ name: 'answerClient', client, event });
  } else {
    const unreadable = errorEvent(request, refuse('StoreUnavailable'), decision.now);
    decision.release({ name: 'repeatAnswer', asker, stored: kept.stored, unreadable });
  }
}
