import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { PeerHabits } from './leg.ts';

/** One contact at which an address of record can be reached (RFC 3261 10), recorded like every other row. */
export interface Binding {
  /** `<aor> <contact key>`. */
  readonly id: string;
  /** Name of the account, or number of the DN: the user part, unescaped. */
  readonly aor: string;
  /** The address of record as the client writes it: `sip:alice@localhost`. */
  readonly address: string;
  /** URI as it was registered. */
  readonly contact: string;
  /** `+sip.instance` (RFC 5626, 5627), without the angle brackets. */
  readonly instanceId: string | null;
  /** `reg-id` (RFC 5626): such a binding is a flow, and ends with it. */
  readonly regId: number | null;
  /** Route of requests to it (RFC 3327), first hop first. */
  readonly path: readonly string[];
  /** The way on which it was registered, or that its name leads to: requests to it go there and nowhere else. */
  readonly flow: Flow;
  /** The way on which it was registered, when its name leads elsewhere. */
  readonly registeredOn?: Flow;
  readonly callId: string;
  readonly cseq: number;
  /** From 0 to 1. */
  readonly q: number;
  readonly userAgent: string;
  /** Methods that the client takes; empty when it did not say. */
  readonly methods: readonly string[];
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** When it was registered or refreshed last, milliseconds since 1970. */
  readonly refreshedAt: number;
  /** It says that it takes sessions of messages: the feature `+sip.message` (RFC 4569). */
  readonly takesSessions?: boolean;
  /** It has refused one all the same. */
  readonly refusesSessions?: true;
  /** Content types that it answered with 415. */
  readonly refused: readonly string[];
  /** What else it has shown of itself as an agent's client; absent while that is nothing. */
  readonly habits?: Omit<PeerHabits, 'refused'>;
}
