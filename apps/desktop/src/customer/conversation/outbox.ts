import type { ReceiptStatus } from './notices.ts';
import type { FailureReason } from './sip-answers.ts';

/**
 * One text on its way to the service:
 *
 *   waiting ──► sending ──► sent
 *      ▲           │
 *      ├───────────┤ flow lost, or "later" from the server
 *      │           ▼
 *      └──────── failed   (Retry)
 *
 *   sent ──► delivered ──► read, when the service says so
 */
export type Delivery =
  | { state: 'waiting'; notBeforeMs: number }
  | { state: 'sending' }
  | { state: 'sent' }
  /** An agent has it, has read it: as the service says. */
  | { state: 'delivered' }
  | { state: 'read' }
  | { state: 'failed'; reason: FailureReason };

export interface OutboxText {
  messageId: string;
  text: string;
  delivery: Delivery;
}

export type DeliveryInput =
  | { type: 'sendStarted' }
  | { type: 'accepted' }
  | { type: 'deferred'; notBeforeMs: number }
  | { type: 'flowLost' }
  | { type: 'reported'; status: ReceiptStatus }
  | { type: 'refused'; reason: FailureReason }
  | { type: 'retryAsked' };

/** An input that does not fit the state changes nothing: a late answer must not revive what has been decided. */
export function advanceDelivery(delivery: Delivery, input: DeliveryInput): Delivery {
  switch (input.type) {
    case 'sendStarted':
      return delivery.state === 'waiting' ? { state: 'sending' } : delivery;
    case 'accepted':
      return delivery.state === 'sending' ? { state: 'sent' } : delivery;
    case 'deferred':
      return delivery.state === 'sending' ? { state: 'waiting', notBeforeMs: input.notBeforeMs } : delivery;
    case 'flowLost':
      return delivery.state === 'sending' ? { state: 'waiting', notBeforeMs: 0 } : delivery;
    case 'refused':
      return delivery.state === 'sending' || delivery.state === 'waiting'
        ? { state: 'failed', reason: input.reason }
        : delivery;
    case 'reported':
      return report(delivery, input.status);
    case 'retryAsked':
      return delivery.state === 'failed' ? { state: 'waiting', notBeforeMs: 0 } : delivery;
  }
}

/** A report may come before the answer to the text. States only rise. */
function report(delivery: Delivery, status: ReceiptStatus): Delivery {
  const isOnItsWay = delivery.state === 'sending' || delivery.state === 'sent';
  if (status === 'read') return isOnItsWay || delivery.state === 'delivered' ? { state: 'read' } : delivery;
  if (!isOnItsWay) return delivery;
  return status === 'delivered' ? { state: 'delivered' } : { state: 'failed', reason: 'ended' };
}

export type OutboxChoice<T extends OutboxText> =
  | { name: 'nothing' }
  | { name: 'wait'; untilMs: number }
  | { name: 'send'; text: T };

/** One text in flight, in the order written: a text that must wait holds back the ones behind it. */
export function selectNextText<T extends OutboxText>(texts: Iterable<T>, nowMs: number): OutboxChoice<T> {
  let choice: OutboxChoice<T> = { name: 'nothing' };
  for (const text of texts) {
    if (text.delivery.state === 'sending') return { name: 'nothing' };
    if (text.delivery.state !== 'waiting' || choice.name !== 'nothing') continue;
    const untilMs = text.delivery.notBeforeMs;
    choice = untilMs > nowMs ? { name: 'wait', untilMs } : { name: 'send', text };
  }
  return choice;
}
