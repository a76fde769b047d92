import type { Dn } from '@cordboard/shared/ids';
import type { Flow } from '../../protocols/sip/transactions/sip-transport.ts';
import type { PageAddressing } from '../switch/leg.ts';
import type { MessagingContext } from './messaging-context.ts';
import { findRecentCustomer } from './recent-customers.ts';

/** How an address outside is reached: on which flow, how MESSAGEs to it are addressed, on whose behalf. */
export interface Way {
  readonly routingPoint: Dn;
  readonly flow: Flow;
  readonly addressing: PageAddressing;
}

/** The way to an address outside; undefined when there is none. Who was in touch lately is reached as he came: the only kind of way there is. */
export function findWay(context: MessagingContext, address: string): Way | undefined {
  return findRecentCustomer(context, address);
}
