/** What comes inside a session: ACK, MESSAGE, BYE, and the CANCEL of its INVITE. */

import { receiveInDialog } from '../../../protocols/sip/dialogs/dialog.ts';
import type { SipRequest } from '../../../protocols/sip/message/message.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import { hasWordsOnTheWay } from '../../switch/rows/leg.ts';
import { markPresent } from '../absence/absence.ts';
import { customerLeft } from '../absence/customer-left.ts';
import { readContent, refuseContent } from '../bodies/read-content.ts';
import { learnFrom } from '../legs/peer-habits.ts';
import { moveSession, type SessionLeg } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { receiveNotice } from '../notices/receive-notice.ts';
import { readOfferAnswer } from '../offers/offer-msrp.ts';
import { legOfDialog, legOfInvite } from '../requests/find-session.ts';
import { requestKey } from '../requests/request-key.ts';
import { respond, retryAfter } from '../requests/respond.ts';
import { settleMsrpOffer } from '../sending/msrp-leg.ts';
import { sendNext } from '../sending/outbox.ts';
import { BACKLOG_RETRY_SECONDS, canTakeText, receiveText } from './receive-text.ts';

/** ACK of our 2xx. */
export function receiveAck(context: MessagingContext, received: ReceivedRequest): void {
  const leg = legOfDialog(context, received);
  if (leg === undefined) return;
  const { session } = leg.addressing;
  const bringsAnswer = session.name === 'answered' && session.awaitsAnswer && session.inviteCseq === received.cseq;
  const { leg: confirmed } = moveSession(context, leg, { name: 'ackReceived', cseq: received.cseq });
  if (bringsAnswer && confirmed.connId !== null) answerReceived(context, confirmed, received.request);
  else sendNext(context, confirmed);
}

/** What the customer makes of our offer. With nothing of it he cannot be written to, so that the session ends. */
function answerReceived(context: MessagingContext, leg: SessionLeg, ack: SipRequest): void {
  const answer = readOfferAnswer(leg.flow, leg.addressing.msrpOffer, ack);
  if (answer.name === 'nothing') {
    customerLeft(context, leg, { sendsBye: true });
    return;
  }
  settleMsrpOffer(context, leg, answer.name === 'msrp' ? answer.carriage : undefined);
  const settled = context.decision.state.legs.get(leg.id);
  if (settled !== undefined) sendNext(context, settled);
}

/** A MESSAGE inside the dialog: 200 once it is stored. */
export function receiveDialogMessage(context: MessagingContext, received: ReceivedRequest): void {
  const { decision } = context;
  const leg = legOfDialog(context, received);
  if (leg === undefined) {
    respond(context, received, 481);
    return;
  }
  const answers = decision.state.sipAnswers;
  const answerKey = requestKey(answers, leg.id, received);
  const isRepeat = answers.find(answerKey, decision.now) !== undefined;
  if (isRepeat) {
    respond(context, received, 200);
    return;
  }
  if (leg.connId === null) {
    receiveAfterEnd(context, received, leg);
    return;
  }
  const receipt = receiveInDialog(leg.addressing.dialog, received.request);
  if (!receipt.ok) {
    respond(context, received, receipt.refuse);
    return;
  }
  const content = readContent(received.request);
  if (!content.ok) {
    refuseContent(context, received, content.failure);
    return;
  }
  const heard = learnFrom(
    { ...leg, addressing: { ...leg.addressing, dialog: receipt.dialog } },
    content.value,
    received.request,
  );
  const isHere = !leg.isAbsent && leg.flow.id === received.flow.id;
  if (content.value.kind !== 'text') {
    const present = isHere ? heard : markPresent(context, heard, received.flow);
    receiveNotice(context, present, content.value);
    respond(context, received, 200);
    return;
  }
  if (!canTakeText(context, leg)) {
    respond(context, received, 503, { headers: retryAfter(BACKLOG_RETRY_SECONDS) });
    return;
  }
  const { text, envelope } = content.value;
  const present = isHere ? heard : markPresent(context, heard, received.flow);
  receiveText(context, present, { request: received.request, text, envelope });
  decision.recordAnswer(answers, answerKey, 200);
  respond(context, received, 200);
}

/** How long a customer is asked to wait while the last texts of an ended chat, and its BYE, are on their way to him. */
const ENDING_RETRY_SECONDS = 2;

/**
 * The chat has ended. With an agent's texts still to be delivered the dialog is not over yet: a 481 would make the client drop
 * it, and them. After the end of a strategy there is nothing to wait for.
 */
function receiveAfterEnd(context: MessagingContext, received: ReceivedRequest, leg: SessionLeg): void {
  if (hasWordsOnTheWay(leg)) respond(context, received, 503, { headers: retryAfter(ENDING_RETRY_SECONDS) });
  else respond(context, received, 481);
  if (leg.isAbsent || leg.flow.id !== received.flow.id) markPresent(context, leg, received.flow);
}

export function receiveBye(context: MessagingContext, received: ReceivedRequest): void {
  const leg = legOfDialog(context, received);
  if (leg === undefined) {
    respond(context, received, 481);
    return;
  }
  respond(context, received, 200);
  customerLeft(context, leg);
}

/** The INVITE was refused with 487 already; what it opened ends. */
export function receiveCancel(context: MessagingContext, received: ReceivedRequest): void {
  const leg = legOfInvite(context, received);
  if (leg !== undefined && leg !== 'ended') customerLeft(context, leg);
}
