/** What goes to a customer, in order, one request at a time. */
import type { MessageId } from '@cordboard/shared/ids';
import { deliveryChanged } from '../../../domain/call-model/operations/receipts.ts';
import type { DeliveryState } from '../../../domain/call-model/texts/text.ts';
import { buildInDialogRequest } from '../../../protocols/sip/dialogs/dialog.ts';
import type { SipRequest } from '../../../protocols/sip/message/message.ts';
import { routeHeaders } from '../../../protocols/sip/message/route-headers.ts';
import { buildRequest, createBranch, createCallId } from '../../../protocols/sip/user-agent/build-request.ts';
import {
  type CustomerLeg,
  type InFlightRequest,
  MESSAGE_ID_HEADER,
  messageIdValue,
  OUTBOX_MAX,
  type OutgoingItem,
} from '../../switch/rows/leg.ts';
import { AUTOMATIC } from '../bodies/automatic-text.ts';
import { expiryHeaders, withExpiry } from '../bodies/text-expiry.ts';
import { askedBeside, formatText } from '../bodies/text-format.ts';
import { isMsrpLeg } from '../legs/is-msrp-leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { recordLate } from '../notices/late-receipts.ts';
import { receiptId } from '../notices/receipts.ts';
import { withFirstWhole } from './cut-texts.ts';
import { buildMsrpSend, toMsrpMessage } from './msrp-send.ts';
import { bodyBytesMax } from './text-room.ts';

/** Adds items to the outbox; of a customer who takes nothing for too long the oldest texts fail. */
export function enqueue(context: MessagingContext, leg: CustomerLeg, items: readonly OutgoingItem[]): CustomerLeg {
  const outbox = [...leg.outbox, ...(leg.awaySince === undefined ? items : withExpiry(context, items))];
  const lost = outbox.slice(0, Math.max(outbox.length - OUTBOX_MAX, 0));
  reportFailed(context, leg, lost, 'The customer does not take any messages.');
  return { ...leg, outbox: outbox.slice(lost.length) };
}

/** Sends the next item when nothing is in flight and the customer can be reached. Keeps the leg. */
export function sendNext(context: MessagingContext, leg: CustomerLeg): CustomerLeg {
  const [next] = leg.outbox;
  const isReady = next !== undefined && leg.inFlight === null && canTake(leg, next);
  const [item, ...outbox] = isReady ? withFirstWhole(leg.outbox, () => bodyBytesMax(leg)) : [];
  if (item === undefined) {
    context.decision.state.legs.put(leg);
    return leg;
  }
  const built = build(context, leg, item);
  const changed: CustomerLeg = { ...leg, addressing: built.addressing, outbox, inFlight: built.inFlight };
  context.decision.state.legs.put(changed);
  releaseRequest(context, changed, built.inFlight);
  return changed;
}

/** Whether a request may go to the customer now. Before its ACK a session takes none: some clients drop them unanswered. */
function canTake(leg: CustomerLeg, item: OutgoingItem): boolean {
  const { addressing, isAbsent, pausedUntil } = leg;
  if (leg.calling !== undefined && leg.calling.isCancelled !== true) return false;
  if (isMsrpLeg(leg) && item.kind === 'text') return leg.addressing.msrp.session.name === 'connected';
  if ((isAbsent && !isMsrpLeg(leg)) || pausedUntil !== null) return false;
  return addressing.kind === 'page' || addressing.session.name === 'confirmed' || addressing.session.name === 'ended';
}

/** What is in flight goes out as it is: after a restart, or when the customer has come back. */
export function releaseRequest(context: MessagingContext, leg: CustomerLeg, inFlight: InFlightRequest): void {
  if (isMsrpLeg(leg) && inFlight.item.kind === 'text') {
    const { sessionId } = leg.addressing.msrp;
    const message = toMsrpMessage(inFlight);
    context.decision.release({ name: 'sendMsrpMessage', legId: leg.id, branch: inFlight.branch, sessionId, message });
    return;
  }
  context.decision.release({
    name: 'sendLegRequest',
    legId: leg.id,
    flow: leg.flow,
    branch: inFlight.branch,
    request: toRequest(inFlight),
  });
}

