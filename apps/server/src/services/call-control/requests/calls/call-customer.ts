import { refuse } from '@cordboard/shared/errors';
import { callCustomer } from '../../../../domain/call-model/operations/outbound.ts';
import { routeWaiting } from '../../../router/router.ts';
import type { Decision } from '../../../switch/decision.ts';
import { answered, type Outcome, refused } from '../outcome.ts';

/** TMakeCall to a customer; refused while a chat with him runs, since a customer has one at a time with each routing point. */
export function makeCustomerCall(
  decision: Decision,
  dialled: Parameters<typeof callCustomer>[1],
  address: string,
): Outcome {
  if (decision.state.callsByCustomer.first(address) !== undefined) return refused(refuse('CustomerInChat'));
  const event = callCustomer(decision, dialled, address);
  routeWaiting(decision);
  return answered(event);
}
