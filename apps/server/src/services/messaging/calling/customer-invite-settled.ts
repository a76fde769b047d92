/** What becomes of an INVITE to a customer. */

import { CallState } from '@cordboard/shared/tlib/call-types';
import { customerNotReached } from '../../../domain/call-model/operations/outbound.ts';
import { createUacDialog } from '../../../protocols/sip/dialogs/dialog.ts';
import type { SipResponse } from '../../../protocols/sip/message/message.ts';
import { retryAfterOf } from '../../../protocols/sip/message/retry-after.ts';
import { routeWaiting } from '../../router/router.ts';
import type { CustomerInvite, CustomerLeg } from '../../switch/rows/leg.ts';
import { isSessionLeg, type SessionLeg } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { readOfferAnswer } from '../offers/offer-msrp.ts';
import { answeredAgain } from '../requests/answered-again.ts';
import { hangUp } from '../requests/hang-up.ts';
import type { InviteOutcome } from '../requests/invite-sender.ts';
import { isNotThere, type RequestOutcome } from '../requests/request-outcome.ts';
import { buildAck, toRequest } from '../requests/sent-request.ts';
import { closeLeg, isDone } from '../sending/close-leg.ts';
import { settleMsrpOffer } from '../sending/msrp-leg.ts';
import { closeMsrp } from '../sending/msrp-send.ts';
import { sendNext } from '../sending/outbox.ts';
import { bindingOf, placeOf } from './find-way.ts';
import { cancelCall, inviteCustomer, isPageLeg, type PageLeg, withdrawCall } from './invite-customer.ts';
import { answeredByCustomer, failUnanswered, unansweredCall } from './outbound.ts';

/** Answers by which a client says that it takes no such sessions: it gets MESSAGEs outside dialogs. */
const NO_SESSIONS: ReadonlySet<number> = new Set([405, 415, 420, 488, 501, 606]);

/** The final response to the INVITE of a call to a customer, or that there is none. */
export function customerInviteSettled(
  context: MessagingContext,
  legId: string,
  branch: string,
  outcome: InviteOutcome,
): void {
  const leg = context.decision.state.legs.get(legId);
  if (outcome.name === 'answeredAgain') {
    const { called, dialog } = isSessionLeg(leg) ? leg.addressing : {};
    if (called?.invite.branch === branch && dialog !== undefined)
      answeredAgain(context, legId, { ...called, dialog }, outcome.response);
    return;
  }
  if (leg?.calling?.invite.branch !== branch) return;
  const { calling, ...rest } = leg;
  context.decision.cancelDeadline('legAnswer', legId);
  if (outcome.name === 'answered' && outcome.response.status < 300) accepted(context, rest, calling, outcome.response);
  else if (calling.isCancelled === true) callOver(context, rest, calling);
  else refused(context, rest, calling, toOutcome(outcome));
}

function toOutcome(outcome: Exclude<InviteOutcome, { name: 'answeredAgain' }>): RequestOutcome {
  if (outcome.name === 'failed') return { failed: outcome.why };
  const { response } = outcome;
  return { status: response.status, retryAfterSeconds: retryAfterOf(response) };
}

/** The leg without its INVITE: gone, or a chat that goes on otherwise. */
function callOver(context: MessagingContext, leg: CustomerLeg, calling: CustomerInvite): void {
  closeMsrp(context, { ...leg, calling });
  if (isDone(leg)) closeLeg(context, leg);
  else sendNext(context, leg);
}

