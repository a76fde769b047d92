/** What bounds one chunk and one message; beyond it is refused, never stored. */
export interface MsrpLimits {
  /** Start line and headers. */
  readonly headBytesMax: number;
  readonly headersMax: number;
  /** One message, whatever number of chunks it comes in; told to peers as `a=max-size`. */
  readonly messageBytesMax: number;
  /** Messages of one session that are not whole yet. */
  readonly incompleteMax: number;
  /** Bytes of them together. */
  readonly incompleteBytesMax: number;
  /** Pieces with gaps between them that one message may be in. */
  readonly gapsMax: number;
  /** A message of which nothing came for so long is forgotten. */
  readonly incompleteMs: number;
}

export const defaultMsrpLimits: MsrpLimits = {
  headBytesMax: 8_192,
  headersMax: 64,
  messageBytesMax: 32_768,
  incompleteMax: 8,
  incompleteBytesMax: 131_072,
  gapsMax: 64,
  incompleteMs: 60_000,
};
