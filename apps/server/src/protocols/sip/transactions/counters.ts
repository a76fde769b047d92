/** What the SIP stack counts. */
export type SipCounter =
  | 'requestReceived'
  | 'requestRepeated'
  /** Answered 400, 505 or 513. */
  | 'requestMalformed'
  /** Answered by one of the checks of RFC 3261 8.2. */
  | 'requestRefused'
  /** Answered 503 because there are too many transactions. */
  | 'requestOverload'
  | 'responseReceived'
  | 'responseMalformed'
  | 'responseUnmatched'
  /** Neither request nor response, or not answerable. */
  | 'messageDropped'
  | 'requestSent'
  | 'requestResent'
  /** Towards an address that may not be who wrote. */
  | 'repeatWithheld'
  | 'transactionTimeout'
  | 'transportFailure';

export interface SipCounters {
  increment(counter: SipCounter): void;
}

/** Counts nothing. */
export const silentCounters: SipCounters = { increment: () => {} };
