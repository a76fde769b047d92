/** Receipts (RFC 5438): what became of texts, told to whoever wrote them. */

import type { CallModel } from '../call-model.ts';
import { type Call, presentParties } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';
import { deliveryState } from '../events/events-for-parties.ts';
import { type DeliveryState, isNews, type Text } from '../texts/text.ts';

/** What a customer's text came to, and what he must have asked to be told so. */
const ASKED_BY = { delivered: 'positive-delivery', displayed: 'display', failed: 'negative-delivery' } as const;
export type TextOutcome = keyof typeof ASKED_BY;

/** A text of the house has come further: kept, and told to the one who wrote it. What is no news changes nothing. */
export function deliveryChanged(model: CallModel, call: Call, text: Text, delivery: DeliveryState): void {
  if (!isNews(text, delivery)) return;
  model.replaceText({ ...text, delivery });
  for (const event of deliveryState(call, text, delivery)) model.publish(event);
}

/** Tells the customer, if he asked for it and has not been told. */
function tellCustomer(model: CallModel, call: Call, text: Text, outcome: TextOutcome): void {
  const { asks } = text;
  if (asks === undefined || call.customer === null || !asks.dispositions.includes(ASKED_BY[outcome])) return;
  const dispositions = asks.dispositions.filter((disposition) => disposition !== ASKED_BY[outcome]);
  model.replaceText({ ...text, asks: { ...asks, dispositions } });
  model.customerLegs.tellOutcome(call.customer.legId, asks, outcome);
}

/** Somebody takes part who has got all texts of the customer so far. */
export function noteDelivered(model: CallModel, call: Call): void {
  if (call.customer === null || presentParties(call).length === 0) return;
  for (const text of model.transcripts.of(call.id)) {
    if (text.asks !== undefined) tellCustomer(model, call, text, 'delivered');
  }
}

/** The call ends: what nobody has received never arrives. */
export function noteUnheard(model: CallModel, call: Call): void {
  const from = call.firstUnreceived;
  if (from === null) return;
  for (const text of model.transcripts.of(call.id)) {
    if (text.number >= from) tellCustomer(model, call, text, 'failed');
  }
}

/** A party has read all up to this text: the customer is told, or in a call among agents the colleague who wrote. */
export function markRead(model: CallModel, call: Call, reader: Party, upTo: Text): void {
  const tellsCustomer = model.configuration.tenant.options['read-receipts'];
  for (const text of model.transcripts.of(call.id)) {
    if (text.number > upTo.number) return;
    if (text.fromRole === 'customer') {
      if (tellsCustomer) tellCustomer(model, call, text, 'displayed');
    } else if (call.customer === null && text.from !== reader.dn && text.fromRole === 'agent') {
      deliveryChanged(model, call, text, { state: 'read' });
    }
  }
}
