import type { MessageId } from '../ids.ts';

/** Who wrote a text: the customer, an agent, somebody outside to whom he was routed, or the system (announcements, notices). */
export type FromRole = 'customer' | 'agent' | 'supervisor' | 'external' | 'system';

/** One line of `extensions.transcript` of EventPrivateInfo 3005. */
export interface TranscriptEntry {
  readonly messageID: MessageId;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** DN of an agent, name or `user@host` of a customer. */
  readonly from: string;
  readonly fromRole: FromRole;
  readonly im: string;
  /** A supervisor's word to the agent alone, or the agent's answer to it; the customer never got it. */
  readonly isWhisper?: true;
  /** Until when the writer wants it to be read, and when he wrote it, as far as he said so; ms since 1970. */
  readonly goodUntil?: number;
  readonly written?: number;
  /** Of an agent's text: what became of it on its way to the customer, once that is known. */
  readonly state?: 'sent' | 'delivered' | 'read' | 'failed';
  /** Why it failed, in words. */
  readonly reason?: string;
}
