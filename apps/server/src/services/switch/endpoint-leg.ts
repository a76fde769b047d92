import type { ConnId, Dn } from '@cordboard/shared/ids';
import type { Flow } from '../../protocols/sip/transactions/sip-transport.ts';
import type { InFlightRequest, OutgoingItem } from './leg.ts';

/**
 * One chat of an agent as one of his SIP clients has it: a party of a call, and a binding of its DN. The client sees each chat
 * under an address of its own, so that each is a conversation of its own there.
 */
export interface EndpointLeg {
  readonly id: string;
  readonly dn: Dn;
  /** Null once the party is gone and only what is left is sent. */
  readonly connId: ConnId | null;
  /** The binding; while it is gone, what is said waits for its return. */
  readonly bindingId: string;
  /** User part of the address of this chat. It outlives a consultation that becomes part of another call. */
  readonly conversation: string;
  /** Whom the client shows at the other side. */
  readonly displayName: string;
  /** Tag of our From. */
  readonly localTag: string;
  readonly inFlight: (InFlightRequest & { readonly flow: Flow }) | null;
  readonly outbox: readonly OutgoingItem[];
  /** The client asked for a pause (503 with Retry-After) until then, ms since 1970. */
  readonly pausedUntil: number | null;
}
