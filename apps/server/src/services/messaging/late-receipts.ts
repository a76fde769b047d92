/** What a client says of a text after the call has ended: people read when they have the time. */

import type { Call } from '../../domain/call-model/call.ts';
import { isNews, type Text } from '../../domain/call-model/text.ts';
import type { Imdn } from '../../protocols/sip/bodies/imdn.ts';
import { RECEIPTS_AWAITED_MAX, RECEIPTS_AWAITED_MS, RECEIPTS_PER_CALL_MAX } from '../switch/awaited-receipt.ts';
import { type CustomerLeg, habitsOf } from '../switch/leg.ts';
import type { MessagingContext } from './messaging-context.ts';
import { readReceipt } from './receipts.ts';

/** The call ends: the last texts whose client says what becomes of them are remembered. */
export function awaitReceipts({ decision }: MessagingContext, leg: CustomerLeg, call: Call): void {
  const { customer } = call;
  if (customer === null || !habitsOf(leg).notifies) return;
  const { awaitedReceipts } = decision.state;
  const open = decision.transcripts.of(call.id).filter(isOpen).slice(-RECEIPTS_PER_CALL_MAX);
  for (const first of awaitedReceipts.values()) {
    const isKept = first.endedAt + RECEIPTS_AWAITED_MS > decision.now;
    if (isKept && awaitedReceipts.size + open.length <= RECEIPTS_AWAITED_MAX) break;
    awaitedReceipts.remove(first.id);
  }
  for (const text of open) awaitedReceipts.put({ id: text.id, address: customer.address, text, endedAt: decision.now });
}

function isOpen({ fromRole, heardBy, delivery }: Text): boolean {
  if (fromRole === 'customer' || heardBy !== undefined) return false;
  return delivery === undefined || delivery.state === 'sent' || delivery.state === 'delivered';
}

/** A receipt from this customer, about no text of an open call: the record is brought up to date. */
export function receiveLateReceipt({ decision }: MessagingContext, address: string, notification: Imdn): void {
  const receipt = readReceipt(notification);
  const awaited = receipt === undefined ? undefined : decision.state.awaitedReceipts.get(receipt.messageId);
  if (receipt === undefined || awaited?.address !== address || !isNews(awaited.text, receipt.delivery)) return;
  const text: Text = { ...awaited.text, delivery: receipt.delivery };
  decision.replaceText(text);
  if (isOpen(text)) decision.state.awaitedReceipts.put({ ...awaited, text });
  else decision.state.awaitedReceipts.remove(awaited.id);
}
