/** How a text is written for a customer's client: plain, or in an envelope when it uses envelopes itself. */
import type { MessageId } from '@cordboard/shared/ids';
import { CPIM_TYPE, serializeCpim } from '../../../protocols/sip/bodies/cpim.ts';
import { IMDN_CPIM_NAMESPACE } from '../../../protocols/sip/bodies/imdn.ts';
import type { Header } from '../../../protocols/sip/message/message.ts';
import { isReliable } from '../../../protocols/sip/transport/sip-transport.ts';
import { type CustomerLeg, DISPOSITION_HEADER, habitsOf, type PeerHabits } from '../../switch/rows/leg.ts';
import { envelopeAddress } from '../legs/envelope-address.ts';
import { isMsrpLeg, takesAlone, takesWrapped } from '../legs/is-msrp-leg.ts';
import { addressesOf } from '../legs/leg-addresses.ts';
import { refusing } from '../legs/peer-habits.ts';
import { receiptId } from '../notices/receipts.ts';

export const PLAIN_TYPE = 'text/plain';
const PLAIN_CONTENT_TYPE = `${PLAIN_TYPE};charset=utf-8`;
/** Room that an envelope takes, addresses apart. */
const ENVELOPE_BYTES = 360;

interface TextItem {
  readonly messageId: MessageId;
  readonly part: number;
  readonly parts: number;
  readonly body: string;
}

/** Whether the next text goes in an envelope: the client has sent one, or takes nothing else, and has refused none. */
export function usesEnvelope(leg: CustomerLeg): boolean {
  const { wraps, refused } = habitsOf(leg);
  if (isMsrpLeg(leg)) {
    const { msrp } = leg.addressing;
    return takesWrapped(msrp, PLAIN_TYPE) && (wraps || !takesAlone(msrp, PLAIN_TYPE));
  }
  return wrapsTexts({ wraps, refused });
}

/** The same of a client over SIP, by its habits alone. */
export function wrapsTexts({ wraps, refused }: Pick<PeerHabits, 'wraps' | 'refused'>): boolean {
  return !refused.includes(CPIM_TYPE) && (wraps || refused.includes(PLAIN_TYPE));
}

/** Bytes that the envelope adds. */
export function envelopeBytes(leg: CustomerLeg): number {
  if (!usesEnvelope(leg)) return 0;
  return envelopeBytesBetween(addressesOf(leg));
}

/** Who writes to whom, as URIs. */
interface Ends {
  readonly own: string;
  readonly peer: string;
}

/** Bytes of an envelope between these. */
export function envelopeBytesBetween({ own, peer }: Ends): number {
  return ENVELOPE_BYTES + Buffer.byteLength(own) + Buffer.byteLength(peer);
}

/** The body for a text. In an envelope it asks what becomes of it: of a piece only whether it fails (RFC 5438 7.1.1). */
export function formatText(leg: CustomerLeg, item: TextItem, now: number): { body: Buffer; contentType: string } {
  return usesEnvelope(leg) ? wrapText(addressesOf(leg), item, now) : plainText(item);
}

export function plainText({ body }: Pick<TextItem, 'body'>): { body: Buffer; contentType: string } {
  return { body: Buffer.from(body, 'utf8'), contentType: PLAIN_CONTENT_TYPE };
}

/** The text in an envelope. */
export function wrapText({ own, peer }: Ends, item: TextItem, now: number): { body: Buffer; contentType: string } {
  const content = Buffer.from(item.body, 'utf8');
  const isWhole = item.part === item.parts;
  const body = serializeCpim({
    prefixes: { [IMDN_CPIM_NAMESPACE]: 'imdn' },
    headers: [
      { name: 'From', namespace: '', value: envelopeAddress(own) },
      { name: 'To', namespace: '', value: envelopeAddress(peer) },
      { name: 'DateTime', namespace: '', value: new Date(now).toISOString() },
      { name: 'Message-ID', namespace: IMDN_CPIM_NAMESPACE, value: receiptId(item) },
      {
        name: 'Disposition-Notification',
        namespace: IMDN_CPIM_NAMESPACE,
        value: isWhole ? 'positive-delivery, negative-delivery, display' : 'negative-delivery',
      },
    ],
    contentHeaders: [
      { name: 'Content-Type', value: PLAIN_CONTENT_TYPE },
      { name: 'Content-Length', value: String(content.length) },
    ],
    content,
  });
  return { body, contentType: CPIM_TYPE };
}

/**
 * The leg that remembers a 415 to a text, when there is another way to write it: plain instead of an envelope, or an
 * envelope for a client that says it takes those. Undefined when there is none.
 */
export function otherFormat<Leg extends CustomerLeg>(leg: Leg, accept: readonly string[]): Leg | undefined {
  const type = typeToAvoid(usesEnvelope(leg), habitsOf(leg), accept);
  return type === undefined ? undefined : refusing(leg, type);
}

/** Whether an answer means that the text was written in a way that the client does not take; Linphone says 488 of an envelope. */
export function isFormatRefused(status: number, isWrapped: boolean): boolean {
  return status === 415 || (status === 488 && isWrapped);
}

/** The type that was refused, when a text can be written without it. */
export function typeToAvoid(
  isWrapped: boolean,
  { refused }: Pick<PeerHabits, 'refused'>,
  accept: readonly string[],
): string | undefined {
  if (isWrapped) return refused.includes(PLAIN_TYPE) ? undefined : CPIM_TYPE;
  return accept.includes(CPIM_TYPE) && !refused.includes(CPIM_TYPE) ? PLAIN_TYPE : undefined;
}

export const ASKED: Header = { name: DISPOSITION_HEADER, value: 'positive-delivery, negative-delivery, display' };

/** The same wish beside a plain text, for a client that says what becomes of texts; over UDP there is no room for it. */
export function askedBeside(leg: CustomerLeg): readonly Header[] {
  return habitsOf(leg).notifies && isReliable(leg.flow) && !usesEnvelope(leg) ? [ASKED] : [];
}
