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
}

export function toTranscriptEntry(text: Text): TranscriptEntry {
  return { messageID: text.id, time: text.time, from: text.from, fromRole: text.fromRole, im: text.im };
}
