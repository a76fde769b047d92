/** A response as the transactions keep it: its bytes, for repeats, without the message they came from. */
export interface Answer {
  readonly status: number;
  readonly bytes: Buffer;
}
