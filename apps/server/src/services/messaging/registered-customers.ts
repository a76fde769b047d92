/** Customers with an account who are registered, and go on there when the flow they wrote on is no more. */
import type { CustomerLeg } from '../switch/leg.ts';
import { markAbsent, markPresent } from './absence.ts';
import { bindingOf, placeOf } from './find-way.ts';
import type { MessagingContext } from './messaging-context.ts';
import type { RequestOutcome } from './request-outcome.ts';

/** The flow of a leg is gone: the leg goes on at a binding of its account, else its customer is absent. */
export function flowLost(context: MessagingContext, leg: CustomerLeg): void {
  if (!goOnElsewhere(context, leg)) markAbsent(context, leg);
}

/** Answers by which a client says, or a proxy for it, that it is not there. */
const NOT_THERE: ReadonlySet<number> = new Set([404, 408, 410, 430, 480]);

/** A text that a client did not take because it is not there goes to the next binding of the account; says whether it does. */
export function tryNextBinding(context: MessagingContext, leg: CustomerLeg, outcome: RequestOutcome): boolean {
  const isNotThere = 'failed' in outcome || NOT_THERE.has(outcome.status);
  return isNotThere && goOnElsewhere(context, leg);
}

/** The leg goes on at a binding on which the text that waits was not tried yet. */
function goOnElsewhere(context: MessagingContext, leg: CustomerLeg): boolean {
  return goOnAtBinding(context, leg, [...(leg.triedFlows ?? []), leg.flow.id]);
}

function goOnAtBinding(context: MessagingContext, leg: CustomerLeg, triedFlows: readonly string[]): boolean {
  if (leg.account == null || leg.addressing.kind !== 'page') return false;
  const binding = bindingOf(context, leg.account, triedFlows);
  if (binding === undefined) return false;
  const { route: _former, ...addressing } = leg.addressing;
  // It may be another client, with habits of its own.
  const { habits: _habits, inFlight, outbox, ...rest } = leg;
  const moved: CustomerLeg = {
    ...rest,
    addressing: { ...addressing, ...placeOf(binding) },
    triedFlows,
    inFlight: null,
    outbox: inFlight === null ? outbox : [inFlight.item, ...outbox],
  };
  markPresent(context, moved, binding.flow);
  return true;
}

/** An account has registered: chats that had lost their customer go on there. */
export function customerRegistered(context: MessagingContext, account: string): void {
  const { callsByCustomer, legs } = context.decision.state;
  for (const { customer } of callsByCustomer.get(account)) {
    const leg = legs.get(customer?.legId ?? '');
    if (leg?.isAbsent === true) goOnAtBinding(context, leg, []);
  }
}
