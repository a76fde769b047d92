import type { Call } from '../../../domain/call-model/calls/call.ts';
import { endCall } from '../../../domain/call-model/operations/release.ts';
import { externalFailed } from '../../router/external-outcome.ts';
import { callAbandoned } from '../../router/leave-routing.ts';
import { routeWaiting } from '../../router/router.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';
import { rememberCustomer } from '../calling/recent-customers.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { awaitReceipts } from '../notices/late-receipts.ts';
import { closeLeg } from '../sending/close-leg.ts';
import { failUndelivered } from '../sending/outbox.ts';

/**
 * The customer is gone, however it was noticed: the call ends for everybody and his leg is forgotten, or with `sendsBye`
 * kept until its BYE is answered.
 */
export function customerLeft(
  context: MessagingContext,
  leg: CustomerLeg,
  options?: { readonly sendsBye: boolean },
): void {
  const { decision } = context;
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  if (call?.external?.legId === leg.id) {
    externalLeft(context, leg, call);
    return;
  }
  failUndelivered(context, leg, 'The customer has left.');
  if (call !== undefined) awaitReceipts(context, leg, call);
  if (call?.customer != null) rememberCustomer(context, leg, call.customer.address);
  if (options?.sendsBye !== true) closeLeg(context, leg);
  if (call === undefined) return;
  callAbandoned(decision, call);
  endCall(decision, call, { customerLeft: true });
  routeWaiting(decision);
}

/** Somebody outside to whom the customer was routed is gone: the interaction ends, or goes on as if he had not been reached. */
function externalLeft(context: MessagingContext, leg: CustomerLeg, call: Call): void {
  const { decision } = context;
  if (call.external === undefined) return;
  failUndelivered(context, leg, 'The other side has left.');
  rememberCustomer(context, leg, call.external.address);
  closeLeg(context, leg);
  if (call.external.isReached) endCall(decision, call, { customerLeft: false });
  else externalFailed(decision, call, 'The other side has left.');
  routeWaiting(decision);
}
