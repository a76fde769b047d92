import type { ReceivedRequest } from '../../../protocols/sip/user-agent/request-handler.ts';
import { reachedBound } from '../../admission/chats/chat-bounds.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { respond, retryAfter } from '../requests/respond.ts';
import type { AdmittedCustomer } from './admit-customer.ts';

const FULL_RETRY_SECONDS = 30;

/** Answers a request that would begin a chat when there are as many as may be; says whether it did. */
export function refuseWithoutRoom(
  context: MessagingContext,
  received: ReceivedRequest,
  { account }: AdmittedCustomer,
): boolean {
  const { decision, network } = context;
  const { flow, identity } = received;
  const limit =
    network.chatBounds === undefined
      ? undefined
      : reachedBound(network.chatBounds, decision.state.legIndex, { account, flow, identity });
  if (limit === undefined) return false;
  decision.release({ name: 'countRefusal', limit });
  respond(context, received, 503, { headers: retryAfter(FULL_RETRY_SECONDS) });
  return true;
}
