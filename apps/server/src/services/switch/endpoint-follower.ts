import type { Dn } from '@cordboard/shared/ids';
import type { DnEvent, UnnumberedEvent } from '@cordboard/shared/tlib/events';

/** The SIP clients of agents, as one decision sees them. */
export interface EndpointFollower {
  /** Tells the clients of the event's DN what a desktop is told by it. */
  follow(event: DnEvent): void;
  /** The same for what is shown and not kept: that somebody writes. */
  followShown(event: UnnumberedEvent): void;
  /** The client of this leg says something: it is not told its own words. */
  whileWriting<Done>(legId: string | undefined, act: () => Done): Done;
  /** The bindings of the DN have changed: who has come back gets what has waited, who is new learns what is going on. */
  catchUp(dn: Dn): void;
}