function toRequest({ method, requestUri, headers, body }: InFlightRequest): SipRequest {
  return { kind: 'request', method, requestUri, headers, body: Buffer.from(body, 'utf8') };
}

/** The request for an item, by the leg's carriage. */
function build(
  context: MessagingContext,
  leg: CustomerLeg,
  item: OutgoingItem,
): { inFlight: InFlightRequest; addressing: CustomerLeg['addressing'] } {
  const { decision, network } = context;
  if (isMsrpLeg(leg) && item.kind === 'text')
    return { inFlight: buildMsrpSend(leg, item, decision.now), addressing: leg.addressing };
  const branch = createBranch(decision.random);
  const method = item.kind === 'text' ? 'MESSAGE' : 'BYE';
  const options = {
    branch,
    sentBy: network.sentBy(leg.flow),
    transport: leg.flow.transport,
    cseqStep: network.trunks?.cseqStepOn(leg.flow),
    ...(item.kind === 'text'
      ? {
          headers: [
            { name: MESSAGE_ID_HEADER, value: messageIdValue(item) },
            ...(item.isAutomatic === true ? [AUTOMATIC] : []),
            ...expiryHeaders(context, item),
            ...askedBeside(leg),
          ],
          ...formatText(leg, item, decision.now),
        }
      : {}),
  };
  if (leg.addressing.kind === 'session') {
    const { request, dialog } = buildInDialogRequest(leg.addressing.dialog, method, options);
    return { inFlight: toInFlight(item, branch, request), addressing: { ...leg.addressing, dialog } };
  }
  const { requestUri, from, to, route } = leg.addressing;
  // A Call-ID of its own for each text: Linphone takes it for the id of the text, drops what it has seen before, and says
  // under it what became of the text.
  const callId = item.kind === 'text' ? receiptId(item) : createCallId(decision.random);
  const cseq = cseqAt(decision.now, item);
  const headers = [...routeHeaders(route), ...(options.headers ?? [])];
  const request = buildRequest({ method, requestUri, from, to, callId, cseq, ...options, headers });
  return { inFlight: toInFlight(item, branch, request), addressing: leg.addressing };
}

/** Outside a dialog: a text that is sent again must not look like a copy that took another way (RFC 3261 8.2.2.2). */
export function cseqAt(now: number, item: OutgoingItem): number {
  const attempt = item.kind === 'text' ? (item.attempt ?? 0) : 0;
  return (Math.floor(now + attempt) % 0x7fff_fffe) + 1;
}

function toInFlight(item: OutgoingItem, branch: string, request: SipRequest): InFlightRequest {
  const { method, requestUri, headers, body } = request;
  return { item, branch, method, requestUri, headers, body: body.toString('utf8') };
}

/** Everything that has not been delivered fails, for the reason given. */
export function failUndelivered(context: MessagingContext, leg: CustomerLeg, reason: string): void {
  reportFailed(context, leg, leg.inFlight === null ? leg.outbox : [leg.inFlight.item, ...leg.outbox], reason);
}

/** EventPrivateInfo 3004 `failed`, once per text. */
export function reportFailed(
  context: MessagingContext,
  leg: CustomerLeg,
  items: readonly OutgoingItem[],
  reason: string,
): void {
  const messageIds = new Set(items.flatMap((item) => (item.kind === 'text' ? [item.messageId] : [])));
  for (const messageId of messageIds) reportDelivery(context, leg, messageId, { state: 'failed', reason });
}

export function reportDelivery(
  context: MessagingContext,
  leg: CustomerLeg,
  messageId: MessageId,
  delivery: DeliveryState,
): void {
  const { decision } = context;
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  if (call === undefined) {
    recordLate(context, messageId, delivery);
    return;
  }
  const text = decision.transcripts.of(call.id).findLast((candidate) => candidate.id === messageId);
  if (text === undefined) return;
  deliveryChanged(decision, call, text, delivery);
}
