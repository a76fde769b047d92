import { dialogIdOf } from '../../protocols/sip/dialogs/dialog-id.ts';
import type { ReceivedRequest } from '../../protocols/sip/user-agent/request-handler.ts';
import type { MessagingContext } from './messaging-context.ts';
import { senderOf } from './request-key.ts';
import { isSessionLeg, type SessionLeg } from './session.ts';

/** Key under which the leg that an INVITE opened is found when the INVITE is repeated or cancelled. */
export function inviteKey({ decision }: MessagingContext, received: ReceivedRequest): string {
  const { callId, fromTag, cseq } = received;
  return decision.state.sipAnswers.key(senderOf(received), callId, fromTag, cseq, 'INVITE');
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
  return isSessionLeg(leg) ? leg : undefined;
}
