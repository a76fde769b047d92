import type { FromRole, TranscriptEntry } from '@cordboard/shared/chat/transcript';
import type { ConnId, Dn, MessageId } from '@cordboard/shared/ids';

/** One IM of a call as it is kept. */
export interface Text {
  readonly id: MessageId;
  readonly connId: ConnId;
  /** Place in the call's transcript, from 0. */
  readonly number: number;
  /** When it came, ms since 1970. */
  readonly time: number;
  /** DN of an agent, address of a customer. */
  readonly from: string;
  readonly fromRole: FromRole;
  readonly im: string;
  /** Of a whisper: the DNs that heard it, the writer's included; nobody else ever gets it. Absent: it was said to all. */
  readonly heardBy?: readonly Dn[];
  /** What became of an agent's text on its way to the customer, once that is known. */
  readonly delivery?: DeliveryState;
  /** Of a customer's text: for how long it is good. */
  readonly expiry?: TextExpiry;
  /** Of a customer's text: what his client still wants to be told of it. */
  readonly asks?: ReceiptRequest;
}

/** Until when the writer's text is good, and when he says that he wrote it, if he does (RFC 3428 8); ms since 1970. */
export interface TextExpiry {
  readonly goodUntil: number;
  readonly written?: number;
}

/** `sent`: the customer's client has taken it; `delivered` and `read` are its own words. */
export type DeliveryState =
  | { readonly state: 'sent' | 'delivered' | 'read' }
  | { readonly state: 'failed'; readonly reason: string };

/** What the writer of a text wants to be told of it (RFC 5438 6.3). */
export interface ReceiptRequest {
  /** The writer's id of the text. */
  readonly id: string;
  /** When it was written, as the writer says. */
  readonly dateTime: string;
  /** What has not been told yet. */
  readonly dispositions: readonly ('positive-delivery' | 'negative-delivery' | 'display' | 'processing')[];
}

const RANKS = { sent: 1, failed: 2, delivered: 3, read: 4 } as const;

/** Whether this says more of the text than is known: states only rise, as receipts come in any order. */
export function isNews({ delivery }: Text, next: DeliveryState): boolean {
  return delivery === undefined || RANKS[next.state] > RANKS[delivery.state];
}

export function toTranscriptEntry(text: Text): TranscriptEntry {
  const { id, time, from, fromRole, im, heardBy, expiry, delivery } = text;
  return {
    messageID: id,
    time,
    from,
    fromRole,
    im,
    ...(heardBy === undefined ? {} : { isWhisper: true }),
    ...expiry,
    ...delivery,
  };
}

/** Whether the text may be shown to the party on this DN, now or later: whispers only to those who heard them. */
export function mayRead(text: Text, dn: Dn): boolean {
  return text.heardBy === undefined || text.heardBy.includes(dn);
}
