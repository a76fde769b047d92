import { inviteSettled } from './endpoints/endpoint-session.ts';
import type { InviteOutcome } from './endpoints/invite-sender.ts';
import { customerInviteSettled } from './invite-settled.ts';
import type { MessagingContext } from './messaging-context.ts';

/** What became of an INVITE of ours, to an agent's client or a customer's. */
export function settleInvite(context: MessagingContext, legId: string, branch: string, outcome: InviteOutcome): void {
  const isEndpoint = context.decision.state.endpointLegs.get(legId) !== undefined;
  (isEndpoint ? inviteSettled : customerInviteSettled)(context, legId, branch, outcome);
}
