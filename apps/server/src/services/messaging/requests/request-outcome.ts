/** What became of a request of ours. */
export type RequestOutcome =
  | {
      readonly status: number;
      readonly retryAfterSeconds?: number | undefined;
      /** Media types of its Accept, in lower case; of a 415. */
      readonly accept?: readonly string[] | undefined;
    }
  | { readonly failed: 'timeout' | 'transport' };

/** Answers by which a client says, or a proxy for it, that it is not there. */
const NOT_THERE: ReadonlySet<number> = new Set([404, 408, 410, 430, 480]);

export function isNotThere(outcome: RequestOutcome): boolean {
  return 'failed' in outcome || NOT_THERE.has(outcome.status);
}

/** For an agent who reads it. */
export function reasonInWords(outcome: RequestOutcome): string {
  if ('failed' in outcome) {
    return outcome.failed === 'timeout'
      ? "The customer's client did not answer."
      : "The customer's client cannot be reached.";
  }
  switch (outcome.status) {
    case 401:
    case 407:
      return "The customer's client asks for a password.";
    case 413:
    case 513:
      return "The text is too long for the customer's client.";
    case 415:
      return "The customer's client does not take texts.";
    case 404:
    case 410:
    case 480:
      return 'The customer is not available.';
    case 486:
    case 600:
      return 'The customer is busy.';
    case 603:
      return 'The customer does not want the chat.';
    case 481:
      return 'The customer has left the conversation.';
    default:
      return `The customer's client refused the text (${outcome.status}).`;
  }
}
