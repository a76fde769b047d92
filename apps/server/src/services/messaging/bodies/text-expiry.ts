/** Texts that wait for a customer with an account, each for its own time. Rules: docs/spec/message-quality.md, MQ37 and MQ40. */
import type { Header } from '../../../protocols/sip/message/message.ts';
import type { OutgoingItem } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';

/** From now on these texts wait, those that wait already as long as before. */
export function withExpiry({ decision }: MessagingContext, items: readonly OutgoingItem[]): readonly OutgoingItem[] {
  const expiresAt = decision.now + decision.configuration.tenant.options['customer-away-wait'] * 60_000;
  return items.map((item) => (item.kind === 'text' ? { expiresAt, ...item } : item));
}

/** Room for them in a MESSAGE. */
export const EXPIRY_BYTES = 54;

/** RFC 3428 8: for how long a text that has waited is good. */
export function expiryHeaders(
  { decision }: MessagingContext,
  { expiresAt }: { readonly expiresAt?: number },
): readonly Header[] {
  if (expiresAt === undefined) return [];
  const seconds = Math.max(Math.ceil((expiresAt - decision.now) / 1000), 1);
  return [
    { name: 'Date', value: new Date(decision.now).toUTCString() },
    { name: 'Expires', value: String(seconds) },
  ];
}
