/** Interactions that are routed to an external DN: somebody outside, who is reached like a customer, and no DN of ours. */
import type { Dn } from '@cordboard/shared/ids';
import { required } from '../../../base/assert.ts';
import type { CallModel } from '../../../domain/call-model/call-model.ts';
import { presentParties } from '../../../domain/call-model/calls/call.ts';
import { openExternal } from '../../../domain/call-model/operations/external.ts';
import type { RouteRequest } from '../../../domain/routing/requests/route-request.ts';
import type { Decision } from '../../switch/decision.ts';
import { stopTreatment } from '../waiting/treatments.ts';

/** The address that an external DN means; undefined when it is none. */
export function externalAddress(
  { customerLegs, configuration }: Pick<CallModel, 'customerLegs' | 'configuration'>,
  number: string,
): string | undefined {
  if (!/@|^(?:sips?|tel):/i.test(number)) return undefined;
  const meant = customerLegs.identify(number);
  if (meant === undefined) return undefined;
  return meant.whose === 'customer' ? meant.address : configuration.findCustomer(meant.user)?.name;
}

/** Why the interaction cannot be sent outside; undefined when there is a way. */
export function obstacleOutside(decision: Decision, { id }: RouteRequest, number: Dn): string | undefined {
  const call = required(decision.calls.get(id), 'call of a route request');
  if (call.customer === null || presentParties(call).length > 0)
    return 'Only a customer who talks to nobody is sent outside.';
  const address = externalAddress(decision, number);
  if (address === undefined) return `${number} is no external address.`;
  if (address === call.customer.address) return 'It is the customer himself.';
  return decision.customerLegs.wayTo(address) === undefined
    ? `There is no way to the external DN ${number}.`
    : undefined;
}

/** What the customer has written goes there. Whether it is taken is told later, by `externalReached` or `externalFailed`. */
export function routeOutside(decision: Decision, request: RouteRequest, number: Dn): void {
  const address = required(externalAddress(decision, number), `address of ${number}`);
  stopTreatment(decision, request);
  decision.cancelDeadline('selectTimeout', request.id);
  decision.cancelDeadline('routerTimeout', request.id);
  openExternal(decision, required(decision.calls.get(request.id), 'call that is routed'), address);
}
