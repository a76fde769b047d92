import { required } from '../../../base/assert.ts';
import type { Call } from '../../../domain/call-model/calls/call.ts';
import { customerSays, externalSays, type SaidOfText } from '../../../domain/call-model/operations/say.ts';
import { hasRoomForText } from '../../../domain/call-model/texts/waiting-texts.ts';
import type { Envelope } from '../../../protocols/sip/bodies/read-body.ts';
import type { SipRequest } from '../../../protocols/sip/message/message.ts';
import { routeWaiting } from '../../router/router.ts';
import { customerWrote } from '../../router/strategies/strategy-inputs.ts';
import { type CustomerLeg, RECEIVED_IDS_MAX } from '../../switch/rows/leg.ts';
import { lateMark, readExpiry } from '../bodies/received-expiry.ts';
import { answeredByCustomer } from '../calling/outbound.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { receiptRequest, textId } from '../notices/receipt-request.ts';

/** How long a customer whose texts nobody takes is asked to wait. */
export const BACKLOG_RETRY_SECONDS = 30;

/** Whether the leg's call can take one more text; 503 when it cannot. */
export function canTakeText({ decision }: MessagingContext, leg: CustomerLeg): boolean {
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  return call === undefined || hasRoomForText(decision, call);
}

/** A text as it came. */
export interface ReceivedText {
  readonly request: SipRequest;
  readonly text: string;
  readonly envelope: Envelope | null;
}

/** A text of the customer reaches its call, once. */
export function receiveText(
  context: MessagingContext,
  leg: CustomerLeg,
  { request, text, envelope }: ReceivedText,
): void {
  const id = textId(request, envelope);
  const { now } = context.decision;
  const asks = receiptRequest(id, request, envelope, now);
  const expiry = readExpiry(request, now);
  const isLate = expiry !== undefined && expiry.goodUntil < now;
  if (isLate) hearText(context, leg, id, `${lateMark(expiry, now)}${text}`, { asks });
  else hearText(context, leg, id, text, { asks, expiry });
}

/** A client that repeats a text under the same id is answered, not heard. */
export function hearText(
  context: MessagingContext,
  leg: CustomerLeg,
  id: string | undefined,
  text: string,
  said: SaidOfText = {},
): void {
  const { decision } = context;
  const isRepeat = id !== undefined && leg.receivedIds.includes(id);
  const heard =
    id === undefined || isRepeat ? leg : { ...leg, receivedIds: [...leg.receivedIds, id].slice(-RECEIVED_IDS_MAX) };
  // In page mode the leg is mostly as before: when the customer was last heard of is told by his texts.
  if (decision.state.legs.get(leg.id) !== heard) decision.state.legs.put(heard);
  if (isRepeat || text.length === 0 || leg.connId === null) return;
  decision.cancelDeadline('composing', leg.id);
  answeredByCustomer(context, leg);
  const call = required(decision.calls.get(leg.connId), 'call of an open leg');
  if (call.external?.legId === leg.id) externalSays(decision, call, call.external, text);
  else {
    const isOpening = opensCall(context, leg, call);
    customerSays(decision, call, text, said);
    customerWrote(decision, leg.connId, isOpening);
  }
  routeWaiting(decision);
}

/** In page mode the first text comes right after its call has begun, and its strategy with it. */
function opensCall({ decision }: MessagingContext, { addressing }: CustomerLeg, call: Call): boolean {
  if (addressing.kind !== 'page' || call.startedAt !== decision.now) return false;
  return decision.transcripts.of(call.id).every(({ fromRole }) => fromRole !== 'customer');
}
