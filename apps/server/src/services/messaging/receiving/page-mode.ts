import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import { routeWaiting } from '../../router/router.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';
import { markPresent } from '../absence/absence.ts';
import { leaveSession, lostChatOf } from '../absence/lost-session.ts';
import { customerWroteOn } from '../absence/registered-customers.ts';
import { isAutomatic } from '../bodies/automatic-text.ts';
import { readContent, refuseContent } from '../bodies/read-content.ts';
import { cancelCall } from '../calling/invite-customer.ts';
import { isForConversation, receiveEndpointText } from '../endpoints/receive-endpoint-text.ts';
import { isForOwnDn, receiveOwnState } from '../endpoints/receive-own-state.ts';
import { startIdleTime } from '../legs/leg-deadlines.ts';
import { learnFrom } from '../legs/peer-habits.ts';
import { withRememberedRefusals } from '../legs/remembered-refusals.ts';
import { isSessionLeg } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { receiveNotice } from '../notices/receive-notice.ts';
import { requestKey, senderOf } from '../requests/request-key.ts';
import { respond, retryAfter } from '../requests/respond.ts';
import { cutFor } from '../sending/cut-texts.ts';
import { type AdmittedCustomer, admitCustomer, CLOSED_RETRY_SECONDS } from './admit-customer.ts';
import { openLeg } from './open-leg.ts';
import { addressPages, pageCustomerKey } from './page-addressing.ts';
import { BACKLOG_RETRY_SECONDS, canTakeText, receiveText } from './receive-text.ts';
import { refuseWithoutRoom } from './refuse-without-room.ts';

/**
 * A MESSAGE outside any dialog (RFC 3428) opens or continues the one interaction of (customer, flow, routing point). 200 is
 * released once everything is stored; a repeat after that, even after a restart, gets the same answer and does nothing.
 */
export function receivePageMessage(context: MessagingContext, received: ReceivedRequest): void {
  const { decision } = context;
  const { request } = received;
  const answers = decision.state.sipAnswers;
  const answerKey = requestKey(answers, senderOf(received), received);
  if (answers.find(answerKey, decision.now) !== undefined) {
    respond(context, received, 200);
    return;
  }
  const isFromClient = isForConversation(context, received);
  if (isFromClient || isForOwnDn(context, received)) {
    const status = (isFromClient ? receiveEndpointText : receiveOwnState)(context, received);
    if (status < 300) decision.recordAnswer(answers, answerKey, status);
    respond(context, received, status);
    return;
  }
  const admitted = admitCustomer(context, received);
  if (!admitted.ok) {
    respond(context, received, admitted.failure.status, { headers: retryAfter(admitted.failure.retryAfterSeconds) });
    return;
  }
  const content = readContent(request);
  if (!content.ok) {
    refuseContent(context, received, content.failure);
    return;
  }
  if (content.value.kind !== 'text') {
    const leg = presentLeg(context, received, admitted.value);
    const known = leg === undefined ? undefined : learnFrom(leg, content.value, request);
    receiveNotice(context, known, content.value, admitted.value.address);
    respond(context, received, 200);
    return;
  }
  const { text, envelope } = content.value;
  const present = text.length > 0 ? presentLeg(context, received, admitted.value) : undefined;
  // An automat's text is told where a chat goes on, and begins none.
  if (present !== undefined || (text.length > 0 && !isAutomatic(request))) {
    if (present === undefined && refuseWithoutRoom(context, received, admitted.value)) return;
    const leg = present ?? beginChat(context, received, admitted.value);
    if (leg === undefined) {
      respond(context, received, 480, { headers: retryAfter(CLOSED_RETRY_SECONDS) });
      return;
    }
    if (!canTakeText(context, leg)) {
      respond(context, received, 503, { headers: retryAfter(BACKLOG_RETRY_SECONDS) });
      return;
    }
    const known = learnFrom(leg, content.value, request);
    if (known !== leg) decision.state.legs.put(known);
    receiveText(context, known, { request, text, envelope });
    routeWaiting(decision);
  }
  decision.recordAnswer(answers, answerKey, 200);
  respond(context, received, 200);
}

/** The leg of this customer, when an interaction goes on. */
function presentLeg(
  context: MessagingContext,
  received: ReceivedRequest,
  customer: AdmittedCustomer,
): CustomerLeg | undefined {
  const { flow } = received;
  const lost = lostChatOf(context, customer);
  if (isSessionLeg(lost)) leaveSession(context, lost);
  const known = context.decision.state.legIndex.ofCustomer(pageCustomerKey(customer));
  if (known === undefined) return undefined;
  // Who writes needs no call any more.
  const present = cancelCall(context, known);
  if (present.flow.id === flow.id && !present.isAbsent) return present;
  // A customer with an account goes on from wherever he writes: from now on texts go there.
  const addressing = addressPages(context, received, customer);
  const hadSession = present.addressing.kind === 'page' && present.addressing.hadSession === true;
  const moved: CustomerLeg = {
    ...present,
    addressing: hadSession ? { ...addressing, hadSession } : addressing,
    triedFlows: [],
  };
  return markPresent(context, cutFor(moved, flow), flow);
}

/** Undefined when the strategy has refused the customer at once. */
function beginChat(
  context: MessagingContext,
  received: ReceivedRequest,
  customer: AdmittedCustomer,
): CustomerLeg | undefined {
  const { decision } = context;
  const opened = openLeg(context, customer, received.flow, addressPages(context, received, customer));
  if (customer.account !== null) customerWroteOn(context, customer.account, received.flow);
  const kept = decision.state.legs.get(opened.leg.id);
  if (kept === undefined) return undefined;
  const leg = withRememberedRefusals(context, kept);
  if (leg !== kept) decision.state.legs.put(leg);
  startIdleTime(decision, leg.id);
  return leg;
}
