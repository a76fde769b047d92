import type { BodyContent } from '../../protocols/sip/bodies/read-body.ts';
import type { CustomerLeg } from '../switch/leg.ts';
import { receiveComposing } from './composing.ts';
import type { MessagingContext } from './messaging-context.ts';

/** What a client says beside its texts: no text of the customer, so it opens nothing and is not told as one. Keeps the leg. */
export function receiveNotice(
  context: MessagingContext,
  leg: CustomerLeg,
  content: Exclude<BodyContent, { kind: 'text' }>,
): void {
  context.decision.state.legs.put(leg);
  if (content.kind === 'composing') receiveComposing(context, leg, content.notice);
}
