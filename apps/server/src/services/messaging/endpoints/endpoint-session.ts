/** Chats of an agent's client within a dialog: our INVITE, and what comes inside it. */
import type { MessageId } from '@cordboard/shared/ids';
import { findParty } from '../../../domain/call-model/calls/call.ts';
import { createUacDialog, receiveInDialog } from '../../../protocols/sip/dialogs/dialog.ts';
import { dialogIdOf, dialogKey } from '../../../protocols/sip/dialogs/dialog-id.ts';
import type { SipResponse } from '../../../protocols/sip/message/message.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import { moveParty } from '../../parties/move-party.ts';
import { routeWaiting } from '../../router/router.ts';
import type { EndpointLeg, EndpointSession } from '../../switch/rows/endpoint-leg.ts';
import { isTrunkBinding, provesToBe } from '../../trunks/external-agents.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { answeredAgain } from '../requests/answered-again.ts';
import type { InviteOutcome } from '../requests/invite-sender.ts';
import { requestKey } from '../requests/request-key.ts';
import { respond } from '../requests/respond.ts';
import { buildAck, toRequest } from '../requests/sent-request.ts';
import { learnFromClient } from './client-habits.ts';
import { enqueueText, forgetLeg, sendNext } from './endpoint-outbox.ts';
import { CLIENT_GONE, clientGone, DECLINES, decline, ringRefused } from './endpoint-settled.ts';
import { ringText } from './endpoint-words.ts';
import { takeTextOf } from './receive-endpoint-text.ts';

/** Answers by which a client says that it takes no such sessions: it gets MESSAGEs outside dialogs. */
const NO_SESSIONS: ReadonlySet<number> = new Set([405, 415, 420, 488, 501, 606]);

type SessionLeg = EndpointLeg & { readonly carriage: EndpointSession };

function isSession(leg: EndpointLeg | undefined): leg is SessionLeg {
  return leg?.carriage.kind === 'session';
}

/** What became of the INVITE of a chat. */
export function endpointInviteSettled(
  context: MessagingContext,
  legId: string,
  branch: string,
  outcome: InviteOutcome,
): void {
  const { decision } = context;
  const leg = decision.state.endpointLegs.get(legId);
  if (!isSession(leg) || leg.carriage.invite?.branch !== branch) return;
  if (outcome.name === 'answeredAgain') {
    const { invite, ack, dialog } = leg.carriage;
    if (ack !== null && dialog !== null) answeredAgain(context, legId, { invite, ack, dialog }, outcome.response);
    return;
  }
  if (leg.carriage.state !== 'inviting') return;
  if (outcome.name === 'failed' || CLIENT_GONE.has(outcome.response.status)) clientGone(context, leg);
  else if (outcome.response.status < 300) accepted(context, leg, outcome.response);
  else refused(context, leg, outcome.response.status);
}

/** The client has the session: while the chat rings, that answers it. */
function accepted(context: MessagingContext, leg: SessionLeg, response: SipResponse): void {
  const { decision } = context;
  const { invite } = leg.carriage;
  const dialog = invite === null ? undefined : createUacDialog(toRequest(invite), response);
  if (invite === null || dialog?.ok !== true) {
    refused(context, leg, 500);
    return;
  }
  const ack = buildAck(context, dialog.value, invite);
  const carriage: EndpointSession = { ...leg.carriage, state: 'established', dialog: dialog.value, ack };
  releaseAck(context, carriage);
  learnFromClient(context, leg.bindingId, undefined, response);
  const established: EndpointLeg = { ...leg, carriage };
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  const party = call === undefined ? undefined : findParty(call, leg.dn);
  if (call === undefined || party === undefined) {
    sendNext(context, { ...established, outbox: [{ kind: 'bye' }] });
    return;
  }
  sendNext(context, established);
  if (party.state !== 'ringing') return;
  moveParty(decision, call, party, { name: 'answered' });
  routeWaiting(decision);
}