function accepted(context: MessagingContext, leg: CustomerLeg, calling: CustomerInvite, response: SipResponse): void {
  const { decision } = context;
  const { invite, msrpOffer } = calling;
  const dialog = createUacDialog(toRequest(invite), response);
  if (!dialog.ok) {
    refused(context, leg, calling, { status: 500 });
    return;
  }
  const ack = buildAck(context, dialog.value, invite);
  decision.release({ name: 'sendAck', flow: ack.flow, request: toRequest(ack) });
  const answer = readOfferAnswer(invite.flow, msrpOffer, response);
  if (calling.isCancelled === true || answer.name === 'nothing') {
    // The answer has crossed the CANCEL, or accepts nothing that was offered.
    hangUp(context, leg.id, dialog.value, invite.flow);
    if (calling.isCancelled === true) callOver(context, leg, calling);
    else refused(context, leg, calling, { status: 488 });
    return;
  }
  const established: SessionLeg = {
    ...leg,
    flow: invite.flow,
    addressing: {
      kind: 'session',
      dialog: dialog.value,
      session: { name: 'confirmed' },
      acceptance: null,
      formerDialogs: [],
      called: { invite, ack },
      ...(msrpOffer === undefined ? {} : { msrpOffer }),
    },
  };
  decision.cancelDeadline('legIdle', leg.id);
  settleMsrpOffer(context, established, answer.name === 'msrp' ? answer.carriage : undefined);
  answeredByCustomer(context, established);
  const kept = decision.state.legs.get(leg.id);
  if (kept !== undefined) sendNext(context, kept);
}

/** No session: MESSAGEs alone where the client takes no sessions, the next client where it is not there, else no call. */
function refused(context: MessagingContext, leg: CustomerLeg, calling: CustomerInvite, outcome: RequestOutcome): void {
  closeMsrp(context, { ...leg, calling });
  if (leg.connId === null || !isPageLeg(leg)) {
    callOver(context, leg, calling);
    return;
  }
  if ('status' in outcome && NO_SESSIONS.has(outcome.status)) {
    rememberNoSessions(context, leg);
    writeInPageMode(context, leg);
    return;
  }
  if (isNotThere(outcome) && callNextClient(context, leg)) return;
  context.decision.state.legs.put(leg);
  failUnanswered(context, leg, outcome);
}

function rememberNoSessions({ decision }: MessagingContext, { account, flow }: CustomerLeg): void {
  for (const binding of decision.state.bindingsByFlow.get(flow.id))
    if (binding.aor === account) decision.state.bindings.put({ ...binding, refusesSessions: true });
}

/** The opening text goes by MESSAGE; without one there is nothing to wait for. */
function writeInPageMode(context: MessagingContext, leg: PageLeg): void {
  const isFirstToSay = leg.outbox.length === 0;
  sendNext(context, leg);
  if (isFirstToSay) answeredByCustomer(context, leg);
}

/** The next client of the account is called, as that one is called; says whether there is one. */
function callNextClient(context: MessagingContext, leg: PageLeg): boolean {
  const triedFlows = [...(leg.triedFlows ?? []), leg.flow.id];
  const binding = leg.account == null ? undefined : bindingOf(context, leg.account, triedFlows);
  if (binding === undefined) return false;
  const { route: _former, ...addressing } = leg.addressing;
  const moved: PageLeg = {
    ...leg,
    flow: binding.flow,
    addressing: { ...addressing, ...placeOf(binding) },
    triedFlows,
  };
  if (!inviteCustomer(context, moved, { binding })) writeInPageMode(context, moved);
  return true;
}

/** The connection on which the customer is called is gone. */
export function callFlowLost(context: MessagingContext, leg: CustomerLeg): void {
  const { calling, ...rest } = leg;
  if (calling === undefined) return;
  context.decision.cancelDeadline('legAnswer', leg.id);
  if (calling.isCancelled === true) callOver(context, rest, calling);
  else refused(context, rest, calling, { failed: 'transport' });
}

/** Nobody has answered. */
export function ringTimedOut(context: MessagingContext, legId: string): void {
  const { decision } = context;
  const leg = decision.state.legs.get(legId);
  if (leg?.calling === undefined) return;
  const call = unansweredCall(context, leg);
  if (call === undefined) {
    cancelCall(context, leg);
    return;
  }
  withdrawCall(context, leg);
  customerNotReached(decision, call, CallState.NoAnswer, 'The customer did not answer.');
  routeWaiting(decision);
}
