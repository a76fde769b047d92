import type { DeskCall } from '@cordboard/shared/desk/desk-view';
import { type Call, ownerOf } from '../../domain/call-model/call.ts';
import type { Party } from '../../domain/call-model/party.ts';
import type { Text } from '../../domain/call-model/text.ts';

/** One call on an agent's DN, for the agent's supervisors. `texts` is what is kept of its transcript. */
export function deskCall(call: Call, party: Party, texts: readonly Text[]): DeskCall {
  const isOfCustomer = call.customer !== null;
  return {
    connID: call.id,
    callUUID: call.callUuid,
    state: party.state,
    since: party.since,
    customer: isOfCustomer ? customerName(call) : null,
    otherDN: isOfCustomer ? null : (call.parties.find((other) => other.dn !== party.dn)?.dn ?? null),
    isConsultation: call.consultOf !== null,
    isOwner: isOfCustomer && ownerOf(call)?.dn === party.dn,
    startedAt: call.startedAt,
    customerWaitsSince: isOfCustomer ? waitsSince(texts) : null,
    routingPoint: call.routingPoint,
    observers: [],
  };
}

/** The name that the customer gave, else the address. */
function customerName({ userData, customer }: Call): string {
  const given = userData['CustomerName'];
  return typeof given === 'string' && given.trim() !== '' ? given : (customer?.address ?? '');
}

/** When the first text came that nobody has answered. Notices of the system answer nothing. */
function waitsSince(texts: readonly Text[]): number | null {
  let since: number | null = null;
  for (let at = texts.length - 1; at >= 0; at -= 1) {
    const text = texts[at];
    if (text === undefined || text.fromRole === 'system') continue;
    if (text.fromRole !== 'customer') return since;
    since = text.time;
  }
  return since;
}
