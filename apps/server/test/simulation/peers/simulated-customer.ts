/** A text of the server as it reached a person's eyes. */
export interface ShownText {
  /** Id of the text, without the number of a part. */
  readonly messageId: string;
  readonly part: string;
  readonly body: string;
  readonly at: number;
}

/** What became of a text that a customer wrote. */
export interface WrittenText {
  readonly im: string;
  /** `uncertain`: nobody answered, it may or may not have been taken. */
  /** How often the client began a new transaction for it after a refusal. */
  sentAnew: number;
  state: 'waiting' | 'sending' | 'acknowledged' | 'uncertain' | 'refused' | 'notSent';
}

/** Someone who writes to a routing point, with a SIP client of whatever carriage. */
export interface SimulatedCustomer {
  readonly name: string;
  /** `user@host` of the From. */
  readonly address: string;
  readonly written: readonly WrittenText[];
  readonly shown: readonly ShownText[];
  /** Ids that the client refused with a final answer. */
  readonly refusedIds: ReadonlySet<string>;
  readonly isIdle: boolean;
  write(im: string): void;
  leave(): void;
  /** From now on every request is answered with 200. */
  behave(): void;
}
