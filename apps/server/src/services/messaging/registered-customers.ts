/** Customers with an account who are registered, and go on there when the flow they wrote on is no more. */
import type { CustomerLeg } from '../switch/leg.ts';
import { markAbsent, markPresent } from './absence.ts';
import { bindingOf, placeOf } from './find-way.ts';
import type { MessagingContext } from './messaging-context.ts';

/** The flow of a leg is gone: the leg goes on at a binding of its account, else its customer is absent. */
export function flowLost(context: MessagingContext, leg: CustomerLeg): void {
  if (!goOnAtBinding(context, leg)) markAbsent(context, leg);
}

/** The leg of an account goes on at a binding, when there is one; says whether it does. */
function goOnAtBinding(context: MessagingContext, leg: CustomerLeg): boolean {
  if (leg.account == null || leg.addressing.kind !== 'page') return false;
  const binding = bindingOf(context, leg.account);
  if (binding === undefined) return false;
  const { route: _former, ...addressing } = leg.addressing;
  markPresent(context, { ...leg, addressing: { ...addressing, ...placeOf(binding) } }, binding.flow);
  return true;
}

/** An account has registered: chats that had lost their customer go on there. */
export function customerRegistered(context: MessagingContext, account: string): void {
  const { callsByCustomer, legs } = context.decision.state;
  for (const { customer } of callsByCustomer.get(account)) {
    const leg = legs.get(customer?.legId ?? '');
    if (leg?.isAbsent === true) goOnAtBinding(context, leg);
  }
}
