/** What an agent's SIP client has shown of itself, kept with its binding: it counts in each of his chats. */
import type { BodyContent } from '../../../protocols/sip/bodies/read-body.ts';
import type { SipMessage } from '../../../protocols/sip/message/message.ts';
import type { Binding } from '../../switch/rows/binding.ts';
import { NO_HABITS, type PeerHabits } from '../../switch/rows/leg.ts';
import { learnFrom, refusing } from '../legs/peer-habits.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

export function clientHabits({ habits, refused }: Binding): PeerHabits {
  return { ...(habits ?? NO_HABITS), refused };
}

/** Learns from what the client of the binding has sent, or has answered. */
export function learnFromClient(
  { decision }: MessagingContext,
  bindingId: string,
  content: BodyContent | undefined,
  message: SipMessage,
): void {
  const binding = decision.state.bindings.get(bindingId);
  if (binding === undefined) return;
  const before = { habits: clientHabits(binding) };
  const { habits } = learnFrom(before, content, message);
  if (habits === before.habits) return;
  const { wraps, notifies, composes } = habits;
  decision.state.bindings.put({ ...binding, habits: { wraps, notifies, composes } });
}

/** The client has answered this type with 415: it is not sent to it again. */
export function rememberClientRefusal({ decision }: MessagingContext, binding: Binding, type: string): void {
  const { refused } = refusing({ habits: clientHabits(binding) }, type).habits;
  decision.state.bindings.put({ ...binding, refused });
}
