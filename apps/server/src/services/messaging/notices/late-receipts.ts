/** What a client says of a text after the call has ended: people read when they have the time. */

import type { Call } from '../../../domain/call-model/calls/call.ts';
import { type DeliveryState, isNews, type Text } from '../../../domain/call-model/texts/text.ts';
import type { Imdn } from '../../../protocols/sip/bodies/imdn.ts';
import { RECEIPTS_AWAITED_MAX, RECEIPTS_AWAITED_MS, RECEIPTS_PER_CALL_MAX } from '../../switch/rows/awaited-receipt.ts';
import { type CustomerLeg, habitsOf } from '../../switch/rows/leg.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { readReceipt } from './receipts.ts';

/** The call ends: the last texts whose client says what becomes of them are remembered. */
export function awaitReceipts({ decision }: MessagingContext, leg: CustomerLeg, call: Call): void {
  const { customer } = call;
  const isUndelivered = leg.inFlight !== null || leg.outbox.some(({ kind }) => kind === 'text');
  if (customer === null || (!habitsOf(leg).notifies && !isUndelivered)) return;
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

/** What became of a text on its way, after the call has ended: only the record is told. */
export function recordLate({ decision }: MessagingContext, messageId: string, delivery: DeliveryState): void {
  const awaited = decision.state.awaitedReceipts.get(messageId);
  if (awaited === undefined || !isNews(awaited.text, delivery)) return;
  const text: Text = { ...awaited.text, delivery };
  decision.replaceText(text);
  if (isOpen(text)) decision.state.awaitedReceipts.put({ ...awaited, text });
  else decision.state.awaitedReceipts.remove(awaited.id);
}

/** A receipt from this customer, about no text of an open call: the record is brought up to date. */
export function receiveLateReceipt(context: MessagingContext, address: string, notification: Imdn): void {
  const receipt = readReceipt(notification);
  if (receipt === undefined) return;
  const awaited = context.decision.state.awaitedReceipts.get(receipt.messageId);
  if (awaited?.address === address) recordLate(context, receipt.messageId, receipt.delivery);
}
