/** Session mode: INVITE with an `m=message` line, MESSAGEs inside the dialog, BYE (contract, "SIP answers"). */

import { buildAnswer, buildOffer, type OfferReading, readOffer } from '../../protocols/sip/bodies/sdp.ts';
import { createUasDialog, receiveInDialog } from '../../protocols/sip/dialogs/dialog.ts';
import { dialogIdOf } from '../../protocols/sip/dialogs/dialog-id.ts';
import { readReplaces } from '../../protocols/sip/dialogs/replaces.ts';
import { begin } from '../../protocols/sip/dialogs/session-machine.ts';
import { parseHostPort } from '../../protocols/sip/grammar/parse-host-port.ts';
import { buildContact } from '../../protocols/sip/message/contact.ts';
import type { SipResponse } from '../../protocols/sip/message/message.ts';
import { transactionTimeoutMs } from '../../protocols/sip/transactions/timers.ts';
import { createTag } from '../../protocols/sip/user-agent/build-request.ts';
import { buildResponse } from '../../protocols/sip/user-agent/build-response.ts';
import type { ReceivedRequest } from '../../protocols/sip/user-agent/request-handler.ts';
import { routeWaiting } from '../router/router.ts';
import { FORMER_DIALOGS_MAX } from '../switch/leg.ts';
import { markPresent } from './absence.ts';
import { admitCustomer } from './admit-customer.ts';
import { customerLeft } from './customer-left.ts';
import type { MessagingContext } from './messaging-context.ts';
import { openLeg } from './open-leg.ts';
import { sendNext } from './outbox.ts';
import { readText } from './read-text.ts';
import { receiveText } from './receive-text.ts';
import { respond, retryAfter } from './respond.ts';
import { isSessionLeg, moveSession, performTimers, type SessionLeg, toStored } from './session.ts';

type ServedOffer = Exclude<OfferReading, { name: 'refused' }>;

/** Key under which the leg that an INVITE opened is found when the INVITE is repeated or cancelled. */
function inviteKey({ decision }: MessagingContext, received: ReceivedRequest): string {
  return decision.state.sipAnswers.key(received.flow.id, received.callId, received.fromTag, received.cseq, 'INVITE');
}

/** What an INVITE opened; `ended` when that is over, undefined when the INVITE is new. */
function legOfInvite(context: MessagingContext, received: ReceivedRequest): SessionLeg | 'ended' | undefined {
  const { decision } = context;
  const answer = decision.state.sipAnswers.find(inviteKey(context, received), decision.now);
  if (answer === undefined) return undefined;
  const leg = decision.state.legs.get(JSON.parse(answer) as string);
  return isSessionLeg(leg) ? leg : 'ended';
}

function legOfDialog({ decision }: MessagingContext, received: ReceivedRequest): SessionLeg | undefined {
  const id = dialogIdOf(received);
  const leg = id === undefined ? undefined : decision.state.legIndex.ofDialog(id);
  return isSessionLeg(leg) ? leg : undefined;
}

export function receiveInvite(context: MessagingContext, received: ReceivedRequest): void {
  const offer = readOffer(received.request.body);
  if (offer.name === 'refused') {
    respond(context, received, offer.status);
    return;
  }
  if (received.toTag !== undefined) {
    renewSession(context, received, offer);
    return;
  }
  const repeated = legOfInvite(context, received);
  if (repeated === 'ended') {
    respond(context, received, 481);
    return;
  }
  if (repeated !== undefined) {
    const { status, headers, body } = repeated.addressing.acceptance;
    context.decision.release({
      name: 'respond',
      received,
      response: { kind: 'response', status, reason: 'OK', headers, body: Buffer.from(body, 'utf8') },
    });
    return;
  }
  const replaces = readReplaces(received.request);
  if (!replaces.ok) respond(context, received, 400);
  else if (replaces.value === undefined) openSession(context, received, offer);
  else takeOverSession(context, received, offer, context.decision.state.legIndex.replacedBy(replaces.value));
}

