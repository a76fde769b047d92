/** Customers with an account who are registered, and go on there when the flow they wrote on is no more. */
import type { Flow } from '../../../protocols/sip/transport/sip-transport.ts';
import { type CustomerLeg, NO_HABITS } from '../../switch/rows/leg.ts';
import { callFlowLost } from '../calling/customer-invite-settled.ts';
import { bindingOf, placeOf } from '../calling/find-way.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { isNotThere, type RequestOutcome } from '../requests/request-outcome.ts';
import { cutFor } from '../sending/cut-texts.ts';
import { markAbsent, markPresent } from './absence.ts';

/** The flow of a leg is gone: the leg goes on at a binding of its account, else its customer is absent. */
export function flowLost(context: MessagingContext, leg: CustomerLeg): void {
  if (leg.calling !== undefined) {
    callFlowLost(context, leg);
    return;
  }
  if (!goOnElsewhere(context, leg)) markAbsent(context, leg);
}

/** A text that a client did not take because it is not there goes to the next binding of the account; says whether it does. */
export function tryNextBinding(context: MessagingContext, leg: CustomerLeg, outcome: RequestOutcome): boolean {
  return isNotThere(outcome) && goOnElsewhere(context, leg);
}

/**
 * A text that no client of the account took, as none is there, waits for the customer to register or to write; says whether
 * it does.
 */
export function waitForCustomer(context: MessagingContext, leg: CustomerLeg, outcome: RequestOutcome): boolean {
  if (leg.account == null || leg.addressing.kind !== 'page' || leg.inFlight === null || !isNotThere(outcome))
    return false;
  markAbsent(context, leg);
  return true;
}

/** The customer of an account writes on this flow: what waited for him goes there. */
export function customerWroteOn(context: MessagingContext, account: string, flow: Flow): void {
  for (const leg of context.decision.state.absentLegsByAccount.get(account)) markPresent(context, leg, flow);
}

/** The leg goes on at a binding on which the text that waits was not tried yet. */
function goOnElsewhere(context: MessagingContext, leg: CustomerLeg): boolean {
  return goOnAtBinding(context, leg, [...(leg.triedFlows ?? []), leg.flow.id]);
}

export function goOnAtBinding(context: MessagingContext, leg: CustomerLeg, triedFlows: readonly string[]): boolean {
  if (leg.account == null || leg.addressing.kind !== 'page') return false;
  const binding = bindingOf(context, leg.account, triedFlows);
  if (binding === undefined) return false;
  const { route: _former, ...addressing } = leg.addressing;
  const { inFlight, outbox, ...rest } = leg;
  const moved: CustomerLeg = {
    ...rest,
    addressing: { ...addressing, ...placeOf(binding) },
    triedFlows,
    // It may be another client, with habits of its own.
    habits: { ...NO_HABITS, refused: binding.refused },
    inFlight: null,
    outbox: inFlight === null ? outbox : [inFlight.item, ...outbox],
  };
  markPresent(context, cutFor(moved, binding.flow), binding.flow);
  return true;
}

/** An account has registered: chats that had lost their customer go on there, and what waited for him goes out. */
export function customerRegistered(context: MessagingContext, account: string): void {
  for (const leg of context.decision.state.absentLegsByAccount.get(account)) goOnAtBinding(context, leg, []);
}
