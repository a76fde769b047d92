/** RFC 3261 20.16. */
export interface CSeq {
  /** Below 2^31. */
  readonly number: number;
  readonly method: string;
}

/** RFC 3261 8.1.1.5. */
export const cseqMax = 2 ** 31 - 1;
