import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';
import {
  RECENT_CUSTOMERS_KEPT_MS,
  RECENT_CUSTOMERS_MAX,
  type RecentCustomer,
} from '../../switch/rows/recent-customer.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

/** An interaction ends: where its customer is, for a call to him. Session mode has no way but its dialog, which ends. */
export function rememberCustomer({ decision }: MessagingContext, leg: CustomerLeg, address: string): void {
  const { recentCustomers } = decision.state;
  if (leg.addressing.kind !== 'page' || leg.isAbsent) return;
  const { routingPoint, flow, addressing } = leg;
  recentCustomers.remove(address);
  for (const first of recentCustomers.values()) {
    if (isRecent(first, decision.now) && recentCustomers.size < RECENT_CUSTOMERS_MAX) break;
    recentCustomers.remove(first.id);
  }
  recentCustomers.put({ id: address, routingPoint, flow, addressing, seenAt: decision.now });
}

function isRecent({ seenAt }: RecentCustomer, now: number): boolean {
  return seenAt + RECENT_CUSTOMERS_KEPT_MS > now;
}

/** Where this customer can be reached. */
export function findRecentCustomer({ decision }: MessagingContext, address: string): RecentCustomer | undefined {
  const found = decision.state.recentCustomers.get(address);
  return found !== undefined && isRecent(found, decision.now) ? found : undefined;
}

/** A connection is gone, and with it the way to those who were on it. */
export function forgetCustomersOn({ decision }: MessagingContext, flow: Flow): void {
  const { recentCustomers, recentCustomersByFlow } = decision.state;
  for (const { id } of recentCustomersByFlow.get(flow.id)) recentCustomers.remove(id);
}
