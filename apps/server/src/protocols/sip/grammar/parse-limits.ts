/** What bounds one message; beyond it is refused, never stored. */
export interface ParseLimits {
  readonly headBytesMax: number;
  readonly headersMax: number;
  /** Of one unfolded line. */
  readonly lineLengthMax: number;
  /** Above the 16 kB of a text, so that its 413 comes from the layer that knows texts. */
  readonly bodyBytesMax: number;
}

export const defaultParseLimits: ParseLimits = {
  headBytesMax: 65_536,
  headersMax: 256,
  lineLengthMax: 8_192,
  bodyBytesMax: 65_536,
};
