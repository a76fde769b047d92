import type { BodyContent } from '../../protocols/sip/bodies/read-body.ts';
import type { CustomerLeg } from '../switch/leg.ts';
import type { MessagingContext } from './messaging-context.ts';

/** What a client says beside its texts: no text of the customer, so it opens nothing and is not told as one. */
export function receiveNotice(
  { decision }: MessagingContext,
  leg: CustomerLeg,
  _content: Exclude<BodyContent, { kind: 'text' }>,
): void {
  decision.state.legs.put(leg);
}
