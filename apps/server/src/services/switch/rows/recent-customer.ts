import type { Dn } from '@cordboard/shared/ids';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { PageAddressing } from './leg.ts';

/**
 * A page-mode customer whose interaction has ended, with the way on which he was reached. Only such a way is ever taken to
 * call a customer: an address that somebody types is never looked up. Its `id` is the customer's address.
 */
export interface RecentCustomer {
  readonly id: string;
  readonly routingPoint: Dn;
  readonly flow: Flow;
  readonly addressing: PageAddressing;
  /** When the interaction ended, ms since 1970. */
  readonly seenAt: number;
}

/** How long a customer counts as reachable after his interaction. */
export const RECENT_CUSTOMERS_KEPT_MS = 3600_000;
/** Most of them; beyond it the first is forgotten. */
export const RECENT_CUSTOMERS_MAX = 10_000;
