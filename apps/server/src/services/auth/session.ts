import type { PlaceName, UserName } from '@cordboard/shared/ids';

/** A login of a person at a place. The token itself is never stored, only its SHA-256. */
export interface Session {
  /** SHA-256 of the token, hex. */
  readonly id: string;
  readonly userName: UserName;
  readonly place: PlaceName | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly expiresAt: number;
}
