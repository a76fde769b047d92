import type { OutgoingMessage } from '../../protocols/msrp/msrp-handler.ts';
import { CPIM_TYPE, serializeCpim } from '../../protocols/sip/bodies/cpim.ts';
import {
  type CustomerLeg,
  type InFlightRequest,
  type MsrpCarriage,
  messageIdValue,
  type OutgoingItem,
  type SessionAddressing,
} from '../switch/leg.ts';
import type { MessagingContext } from './messaging-context.ts';

/** A leg whose texts go over MSRP. */
export type MsrpLeg = CustomerLeg & { readonly addressing: SessionAddressing & { readonly msrp: MsrpCarriage } };

const TEXT_TYPE = 'text/plain;charset=utf-8';

export function isMsrpLeg(leg: CustomerLeg | undefined): leg is MsrpLeg {
  return leg?.addressing.kind === 'session' && leg.addressing.msrp !== undefined;
}

/** The leg is no more, or has another session. */
export function closeMsrp({ decision }: MessagingContext, leg: CustomerLeg): void {
  if (isMsrpLeg(leg)) decision.release({ name: 'closeMsrpSession', sessionId: leg.addressing.msrp.sessionId });
}

/** The SEND for a text. Its Message-ID is the id of the text, so that a client knows one that comes again. */
export function buildMsrpSend(leg: MsrpLeg, item: OutgoingItem & { readonly kind: 'text' }): InFlightRequest {
  const { msrp, dialog } = leg.addressing;
  const id = messageIdValue(item);
  const contentType = msrp.wrapsTexts ? CPIM_TYPE : TEXT_TYPE;
  const body = msrp.wrapsTexts ? wrap(item.body, dialog.localUri, dialog.remoteUri) : item.body;
  return {
    item,
    branch: `${msrp.sessionId} ${id}`,
    method: 'SEND',
    requestUri: msrp.remotePath.at(-1) ?? '',
    headers: [
      { name: 'Message-ID', value: id },
      { name: 'Content-Type', value: contentType },
    ],
    body,
  };
}

function wrap(text: string, from: string, to: string): string {
  return serializeCpim({
    headers: [
      { name: 'From', namespace: '', value: `<${from}>` },
      { name: 'To', namespace: '', value: `<${to}>` },
    ],
    prefixes: {},
    contentHeaders: [{ name: 'Content-Type', value: TEXT_TYPE }],
    content: Buffer.from(text, 'utf8'),
  }).toString('utf8');
}

export function toMsrpMessage({ headers, body }: InFlightRequest): OutgoingMessage {
  const value = (name: string) => headers.find((header) => header.name === name)?.value ?? '';
  return { messageId: value('Message-ID'), contentType: value('Content-Type'), body: Buffer.from(body, 'utf8') };
}

/** Room for the envelope of a text. */
const ENVELOPE_BYTES = 512;

/** How many bytes a text may have on its way to this customer. */
export function msrpTextBytesMax({ addressing: { msrp } }: MsrpLeg): number {
  if (msrp.maxSize === null) return Number.POSITIVE_INFINITY;
  return msrp.wrapsTexts ? msrp.maxSize - ENVELOPE_BYTES : msrp.maxSize;
}
