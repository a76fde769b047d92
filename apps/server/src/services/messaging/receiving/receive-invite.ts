/** INVITEs of session mode: a new session, one that takes the place of another, one that goes on. */

import { DESCRIPTION_TYPES, readDescription } from '../../../protocols/sip/bodies/read-description.ts';
import { readOffer } from '../../../protocols/sip/bodies/sdp.ts';
import { receiveInDialog } from '../../../protocols/sip/dialogs/dialog.ts';
import type { DialogId } from '../../../protocols/sip/dialogs/dialog-id.ts';
import { type Replaces, readReplaces } from '../../../protocols/sip/dialogs/replaces.ts';
import { MIN_SE, readSessionTimer } from '../../../protocols/sip/dialogs/session-timer.ts';
import { createTag } from '../../../protocols/sip/user-agent/build-request.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import { routeWaiting } from '../../router/router.ts';
import { type CustomerLeg, FORMER_DIALOGS_MAX } from '../../switch/rows/leg.ts';
import { markPresent, undelivered } from '../absence/absence.ts';
import { lostChatOf } from '../absence/lost-session.ts';
import { followSessionTimer } from '../absence/session-timers.ts';
import { learnFrom } from '../legs/peer-habits.ts';
import { isSessionLeg, moveSession, performTimers, type SessionLeg, toStored } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { acceptInvite, buildAcceptance, type ServedOffer } from '../offers/accept-invite.ts';
import { isServedMedia } from '../offers/negotiate-msrp.ts';
import { inviteKey, legOfDialog, legOfInvite, mayContinue } from '../requests/find-session.ts';
import { respond, retryAfter } from '../requests/respond.ts';
import { beginMsrp, openMsrpOffer, renewMsrp } from '../sending/msrp-leg.ts';
import { closeMsrp } from '../sending/msrp-send.ts';
import { admitCustomer } from './admit-customer.ts';
import { openLeg } from './open-leg.ts';
import { refuseWithoutRoom } from './refuse-without-room.ts';

export function receiveInvite(context: MessagingContext, received: ReceivedRequest): void {
  const description = readDescription(received.request);
  if (!description.ok) {
    const { status, reason } = description.failure;
    const headers = status === 415 ? [{ name: 'Accept', value: DESCRIPTION_TYPES.join(', ') }] : [];
    respond(context, received, status, { reason, headers });
    return;
  }
  const offer = readOffer(description.value, (media) => isServedMedia(context.network, received, media));
  if (offer.name === 'refused') {
    respond(context, received, offer.status);
    return;
  }
  if (readSessionTimer(received.request).name === 'tooShort') {
    respond(context, received, 422, { headers: [MIN_SE] });
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
  if (repeated?.addressing.acceptance != null) {
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
  else takeOverSession(context, received, offer, replaces.value);
}

function openSession(context: MessagingContext, received: ReceivedRequest, offer: ServedOffer): void {
  const { decision } = context;
  const admitted = admitCustomer(context, received);
  if (!admitted.ok) {
    respond(context, received, admitted.failure.status, { headers: retryAfter(admitted.failure.retryAfterSeconds) });
    return;
  }
  const { routingPoint } = admitted.value;
  const lost = lostChatOf(context, admitted.value);
  if (lost === undefined && refuseWithoutRoom(context, received, admitted.value)) return;
  const accepted = acceptInvite(context, received, offer, createTag(decision.random), routingPoint);
  if (accepted === undefined) return;
  if (lost !== undefined) {
    decision.cancelDeadline('legIdle', lost.id);
    goOnInDialog(context, received, lost, accepted);
    return;
  }
  const { leg } = openLeg(context, admitted.value, received.flow, accepted.addressing);
  decision.recordAnswer(decision.state.sipAnswers, inviteKey(context, received), leg.id);
  // The strategy may have ended the call at once: the leg is then kept for its BYE.
  const kept = decision.state.legs.get(leg.id);
  if (isSessionLeg(kept)) {
    const known = learnFrom(kept, undefined, received.request);
    decision.state.legs.put(known);
    performTimers(context, known, accepted.effects);
    followSessionTimer(context, known, received.request);
    beginMsrp(context, known);
  }
  routeWaiting(decision);
}

/** RFC 3891: the page was loaded anew; its INVITE takes the place of the dialog that it had. */
function takeOverSession(
  context: MessagingContext,
  received: ReceivedRequest,
  offer: ServedOffer,
  replaces: Replaces,
): void {
  const { decision } = context;
  const replaced = decision.state.legIndex.replacedBy(replaces);
  if (!isSessionLeg(replaced) || !mayContinue(replaced, received)) {
    respond(context, received, 481);
    return;
  }
  // RFC 3891 3: ours are answered at once, so none of them is early.
  if (replaces.isEarlyOnly) {
    respond(context, received, 486);
    return;
  }
  const accepted = acceptInvite(context, received, offer, createTag(decision.random), replaced.routingPoint);
  if (accepted === undefined) return;
  goOnInDialog(context, received, replaced, accepted);
}

/** The chat of this leg goes on in the dialog of the INVITE that was accepted. */
function goOnInDialog(
  context: MessagingContext,
  received: ReceivedRequest,
  replaced: CustomerLeg,
  accepted: NonNullable<ReturnType<typeof acceptInvite>>,
): void {
  const { decision } = context;
  const { awaySince: _away, triedFlows: _tried, ...rest } = replaced;
  const leg: SessionLeg = {
    ...rest,
    addressing: { ...accepted.addressing, formerDialogs: formerDialogsOf(replaced) },
  };
  decision.recordAnswer(decision.state.sipAnswers, inviteKey(context, received), leg.id);
  decision.cancelDeadline('legRetransmit', leg.id);
  decision.cancelDeadline('legAcknowledgement', leg.id);
  closeMsrp(context, replaced);
  const waiting: SessionLeg = learnFrom(
    { ...leg, inFlight: null, outbox: undelivered(leg) },
    undefined,
    received.request,
  );
  const present = markPresent(context, waiting, received.flow);
  if (!isSessionLeg(present)) return;
  performTimers(context, present, accepted.effects);
  followSessionTimer(context, present, received.request);
  beginMsrp(context, present);
}

function formerDialogsOf({ addressing }: CustomerLeg): readonly DialogId[] {
  if (addressing.kind !== 'session') return [];
  const { callId, localTag, remoteTag } = addressing.dialog;
  return [...addressing.formerDialogs, { callId, localTag, remoteTag }].slice(-FORMER_DIALOGS_MAX);
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
    const { dialog, msrp: present, acceptance, called } = moved.addressing;
    const before = acceptance?.body ?? called?.invite.body;
    const built = buildAcceptance(context, received, offer, dialog.localTag, moved.routingPoint, present, before);
    const { response, msrp, msrpOffer } = built;
    context.decision.release({ name: 'respond', received, response });
    const addressing = { ...moved.addressing, acceptance: toStored(response), msrpOffer };
    const answered: SessionLeg = { ...moved, addressing };
    const after = moveSession(context, answered, { name: 'inviteAnswered', awaitsAnswer: offer.name === 'absent' });
    followSessionTimer(context, after.leg, received.request);
    const here = markPresent(context, after.leg, received.flow);
    // With our own offer nothing changes before its answer.
    if (isSessionLeg(here) && offer.name !== 'absent') renewMsrp(context, here, msrp);
    else if (isSessionLeg(here)) openMsrpOffer(context, here);
  }
}
