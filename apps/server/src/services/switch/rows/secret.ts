/** Something random that the server made and keeps to itself. */
export interface Secret {
  readonly id: string;
  /** Hex. */
  readonly value: string;
}

/** The secret under which the nonces of digest are made. */
export const DIGEST_SECRET = 'digest';
export const DIGEST_SECRET_BYTES = 32;
