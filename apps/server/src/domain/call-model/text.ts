import type { FromRole, TranscriptEntry } from '@cordboard/shared/chat/transcript';
import type { ConnId, MessageId } from '@cordboard/shared/ids';

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
  /** What became of an agent's text on its way to the customer, once that is known. */
  readonly delivery?: DeliveryState;
}

/** `sent`: the customer's client has taken it. */
export type DeliveryState = { readonly state: 'sent' } | { readonly state: 'failed'; readonly reason: string };

export function toTranscriptEntry(text: Text): TranscriptEntry {
  const { id, time, from, fromRole, im, delivery } = text;
  return { messageID: id, time, from, fromRole, im, ...delivery };
}
