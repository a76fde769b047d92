import { dialogIdOf } from '../../../protocols/sip/dialogs/dialog-id.ts';
import { isEncrypted } from '../../../protocols/sip/message/transport-name.ts';
import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import { isSessionLeg, type SessionLeg } from '../legs/session.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { inviteKeyOf } from './request-key.ts';

export function inviteKey({ decision }: MessagingContext, received: ReceivedRequest): string {
  return inviteKeyOf(decision.state.sipAnswers, received);
}

/** What an INVITE opened; `ended` when that is over, undefined when the INVITE is new. */
export function legOfInvite(context: MessagingContext, received: ReceivedRequest): SessionLeg | 'ended' | undefined {
  const { decision } = context;
  const answer = decision.state.sipAnswers.find(inviteKey(context, received), decision.now);
  if (answer === undefined) return undefined;
  const leg = decision.state.legs.get(JSON.parse(answer) as string);
  return isSessionLeg(leg) ? leg : 'ended';
}

/** The session of a request inside a dialog. */
export function legOfDialog({ decision }: MessagingContext, received: ReceivedRequest): SessionLeg | undefined {
  const id = dialogIdOf(received);
  const leg = id === undefined ? undefined : decision.state.legIndex.ofDialog(id);
  return isSessionLeg(leg) && mayContinue(leg, received) ? leg : undefined;
}

/**
 * Whoever comes on another flow into the session of an account must be that account. A session that was to be encrypted is not
 * continued on a flow that is not (RFC 3261 12.1.1, 26.2.2): our answers would go there in clear text.
 */
export function mayContinue(leg: SessionLeg, { flow, identity }: ReceivedRequest): boolean {
  if (leg.addressing.dialog.isSecure && !isEncrypted(flow.transport)) return false;
  if (leg.account == null || leg.flow.id === flow.id || identity.kind === 'peer') return true;
  return identity.kind === 'account' && identity.name === leg.account;
}
