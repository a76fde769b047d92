import type { ConnId } from '@cordboard/shared/ids';

/** Most messages that are kept for somebody to read; after that the oldest go. */
export const LEFT_MESSAGES_MAX = 10_000;

/** A message that a customer left, until somebody has done what it asks for. Its `id` is the ConnID of its interaction. */
export interface LeftMessage {
  readonly id: ConnId;
  readonly agentGroup: string;
  readonly customer: string;
  readonly text: string;
  /** ms since 1970. */
  readonly leftAt: number;
}
