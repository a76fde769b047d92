/** What the MSRP stack hands up about a customer's leg. */
import type { ReceiptRequest } from '../../../domain/call-model/texts/text.ts';
import type { ReceivedMessage } from '../../../protocols/msrp/msrp-handler.ts';
import { type Envelope, readBody } from '../../../protocols/sip/bodies/read-body.ts';
import { splitTokens } from '../../../protocols/sip/grammar/header-fields/split-values.ts';
import { type CustomerLeg, hasWordsOnTheWay } from '../../switch/rows/leg.ts';
import { isMsrpLeg } from '../legs/is-msrp-leg.ts';
import { learnFrom } from '../legs/peer-habits.ts';
import { isSessionLeg } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { receiveNotice } from '../notices/receive-notice.ts';
import { reasonInWords } from '../requests/request-outcome.ts';
import { moveMsrp } from '../sending/msrp-leg.ts';
import { reportDelivery } from '../sending/outbox.ts';
import { canTakeText, hearText } from './receive-text.ts';

/** A whole message over MSRP: its last chunk is answered once the text is stored. */
export function receiveMsrpMessage(context: MessagingContext, received: ReceivedMessage): void {
  const { decision } = context;
  const leg = decision.state.legIndex.ofMsrpSession(received.sessionId);
  const status = leg === undefined ? 481 : hear(context, leg, received);
  decision.release({ name: 'respondMsrp', received, status });
}

function hear(context: MessagingContext, leg: CustomerLeg, received: ReceivedMessage): number {
  // The agent has ended the chat; with texts still on their way to the customer the session is not over yet.
  if (leg.connId === null) return hasWordsOnTheWay(leg) ? 413 : 481;
  const { messageId, contentType, body } = received;
  const content = readBody({
    contentType,
    encodings: splitTokens(headerValues(received, 'content-encoding')),
    disposition: headerValues(received, 'content-disposition')[0],
    bytes: body,
  });
  // RFC 4975 has no word for an envelope that asks for more than we understand.
  if (!content.ok) return content.failure.status === 420 ? 400 : content.failure.status;
  const learnt = learnFrom(leg, content.value);
  if (content.value.kind !== 'text') {
    receiveNotice(context, learnt, content.value);
    return 200;
  }
  if (!canTakeText(context, leg)) return 413;
  const { text, envelope } = content.value;
  hearText(context, learnt, messageId, text, { asks: receiptRequest(envelope, context.decision.now) });
  return 200;
}

/** What the client wants to be told of its text, in the envelope's words. */
function receiptRequest(envelope: Envelope | null, now: number): ReceiptRequest | undefined {
  if (envelope === null || envelope.messageId === null || envelope.asks.length === 0) return undefined;
  const { messageId, dateTime, asks } = envelope;
  return { id: messageId, dateTime: dateTime ?? new Date(now).toISOString(), dispositions: asks };
}

function headerValues({ headers }: ReceivedMessage, name: string): readonly string[] {
  return headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value);
}

/** The session has a connection, has lost it, or ours to the peer did not come about. */
export function msrpConnectionChanged(
  context: MessagingContext,
  sessionId: string,
  what: 'bound' | 'connectionLost' | 'connectFailed',
): void {
  const { legs, legIndex } = context.decision.state;
  const leg = legIndex.ofMsrpSession(sessionId);
  if (isMsrpLeg(leg) && leg.addressing.msrp.sessionId === sessionId) moveMsrp(context, leg, { name: what });
  else if (isSessionLeg(leg) && leg.addressing.msrpOffer !== undefined) {
    const msrpOffer = { ...leg.addressing.msrpOffer, isBound: what === 'bound' };
    legs.put({ ...leg, addressing: { ...leg.addressing, msrpOffer } });
  } else if (leg?.calling?.msrpOffer !== undefined) {
    const msrpOffer = { ...leg.calling.msrpOffer, isBound: what === 'bound' };
    legs.put({ ...leg, calling: { ...leg.calling, msrpOffer } });
  }
}

/** A REPORT about a text that the next hop had taken: the customer's client has all of it, or it failed on the way. */
export function msrpReported(context: MessagingContext, sessionId: string, messageId: string, status: number): void {
  const leg = context.decision.state.legIndex.ofMsrpSession(sessionId);
  if (leg === undefined || leg.connId === null) return;
  const isDelivered = status >= 200 && status < 300;
  const texts = context.decision.transcripts.of(leg.connId);
  // A piece alone says only that the text has failed.
  const text = texts.findLast(({ id }) => id === messageId || (!isDelivered && messageId.startsWith(`${id}.`)));
  if (text === undefined) return;
  const delivery = isDelivered
    ? ({ state: 'delivered' } as const)
    : ({ state: 'failed', reason: reasonInWords({ status }) } as const);
  reportDelivery(context, leg, text.id, delivery);
}
