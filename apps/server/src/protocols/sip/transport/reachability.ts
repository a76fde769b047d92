import type { Flow } from './sip-transport.ts';

/**
 * Whether somebody is at the other end of a flow. The source of a datagram is what its sender says: towards an address that has
 * never shown that it gets what we send, we repeat ourselves less (RFC 9000 8.1 does the same).
 */
export interface Reachability {
  /** Something came from there, which anybody can have sent, or something new goes there. */
  renewed(flow: Flow): void;
  /** Who is there knows what only those know who get what we send there. */
  proved(flow: Flow): void;
  /** Whether a message may go there once more of our own accord; asked once for each time. */
  mayRepeat(flow: Flow): boolean;
}

/** Believes every source. */
export const everybodyIsReachable: Reachability = {
  renewed: () => {},
  proved: () => {},
  mayRepeat: () => true,
};
