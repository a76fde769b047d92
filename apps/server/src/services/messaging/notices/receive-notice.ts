import type { BodyContent } from '../../../protocols/sip/bodies/read-body.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { receiveComposing } from './composing.ts';
import { receiveLateReceipt } from './late-receipts.ts';
import { receiveReceipt } from './receipts.ts';

/**
 * What a client says beside its texts: no text of the customer, so it opens nothing and is not told as one. The leg, which is
 * undefined while no interaction goes on, is kept.
 */
export function receiveNotice(
  context: MessagingContext,
  leg: CustomerLeg | undefined,
  content: Exclude<BodyContent, { kind: 'text' }>,
  address?: string,
): void {
  if (leg !== undefined) context.decision.state.legs.put(leg);
  if (content.kind === 'composing' && leg !== undefined) receiveComposing(context, leg, content.notice);
  if (content.kind !== 'notification') return;
  const { notification } = content;
  if (leg !== undefined && receiveReceipt(context, leg, notification)) return;
  const call = leg?.connId == null ? undefined : context.decision.calls.get(leg.connId);
  const sender = address ?? call?.customer?.address;
  if (sender !== undefined) receiveLateReceipt(context, sender, notification);
}
