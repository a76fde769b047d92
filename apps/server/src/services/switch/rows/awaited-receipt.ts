import type { Text } from '../../../domain/call-model/texts/text.ts';

/** A text of a call that has ended, whose reader may still say what became of it. Its `id` is that of the text. */
export interface AwaitedReceipt {
  readonly id: string;
  /** Who may say so. */
  readonly address: string;
  readonly text: Text;
  /** When the call ended, ms since 1970. */
  readonly endedAt: number;
}

/** How long a late receipt is waited for, of how many texts, and of how many of one call. */
export const RECEIPTS_AWAITED_MS = 3 * 24 * 3600_000;
export const RECEIPTS_AWAITED_MAX = 10_000;
export const RECEIPTS_PER_CALL_MAX = 20;
