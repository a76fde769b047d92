import type { OutgoingMessage } from '../../../protocols/msrp/msrp-handler.ts';
import { msrpSessionsOf } from '../../switch/leg-index.ts';
import { type CustomerLeg, type InFlightRequest, messageIdValue, type OutgoingItem } from '../../switch/rows/leg.ts';
import { envelopeBytes, formatText } from '../bodies/text-format.ts';
import type { MsrpLeg } from '../legs/is-msrp-leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

/** The leg is no more, or has another session; what it offers is gone as well. */
export function closeMsrp({ decision }: MessagingContext, leg: CustomerLeg): void {
  for (const sessionId of msrpSessionsOf(leg)) decision.release({ name: 'closeMsrpSession', sessionId });
}

/** The SEND for a text. Its Message-ID is the id of the text, so that a client knows one that comes again. */
export function buildMsrpSend(
  leg: MsrpLeg,
  item: OutgoingItem & { readonly kind: 'text' },
  now: number,
): InFlightRequest {
  const { msrp } = leg.addressing;
  const id = messageIdValue(item);
  const { body, contentType } = formatText(leg, item, now);
  return {
    item,
    branch: `${msrp.sessionId} ${id}`,
    method: 'SEND',
    requestUri: msrp.remotePath.at(-1) ?? '',
    headers: [
      { name: 'Message-ID', value: id },
      { name: 'Content-Type', value: contentType },
    ],
    body: body.toString('utf8'),
  };
}

export function toMsrpMessage({ headers, body }: InFlightRequest): OutgoingMessage {
  const value = (name: string) => headers.find((header) => header.name === name)?.value ?? '';
  return { messageId: value('Message-ID'), contentType: value('Content-Type'), body: Buffer.from(body, 'utf8') };
}

/** How many bytes a text may have on its way to this customer. */
export function msrpTextBytesMax(leg: MsrpLeg): number {
  const { maxSize } = leg.addressing.msrp;
  return maxSize === null ? Number.POSITIVE_INFINITY : maxSize - envelopeBytes(leg);
}