function openSession(context: MessagingContext, received: ReceivedRequest, offer: ServedOffer): void {
  const { decision, place } = context;
  const admitted = admitCustomer(decision.configuration, place.isOwnUri, received.request);
  if (!admitted.ok) {
    respond(context, received, admitted.failure.status, { headers: retryAfter(admitted.failure.retryAfterSeconds) });
    return;
  }
  const accepted = accept(context, received, offer, createTag(decision.random), admitted.value.routingPoint);
  if (accepted === undefined) return;
  const { leg } = openLeg(context, admitted.value, received.flow, accepted.addressing);
  decision.recordAnswer(decision.state.sipAnswers, inviteKey(context, received), leg.id);
  // The strategy may have ended the call at once: the leg is then kept for its BYE.
  const kept = decision.state.legs.get(leg.id);
  if (isSessionLeg(kept)) performTimers(context, kept, accepted.effects);
  routeWaiting(decision);
}

/** RFC 3891: the page was loaded anew; its INVITE takes the place of the dialog that it had. */
function takeOverSession(
  context: MessagingContext,
  received: ReceivedRequest,
  offer: ServedOffer,
  replaced: ReturnType<MessagingContext['decision']['state']['legIndex']['replacedBy']>,
): void {
  const { decision } = context;
  if (!isSessionLeg(replaced)) {
    respond(context, received, 481);
    return;
  }
  const accepted = accept(context, received, offer, createTag(decision.random), replaced.routingPoint);
  if (accepted === undefined) return;
  const { callId, localTag, remoteTag } = replaced.addressing.dialog;
  const formerDialogs = [...replaced.addressing.formerDialogs, { callId, localTag, remoteTag }].slice(
    -FORMER_DIALOGS_MAX,
  );
  const leg: SessionLeg = { ...replaced, addressing: { ...accepted.addressing, formerDialogs } };
  decision.recordAnswer(decision.state.sipAnswers, inviteKey(context, received), leg.id);
  decision.cancelDeadline('legRetransmit', leg.id);
  decision.cancelDeadline('legAcknowledgement', leg.id);
  const waiting: SessionLeg = { ...leg, inFlight: null, outbox: undelivered(leg) };
  const present = markPresent(context, waiting, received.flow);
  if (isSessionLeg(present)) performTimers(context, present, accepted.effects);
}

function undelivered(leg: SessionLeg): SessionLeg['outbox'] {
  return leg.inFlight === null ? leg.outbox : [leg.inFlight.item, ...leg.outbox];
}

/** A re-INVITE: the customer is there (again), possibly on another flow (RFC 3261 14.2). */
function renewSession(context: MessagingContext, received: ReceivedRequest, offer: ServedOffer): void {
  const leg = legOfDialog(context, received);
  if (leg === undefined) {
    respond(context, received, 481);
    return;
  }
  const receipt = receiveInDialog(leg.addressing.dialog, received.request);
  if (!receipt.ok) {
    respond(context, received, receipt.refuse);
    return;
  }
  const inDialog: SessionLeg = { ...leg, addressing: { ...leg.addressing, dialog: receipt.dialog } };
  const { leg: moved, orders } = moveSession(context, inDialog, { name: 'inviteReceived', cseq: received.cseq });
  // The session has ended and only waits for the answer to its BYE.
  if (orders.length === 0) respond(context, received, 481);
  for (const order of orders) {
    if (order.name === 'refuseInvite')
      respond(context, received, order.status, { headers: retryAfter(order.status === 500 ? 2 : undefined) });
    if (order.name !== 'acceptInvite') continue;
    const response = buildAcceptance(context, received, offer, moved.addressing.dialog.localTag, moved.routingPoint);
    context.decision.release({ name: 'respond', received, response });
    const answered: SessionLeg = { ...moved, addressing: { ...moved.addressing, acceptance: toStored(response) } };
    const after = moveSession(context, answered, { name: 'inviteAnswered', awaitsAnswer: offer.name === 'absent' });
    markPresent(context, after.leg, received.flow);
  }
}

