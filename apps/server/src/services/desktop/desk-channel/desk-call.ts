import type { DeskCall, DeskObserver } from '@cordboard/shared/desk/desk-view';
import { type Call, ownerOf } from '../../../domain/call-model/calls/call.ts';
import { isObserver, type Party } from '../../../domain/call-model/calls/party.ts';
import type { Text } from '../../../domain/call-model/texts/text.ts';

/** What a call's row needs besides the call. */
export interface CallSurroundings {
  /** What is kept of its transcript. */
  readonly texts: readonly Text[];
  readonly observers: readonly DeskObserver[];
}

/** One call on an agent's DN, for the agent's supervisors. */
export function deskCall(call: Call, party: Party, { texts, observers }: CallSurroundings): DeskCall {
  const isOfCustomer = call.customer !== null;
  return {
    connID: call.id,
    callUUID: call.callUuid,
    state: party.state,
    since: party.since,
    customer: isOfCustomer ? customerName(call) : null,
    otherDN: isOfCustomer
      ? null
      : (call.parties.find((other) => other.dn !== party.dn && !isObserver(other))?.dn ?? null),
    isConsultation: call.consultOf !== null,
    isOwner: isOfCustomer && ownerOf(call)?.dn === party.dn,
    startedAt: call.startedAt,
    customerWaitsSince: isOfCustomer ? waitsSince(texts) : null,
    routingPoint: call.routingPoint,
    observers,
  };
}

/** The name that the customer gave, else the address. */
function customerName({ userData, customer }: Call): string {
  const given = userData['CustomerName'];
  return typeof given === 'string' && given.trim() !== '' ? given : (customer?.address ?? '');
}

/** When the first text came that nobody has answered. Notices of the system and whispers answer nothing. */
function waitsSince(texts: readonly Text[]): number | null {
  let since: number | null = null;
  for (let at = texts.length - 1; at >= 0; at -= 1) {
    const text = texts[at];
    if (text === undefined || text.fromRole === 'system' || text.heardBy !== undefined) continue;
    if (text.fromRole !== 'customer') return since;
    since = text.time;
  }
  return since;
}
