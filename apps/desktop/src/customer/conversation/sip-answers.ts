/** What a final SIP answer means for the one who asked. `retryAfterSeconds` is the Retry-After header, when there is one. */
export interface SipAnswer {
  statusCode: number;
  retryAfterSeconds?: number;
}

export type FailureReason = 'tooLong' | 'unsupported' | 'refused' | 'ended';

export type TextOutcome =
  | { name: 'accepted' }
  | { name: 'repeatLater'; delayMs: number }
  | { name: 'flowSuspected' }
  | { name: 'conversationOver' }
  | { name: 'failed'; reason: FailureReason };

export type BindOutcome =
  | { name: 'repeatLater'; delayMs: number }
  | { name: 'conversationOver' }
  | { name: 'refused'; statusCode: number };

const REPEAT_DELAY_MS = 5_000;
const REPEAT_DELAY_MAX_MS = 10 * 60_000;

/** The answer to a MESSAGE within the dialog. */
export function classifyTextAnswer({ statusCode, retryAfterSeconds }: SipAnswer): TextOutcome {
  if (statusCode >= 200 && statusCode < 300) return { name: 'accepted' };
  if (statusCode === 481) return { name: 'conversationOver' };
  // Nobody answered on an open socket: the socket is no good, whatever its state says.
  if (statusCode === 408) return { name: 'flowSuspected' };
  if (statusCode === 413 || statusCode === 513) return { name: 'failed', reason: 'tooLong' };
  if (statusCode === 415 || statusCode === 488) return { name: 'failed', reason: 'unsupported' };
  if (statusCode === 503 || retryAfterSeconds !== undefined) return repeatLater(retryAfterSeconds);
  return { name: 'failed', reason: 'refused' };
}

/** The answer to the INVITE that opens a conversation, or to the one that brings it onto a new socket. */
export function classifyBindAnswer({ statusCode, retryAfterSeconds }: SipAnswer, hadDialog: boolean): BindOutcome {
  // RFC 3261 14.1: two re-INVITEs crossed.
  if (statusCode === 491) return { name: 'repeatLater', delayMs: 3_000 };
  if (statusCode === 503) return repeatLater(retryAfterSeconds);
  if (hadDialog) {
    // 500 is what a server in trouble says about a dialog that it still has.
    return [408, 500, 504].includes(statusCode) ? repeatLater(retryAfterSeconds) : { name: 'conversationOver' };
  }
  return { name: 'refused', statusCode };
}

function repeatLater(retryAfterSeconds: number | undefined): { name: 'repeatLater'; delayMs: number } {
  const delayMs = retryAfterSeconds === undefined ? REPEAT_DELAY_MS : retryAfterSeconds * 1_000;
  return { name: 'repeatLater', delayMs: Math.min(Math.max(delayMs, 500), REPEAT_DELAY_MAX_MS) };
}
