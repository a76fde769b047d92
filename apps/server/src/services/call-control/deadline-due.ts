import type { ConnId, Dn } from '@cordboard/shared/ids';
import { changeAgentState } from '../../domain/agents/agent-operations.ts';
import { findParty } from '../../domain/call-model/calls/call.ts';
import type { DeadlineKind } from '../../domain/call-model/deadline.ts';
import { endHelp } from '../../domain/call-model/operations/assistance.ts';
import { noticeHold } from '../../domain/call-model/operations/hold.ts';
import type { RouteRequest } from '../../domain/routing/requests/route-request.ts';
import { idleEnded } from '../messaging/absence/absence.ts';
import { absenceEnded } from '../messaging/absence/absence-ended.ts';
import { sessionExpired, sessionTimerFired } from '../messaging/absence/session-timers.ts';
import { ringTimedOut } from '../messaging/calling/customer-invite-settled.ts';
import { endpointAbsenceEnded } from '../messaging/endpoints/endpoint-outbox.ts';
import { endpointPauseEnded } from '../messaging/endpoints/endpoint-settled.ts';
import type { MessagingContext } from '../messaging/network/messaging-context.ts';
import { composingExpired } from '../messaging/notices/composing.ts';
import { pauseEnded } from '../messaging/request-settled.ts';
import { absenceGraceOver } from '../parties/agent-absence.ts';
import { firstReplyDue } from '../parties/first-reply.ts';
import { noAnswerDue } from '../parties/no-answer.ts';
import { noticeDue, subscriptionExpired } from '../presence/notify.ts';
import { publicationExpired } from '../presence/publications.ts';
import { bindingDue } from '../registrar/change-bindings.ts';
import { routerTimedOut } from '../router/alternate-routing.ts';
import { routeWaiting } from '../router/router.ts';
import { selectTimedOut, treatmentDue } from '../router/strategies/strategy-inputs.ts';
import type { Decision } from '../switch/decision.ts';

/** A deadline has come: does what it is for. A deadline that was cancelled or moved meanwhile does nothing. */
export function deadlineDue(context: MessagingContext, id: string): void {
  const { decision } = context;
  const deadline = decision.state.deadlines.get(id);
  if (deadline === undefined) return;
  if (deadline.at > decision.now) {
    decision.release({ name: 'armDeadline', deadline });
    return;
  }
  decision.state.deadlines.remove(id);
  handlers[deadline.kind](context, deadline.subject);
}

/** What each is for; the subject is what the deadline was set for. */
const handlers: Readonly<Record<DeadlineKind, (context: MessagingContext, subject: string) => void>> = {
  noAnswer: ({ decision }, party) => noAnswerDue(decision, party),
  firstReply: ({ decision }, party) => firstReplyDue(decision, party),
  holdNotice: ({ decision }, party) => holdNoticeDue(decision, party),
  declinePause: ({ decision }) => routeWaiting(decision),
  threshold: ({ decision }) => routeWaiting(decision),
  selectTimeout: ({ decision }, connId) => requestDue(decision, connId, selectTimedOut),
  routerTimeout: ({ decision }, connId) => requestDue(decision, connId, routerTimedOut),
  treatmentTimeout: ({ decision }, connId) => {
    treatmentDue(decision, connId as ConnId);
    routeWaiting(decision);
  },
  wrapUp: ({ decision }, dn) => wrapUpDue(decision, dn as Dn),
  agentAbsence: ({ decision }, dn) => absenceGraceOver(decision, dn as Dn),
  assistance: ({ decision }, assistId) => assistanceDue(decision, assistId),
  legAnswer: ringTimedOut,
  legIdle: idleEnded,
  legAbsence: (context, legId) => {
    if (!endpointAbsenceEnded(context, legId)) absenceEnded(context, legId);
  },
  legPause: (context, legId) => {
    if (!endpointPauseEnded(context, legId)) pauseEnded(context, legId);
  },
  composing: composingExpired,
  binding: bindingDue,
  subscription: subscriptionExpired,
  publication: ({ decision }, publication) => publicationExpired(decision, publication),
  presenceNotice: noticeDue,
  legRetransmit: (context, legId) => sessionTimerFired(context, legId, 'retransmit'),
  legAcknowledgement: (context, legId) => sessionTimerFired(context, legId, 'acknowledge'),
  legSession: sessionExpired,
};

/** The route request goes on by itself; whoever is free is looked at anew. */
function requestDue(
  decision: Decision,
  connId: string,
  goOn: (decision: Decision, request: RouteRequest) => void,
): void {
  const request = decision.state.routeRequests.get(connId);
  if (request !== undefined) goOn(decision, request);
  routeWaiting(decision);
}

function wrapUpDue(decision: Decision, dn: Dn): void {
  if (decision.agentSessions.get(dn) !== undefined) changeAgentState(decision, dn, { name: 'wrapUpEnded' });
  routeWaiting(decision);
}

/** The customer is still on hold. */
function holdNoticeDue(decision: Decision, subject: string): void {
  const [connId = '', dn = ''] = subject.split('|');
  const call = decision.calls.get(connId as ConnId);
  const party = call === undefined ? undefined : findParty(call, dn as Dn);
  if (call !== undefined && party?.state === 'held') noticeHold(decision, call, party);
}

/** Nobody came to help. */
function assistanceDue(decision: Decision, assistId: string): void {
  const request = decision.assistanceRequests.get(assistId);
  const call = request === undefined ? undefined : decision.calls.get(request.connId);
  if (request?.state === 'asked' && call !== undefined) endHelp(decision, call, request, 'expired', 'system');
}