function releaseAck({ decision }: MessagingContext, { ack }: EndpointSession): void {
  if (ack !== null) decision.release({ name: 'sendAck', flow: ack.flow, request: toRequest(ack) });
}

function refused(context: MessagingContext, leg: SessionLeg, status: number): void {
  const { decision } = context;
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  if (call === undefined) {
    forgetLeg(context, leg);
    return;
  }
  if (NO_SESSIONS.has(status)) {
    const { outbox, carriage } = leg;
    const page: EndpointLeg = { ...leg, carriage: { kind: 'page' }, outbox: [] };
    const isRinging = findParty(call, leg.dn)?.state === 'ringing';
    const body = ringText(decision, leg.displayName, carriage.subject);
    const told = isRinging
      ? enqueueText(context, page, { messageId: decision.random.hex(12) as MessageId, body })
      : page;
    sendNext(context, { ...told, outbox: [...told.outbox, ...outbox] });
    return;
  }
  sendNext(context, { ...leg, carriage: { ...leg.carriage, state: 'refused' }, outbox: [] });
  if (DECLINES.has(status)) decline(context, leg);
  else ringRefused(context, leg);
}

/** A request within the dialog of a chat; says whether it was one. */
export function receiveInEndpointSession(context: MessagingContext, received: ReceivedRequest): boolean {
  const id = dialogIdOf(received);
  const leg = id === undefined ? undefined : context.decision.state.endpointLegsByDialog.first(dialogKey(id));
  if (!isSession(leg)) return false;
  const { bindings } = context.decision.state;
  // The flow of a trunk is that of many.
  const isItsFlow = !isTrunkBinding(leg.bindingId) && bindings.get(leg.bindingId)?.flow.id === received.flow.id;
  // From elsewhere only with proof of being that DN.
  if (!isItsFlow && !provesToBe(context.decision, leg.dn, received)) {
    if (received.request.method !== 'ACK') respond(context, received, 481);
    return true;
  }
  switch (received.request.method) {
    case 'MESSAGE':
      receiveMessage(context, received, leg);
      return true;
    case 'BYE':
      receiveBye(context, received, leg);
      return true;
    case 'INVITE':
      // What the session carries does not change.
      respond(context, received, 488);
      return true;
    default:
      return true;
  }
}

function receiveMessage(context: MessagingContext, received: ReceivedRequest, leg: SessionLeg): void {
  const { decision } = context;
  const answers = decision.state.sipAnswers;
  const answerKey = requestKey(answers, leg.id, received);
  if (answers.find(answerKey, decision.now) !== undefined) {
    respond(context, received, 200);
    return;
  }
  const receipt = leg.carriage.dialog === null ? undefined : receiveInDialog(leg.carriage.dialog, received.request);
  if (receipt?.ok !== true) {
    respond(context, received, receipt?.refuse ?? 481);
    return;
  }
  const status = takeTextOf(context, leg, received.request, leg.id);
  const kept = decision.state.endpointLegs.get(leg.id);
  if (isSession(kept))
    decision.state.endpointLegs.put({
      ...kept,
      carriage: { ...kept.carriage, dialog: mergeCseq(kept, receipt.dialog) },
    });
  if (status < 300) decision.recordAnswer(answers, answerKey, status);
  respond(context, received, status === 404 ? 481 : status);
}

/** What was received counts up beside what was sent meanwhile. */
function mergeCseq({ carriage }: SessionLeg, received: NonNullable<EndpointSession['dialog']>) {
  return carriage.dialog === null ? received : { ...carriage.dialog, remoteCseq: received.remoteCseq };
}

/** As TReleaseCall. */
function receiveBye(context: MessagingContext, received: ReceivedRequest, leg: SessionLeg): void {
  const { decision } = context;
  respond(context, received, 200);
  forgetLeg(context, leg);
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  const party = call === undefined ? undefined : findParty(call, leg.dn);
  if (call === undefined || party === undefined) return;
  moveParty(decision, call, party, { name: 'released' });
  routeWaiting(decision);
}
