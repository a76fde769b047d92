/** What the client of a binding has answered with 415, kept with the binding: it is not asked again in the next chat. */
import { type CustomerLeg, habitsOf } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

/** The bindings of the leg's account on its flow. */
function bindingsOf({ decision }: MessagingContext, { account, flow }: CustomerLeg) {
  return account == null ? [] : decision.state.bindingsByFlow.get(flow.id).filter(({ aor }) => aor === account);
}

/** The leg has a new refusal. */
export function rememberRefusals(context: MessagingContext, leg: CustomerLeg): void {
  const { refused } = habitsOf(leg);
  for (const binding of bindingsOf(context, leg)) context.decision.state.bindings.put({ ...binding, refused });
}

/** A new leg, with what its client has refused before. */
export function withRememberedRefusals<Leg extends CustomerLeg>(context: MessagingContext, leg: Leg): Leg {
  const refused = bindingsOf(context, leg).flatMap((binding) => binding.refused);
  return refused.length === 0 ? leg : { ...leg, habits: { ...habitsOf(leg), refused } };
}
