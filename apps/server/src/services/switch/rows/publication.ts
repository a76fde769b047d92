import type { Dn } from '@cordboard/shared/ids';
import type { PublishedPresence } from '../../../protocols/sip/bodies/read-pidf.ts';

/** What a client of an agent says of him (RFC 3903), until it is over. */
export interface Publication {
  readonly id: string;
  readonly dn: Dn;
  /** Entity-tag: another one after each change. */
  readonly tag: string;
  /** The PUBLISH that made or changed it last, by which a repeat is known. */
  readonly request: string;
  readonly presence: PublishedPresence;
  /** Rises: the publication that was made or changed last counts. */
  readonly order: number;
  /** Ms since 1970. */
  readonly expiresAt: number;
}

/** Shortest and longest life, and the one of who does not ask for any, in seconds. */
export const PUBLICATION_MIN = 60;
export const PUBLICATION_MAX = 3600;
/** Most publications of one DN; the oldest gives way. */
export const PUBLICATIONS_PER_DN = 8;