/** Answers an INVITE with 200 and makes its dialog; 400 when that cannot be. */
function accept(
  context: MessagingContext,
  received: ReceivedRequest,
  offer: ServedOffer,
  localTag: string,
  user: string,
) {
  const dialog = createUasDialog(received.request, localTag);
  if (!dialog.ok) {
    respond(context, received, 400);
    return undefined;
  }
  const response = buildAcceptance(context, received, offer, localTag, user);
  context.decision.release({ name: 'respond', received, response });
  const session = begin(received.cseq, offer.name === 'absent');
  return {
    addressing: {
      kind: 'session' as const,
      dialog: dialog.value,
      session: session.state,
      acceptance: toStored(response),
      formerDialogs: [],
    },
    effects: session.effects,
  };
}

function buildAcceptance(
  { place }: MessagingContext,
  { request, flow }: ReceivedRequest,
  offer: ServedOffer,
  toTag: string,
  user: string,
): SipResponse {
  const sentBy = place.sentBy(flow);
  const address = parseHostPort(sentBy);
  const sessionPlace = address.ok
    ? { host: address.value.host, port: address.value.port ?? 5060 }
    : { host: sentBy, port: 5060 };
  return buildResponse(request, 200, {
    toTag,
    headers: [
      { name: 'Contact', value: buildContact({ user, sentBy, transport: flow.transport }) },
      { name: 'Allow', value: 'INVITE, ACK, CANCEL, BYE, MESSAGE, OPTIONS' },
      { name: 'Supported', value: 'replaces' },
    ],
    body: offer.name === 'absent' ? buildOffer(sessionPlace) : buildAnswer(offer.offer, sessionPlace),
    contentType: 'application/sdp',
  });
}

/** ACK of our 2xx. */
export function receiveAck(context: MessagingContext, received: ReceivedRequest): void {
  const leg = legOfDialog(context, received);
  if (leg === undefined) return;
  const { leg: confirmed } = moveSession(context, leg, { name: 'ackReceived', cseq: received.cseq });
  sendNext(context, confirmed);
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
  const answerKey = answers.key(leg.id, received.callId, received.fromTag, received.cseq, 'MESSAGE');
  const isRepeat = answers.find(answerKey, decision.now) !== undefined;
  if (isRepeat || leg.connId === null) {
    respond(context, received, isRepeat ? 200 : 481);
    return;
  }
  const receipt = receiveInDialog(leg.addressing.dialog, received.request);
  const text = readText(received.request);
  if (!receipt.ok || !text.ok) {
    respond(context, received, receipt.ok ? 413 : receipt.refuse);
    return;
  }
  const heard: SessionLeg = { ...leg, addressing: { ...leg.addressing, dialog: receipt.dialog } };
  const isHere = !leg.isAbsent && leg.flow.id === received.flow.id;
  receiveText(context, isHere ? heard : markPresent(context, heard, received.flow), received.request, text.value);
  decision.recordAnswer(answers, answerKey, 200);
  respond(context, received, 200);
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

/** Timer of a session: the 2xx is repeated, or nobody acknowledged it in 64*T1 and the session ends with a BYE. */
export function sessionTimerFired(context: MessagingContext, legId: string, timer: 'retransmit' | 'acknowledge'): void {
  const { decision } = context;
  const leg = decision.state.legs.get(legId);
  if (!isSessionLeg(leg)) return;
  if (timer === 'acknowledge' && leg.isAbsent) {
    // The ACK was lost with the connection; for how long that may last is the absence's matter.
    decision.setDeadline('legAcknowledgement', leg.id, transactionTimeoutMs);
    return;
  }
  const { leg: moved, orders } = moveSession(context, leg, { name: 'timerFired', timer });
  for (const order of orders) {
    if (order.name !== 'sendBye') continue;
    // When the agent has ended the call already, what waited for the ACK is the BYE.
    if (moved.connId === null)
      sendNext(context, { ...moved, outbox: moved.outbox.filter(({ kind }) => kind === 'bye') });
    else customerLeft(context, moved, { sendsBye: true });
  }
}
