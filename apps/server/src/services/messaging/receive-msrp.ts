/** What the MSRP stack hands up about a customer's leg. */
import type { ReceivedMessage } from '../../protocols/msrp/msrp-handler.ts';
import { readBody } from '../../protocols/sip/bodies/read-body.ts';
import { splitTokens } from '../../protocols/sip/grammar/split-values.ts';
import type { CustomerLeg } from '../switch/leg.ts';
import type { MessagingContext } from './messaging-context.ts';
import { moveMsrp } from './msrp-leg.ts';
import { isMsrpLeg } from './msrp-send.ts';
import { reportDelivery } from './outbox.ts';
import { learnFrom } from './peer-habits.ts';
import { receiveNotice } from './receive-notice.ts';
import { canTakeText, hearText } from './receive-text.ts';
import { reasonInWords } from './request-outcome.ts';

/** A whole message over MSRP: its last chunk is answered once the text is stored. */
export function receiveMsrpMessage(context: MessagingContext, received: ReceivedMessage): void {
  const { decision } = context;
  const leg = decision.state.legIndex.ofMsrpSession(received.sessionId);
  const status = leg === undefined ? 481 : hear(context, leg, received);
  decision.release({ name: 'respondMsrp', received, status });
}

function hear(context: MessagingContext, leg: CustomerLeg, received: ReceivedMessage): number {
  // The agent has ended the chat; with texts still on their way to the customer the session is not over yet.
  if (leg.connId === null) return [leg.inFlight?.item, ...leg.outbox].some((item) => item?.kind === 'text') ? 413 : 481;
  const { messageId, contentType, body } = received;
  const content = readBody({
    contentType,
    encodings: splitTokens(headerValues(received, 'content-encoding')),
    disposition: headerValues(received, 'content-disposition')[0],
    bytes: body,
  });
  // RFC 4975 has no word for an envelope that asks for more than we understand.
  if (!content.ok) return content.failure.status === 420 ? 400 : content.failure.status;
  if (content.value.kind !== 'text') {
    receiveNotice(context, learnFrom(leg, content.value), content.value);
    return 200;
  }
  if (!canTakeText(context, leg)) return 413;
  hearText(context, leg, messageId, content.value.text);
  return 200;
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
  const leg = context.decision.state.legIndex.ofMsrpSession(sessionId);
  if (isMsrpLeg(leg)) moveMsrp(context, leg, { name: what });
}

/** A REPORT about a text that the next hop had taken: only a failure is news. */
export function msrpReported(context: MessagingContext, sessionId: string, messageId: string, status: number): void {
  const leg = context.decision.state.legIndex.ofMsrpSession(sessionId);
  if (leg === undefined || leg.connId === null || (status >= 200 && status < 300)) return;
  const texts = context.decision.transcripts.of(leg.connId);
  const text = texts.findLast(({ id }) => id === messageId || messageId.startsWith(`${id}.`));
  if (text?.delivery?.state !== 'sent') return;
  reportDelivery(context, leg, text.id, { state: 'failed', reason: reasonInWords({ status }) });
}
