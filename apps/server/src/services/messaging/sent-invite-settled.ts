import { customerInviteSettled } from './calling/customer-invite-settled.ts';
import { endpointInviteSettled } from './endpoints/endpoint-session.ts';
import type { MessagingContext } from './network/messaging-context.ts';
import type { InviteOutcome } from './requests/invite-sender.ts';

/** What became of an INVITE of ours, to an agent's client or a customer's. */
export function sentInviteSettled(
  context: MessagingContext,
  legId: string,
  branch: string,
  outcome: InviteOutcome,
): void {
  const isEndpoint = context.decision.state.endpointLegs.get(legId) !== undefined;
  (isEndpoint ? endpointInviteSettled : customerInviteSettled)(context, legId, branch, outcome);
}
