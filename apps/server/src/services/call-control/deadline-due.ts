import type { ConnId, Dn } from '@cordboard/shared/ids';
import { unreachable } from '../../base/assert.ts';
import { changeAgentState } from '../../domain/agents/agent-operations.ts';
import { findParty } from '../../domain/call-model/calls/call.ts';
import type { Deadline } from '../../domain/call-model/deadline.ts';
import { endHelp } from '../../domain/call-model/operations/assistance.ts';
import { noticeHold } from '../../domain/call-model/operations/hold.ts';
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
  perform(context, deadline);
}

function perform(context: MessagingContext, { kind, subject }: Deadline): void {
  const { decision } = context;
  switch (kind) {
    case 'noAnswer':
      noAnswerDue(decision, subject);
      return;
    case 'firstReply':
      firstReplyDue(decision, subject);
      return;
    case 'holdNotice':
      holdNoticeDue(decision, subject);
      return;
    case 'declinePause':
    case 'threshold':
      routeWaiting(decision);
      return;
    case 'selectTimeout': {
      const request = decision.state.routeRequests.get(subject);
      if (request !== undefined) selectTimedOut(decision, request);
      routeWaiting(decision);
      return;
    }
    case 'treatmentTimeout':
      treatmentDue(decision, subject as ConnId);
      routeWaiting(decision);
      return;
    case 'routerTimeout': {
      const request = decision.state.routeRequests.get(subject);
      if (request !== undefined) routerTimedOut(decision, request);
      routeWaiting(decision);
      return;
    }
    case 'wrapUp':
      if (decision.agentSessions.get(subject) !== undefined)
        changeAgentState(decision, subject as Dn, { name: 'wrapUpEnded' });
      routeWaiting(decision);
      return;
    case 'agentAbsence':
      absenceGraceOver(decision, subject as Dn);
      return;
    case 'assistance':
      assistanceDue(decision, subject);
      return;
    case 'legAnswer':
      ringTimedOut(context, subject);
      return;
    case 'legIdle':
      idleEnded(context, subject);
      return;
    case 'legAbsence':
      if (!endpointAbsenceEnded(context, subject)) absenceEnded(context, subject);
      return;
    case 'legPause':
      if (!endpointPauseEnded(context, subject)) pauseEnded(context, subject);
      return;
    case 'composing':
      composingExpired(context, subject);
      return;
    case 'binding':
      bindingDue(context, subject);
      return;
    case 'subscription':
      subscriptionExpired(context, subject);
      return;
    case 'publication':
      publicationExpired(context.decision, subject);
      return;
    case 'presenceNotice':
      noticeDue(context, subject);
      return;
    case 'legRetransmit':
      sessionTimerFired(context, subject, 'retransmit');
      return;
    case 'legAcknowledgement':
      sessionTimerFired(context, subject, 'acknowledge');
      return;
    case 'legSession':
      sessionExpired(context, subject);
      return;
    default:
      unreachable(kind);
  }
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
