import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { Call } from '../../../domain/call-model/calls/call.ts';
import { arrive } from '../../../domain/call-model/operations/arrive.ts';
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import { enterRouting } from '../../router/strategies/run-strategy.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';
import { newLeg } from '../legs/new-leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import type { AdmittedCustomer } from './admit-customer.ts';

/** A customer begins an interaction: a leg, a call on the routing point, and its router is asked. */
export function openLeg(
  { decision }: MessagingContext,
  customer: AdmittedCustomer,
  flow: Flow,
  addressing: CustomerLeg['addressing'],
): { leg: CustomerLeg; call: Call } {
  const legId = decision.random.hex(8);
  const userData: KeyValueList = customer.displayName === '' ? {} : { CustomerName: customer.displayName };
  const call = arrive(decision, {
    customer: { legId, address: customer.address },
    routingPoint: customer.routingPoint,
    userData,
  });
  const leg: CustomerLeg = {
    ...newLeg(decision, call, legId),
    routingPoint: customer.routingPoint,
    flow,
    addressing,
    account: customer.account,
  };
  decision.state.legs.put(leg);
  enterRouting(decision, call, customer.routingPoint);
  return { leg, call };
}
