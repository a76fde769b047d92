/** Notifications (RFC 5438) from and to a customer's client. */
import type { MessageId } from '@cordboard/shared/ids';
import { deliveryChanged, type TextOutcome } from '../../../domain/call-model/operations/receipts.ts';
import type { DeliveryState, ReceiptRequest } from '../../../domain/call-model/texts/text.ts';
import { CPIM_TYPE, serializeCpim } from '../../../protocols/sip/bodies/cpim.ts';
import { IMDN_CPIM_NAMESPACE, IMDN_TYPE, type Imdn, serializeImdn } from '../../../protocols/sip/bodies/imdn.ts';
import type { Decision } from '../../switch/decision.ts';
import type { CustomerLeg } from '../../switch/rows/leg.ts';
import { envelopeAddress } from '../legs/envelope-address.ts';
import { addressesOf } from '../legs/leg-addresses.ts';
import type { MessagingContext } from '../network/messaging-context.ts';
import { canBeTold, isWrapped, type Notice, sendNotice } from './notices.ts';

/** `<id>` of a text, `<id>.<n>` of a piece of it that is not the last. */
const OWN_ID = /^([0-9a-f]{24})(?:\.(\d{1,4}))?$/;

/** The id that a text bears towards the customer's client: the last piece stands for the whole. */
export function receiptId(item: {
  readonly messageId: MessageId;
  readonly part: number;
  readonly parts: number;
}): string {
  return item.part === item.parts ? item.messageId : `${item.messageId}.${item.part}`;
}

/** The text that a notification is about, by our id, and what it says of it; undefined when it says nothing new to us. */
export function readReceipt(notification: Imdn): { messageId: MessageId; delivery: DeliveryState } | undefined {
  const [, messageId, piece] = OWN_ID.exec(notification.messageId) ?? [];
  const delivery = deliveryOf(notification);
  if (messageId === undefined || delivery === undefined) return undefined;
  return piece === undefined || delivery.state === 'failed'
    ? { messageId: messageId as MessageId, delivery }
    : undefined;
}

function deliveryOf({ kind, status }: Imdn): DeliveryState | undefined {
  if (status === 'delivered') return { state: 'delivered' };
  if (status === 'displayed') return { state: 'read' };
  if (kind !== 'delivery') return undefined;
  return {
    state: 'failed',
    reason:
      status === 'failed'
        ? "The customer's client could not deliver the text."
        : "The customer's client refused the text.",
  };
}

/** The customer's client says what became of a text of ours. Says whether it is about a text of this leg. */
export function receiveReceipt({ decision }: MessagingContext, leg: CustomerLeg, notification: Imdn): boolean {
  const receipt = readReceipt(notification);
  const call = leg.connId === null ? undefined : decision.calls.get(leg.connId);
  if (receipt === undefined || call === undefined || call.external?.legId === leg.id) return false;
  const text = decision.transcripts.of(call.id).findLast(({ id }) => id === receipt.messageId);
  if (text === undefined || text.fromRole === 'customer' || text.heardBy !== undefined) return false;
  deliveryChanged(decision, call, text, receipt.delivery);
  return true;
}

const STATUS_OF = {
  delivered: { kind: 'delivery', status: 'delivered' },
  displayed: { kind: 'display', status: 'displayed' },
  failed: { kind: 'delivery', status: 'failed' },
} as const;

/** Tells the customer's client what became of a text of his, in an envelope when it uses envelopes. */
export function tellOutcome(
  context: MessagingContext,
  leg: CustomerLeg,
  asks: ReceiptRequest,
  outcome: TextOutcome,
): void {
  if (!canBeTold(leg, IMDN_TYPE)) return;
  sendNotice(context, leg, buildReceipt(context.decision, addressesOf(leg), asks, outcome, isWrapped(leg)));
}

/** The notification of `own` to `peer`. */
export function buildReceipt(
  decision: Pick<Decision, 'now' | 'random'>,
  { own, peer }: { readonly own: string; readonly peer: string },
  asks: ReceiptRequest,
  outcome: TextOutcome,
  isWrapped: boolean,
): Notice {
  const { id: messageId, dateTime } = asks;
  const imdn = serializeImdn({ messageId, dateTime, recipientUri: own, ...STATUS_OF[outcome] });
  if (!isWrapped) {
    const headers = [{ name: 'Content-Disposition', value: 'notification' }];
    return { contentType: IMDN_TYPE, remembered: IMDN_TYPE, body: imdn, headers, isOptional: false };
  }
  const body = serializeCpim({
    prefixes: { [IMDN_CPIM_NAMESPACE]: 'imdn' },
    headers: [
      { name: 'From', namespace: '', value: envelopeAddress(own) },
      { name: 'To', namespace: '', value: envelopeAddress(peer) },
      { name: 'DateTime', namespace: '', value: new Date(decision.now).toISOString() },
      { name: 'Message-ID', namespace: IMDN_CPIM_NAMESPACE, value: decision.random.hex(12) },
    ],
    contentHeaders: [
      { name: 'Content-Type', value: IMDN_TYPE },
      { name: 'Content-Disposition', value: 'notification' },
      { name: 'Content-Length', value: String(imdn.length) },
    ],
    content: imdn,
  });
  return { contentType: CPIM_TYPE, remembered: IMDN_TYPE, body, isOptional: false };
}
