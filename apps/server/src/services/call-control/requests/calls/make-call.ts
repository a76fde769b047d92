import { refuse } from '@cordboard/shared/errors';
import type { Dn } from '@cordboard/shared/ids';
import { CallType, MediaType } from '@cordboard/shared/tlib/call-types';
import { TEXT_BYTES_MAX, type TRequestOf } from '@cordboard/shared/tlib/requests';
import { findTarget, takesIm } from '../../../parties/find-target.ts';
import { routeWaiting } from '../../../router/router.ts';
import type { Decision } from '../../../switch/decision.ts';
import type { TlibClient } from '../../../switch/effects/tlib-client.ts';
import { answered, type Outcome, refused } from '../outcome.ts';
import { userDataRefusal } from '../user-data-size.ts';
import { makeCustomerCall } from './call-customer.ts';
import { dialTarget } from './dial-target.ts';

/** TMakeCall: a call to another agent, a routing point, a queue, or a customer's address or account. `extensions.im` is its first text. */
export function makeCall(decision: Decision, _client: TlibClient, request: TRequestOf<'TMakeCall'>): Outcome {
  const caller = decision.agentSessions.get(request.thisDN);
  if (caller === undefined) return refused(refuse('AgentNotLoggedIn'));
  if (caller.logoutPending) return refused(refuse('LogoutPending'));
  if ((request.mediaType ?? MediaType.Chat) !== MediaType.Chat)
    return refused(refuse('NotImplemented', 'Only IMs can be started.'));
  if (!takesIm(decision, caller.id)) return refused(refuse('DNTakesNoIM'));
  const im = request.extensions?.['im'] ?? null;
  if (im !== null && typeof im !== 'string')
    return refused(refuse('InvalidAttribute', 'extensions.im must be a string.'));
  if (im !== null && Buffer.byteLength(im) > TEXT_BYTES_MAX) return refused(refuse('TextTooLong'));
  const userData = request.userData ?? {};
  const tooMuch = userDataRefusal(userData);
  if (tooMuch !== undefined) return refused(tooMuch);
  const dialled = { caller, userData, im: im === null || im === '' ? null : im.toWellFormed() };
  const isAddress = /@|^(?:sips?|tel):/i.test(request.otherDN);
  const meant = isAddress ? decision.customerLegs.identify(request.otherDN) : { whose: 'ours', user: request.otherDN };
  if (meant === undefined) return refused(refuse('InvalidAttribute', 'otherDN is no address.'));
  const address = 'address' in meant ? meant.address : decision.configuration.findCustomer(meant.user)?.name;
  if (address !== undefined) return makeCustomerCall(decision, dialled, address);
  const otherDN = 'user' in meant ? (meant.user as Dn) : (request.otherDN as Dn);
  const target = findTarget(decision, request.thisDN as Dn, otherDN);
  if (!target.ok) return refused(target.failure);
  const within = { ...dialled, otherDN, callType: CallType.Internal, consultOf: null };
  const { event } = dialTarget(decision, within, target.value);
  routeWaiting(decision);
  return answered(event);
}
