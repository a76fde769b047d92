import type { FromRole } from '@cordboard/shared/chat/transcript';

/** How far a text of ours has come. */
export type DeliveryState = 'stored' | 'sent' | 'delivered' | 'read' | 'failed';

export interface TextLine {
  readonly kind: 'text';
  readonly key: string;
  readonly time: number;
  readonly from: string;
  readonly fromRole: FromRole;
  /** Written by this agent. */
  readonly isOwn: boolean;
  readonly im: string;
  /** Between supervisor and agent: the customer never gets it. */
  readonly isWhisper: boolean;
  readonly state: DeliveryState;
  readonly failure: string | null;
  /** When it was meant to be read, if that was over before it came here. */
  readonly missedBy?: number;
}

export interface SystemLine {
  readonly kind: 'system';
  readonly key: string;
  readonly time: number;
  readonly what: 'routed' | 'accepted' | 'ended' | 'omitted' | 'hold' | 'party';
  /** `%` stands for the name of `who`. */
  readonly words: string;
  /** DN of the colleague it is about. */
  readonly who: string | null;
}

export type Line = TextLine | SystemLine;
