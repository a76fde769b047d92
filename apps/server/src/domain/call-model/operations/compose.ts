/** Somebody writes, or has stopped: told to whoever would hear the text, kept nowhere. */
import type { Dn } from '@cordboard/shared/ids';
import { required } from '../../../base/assert.ts';
import type { CallModel } from '../call-model.ts';
import { type Call, findParty } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';
import { composingForParty } from '../events/events-for-parties-typing.ts';
import { type Hearing, hearingIn } from '../texts/who-hears.ts';

export type ComposingState = 'active' | 'idle';

/** How long an agent's writing is believed without being said again. */
export const AGENT_REFRESH_SECONDS = 90;

/** The customer writes. Nobody is told while nobody would hear him. */
export function customerComposes(model: CallModel, call: Call, state: ComposingState, refreshSeconds: number): void {
  const hearing = hearingIn(call, { who: 'customer' });
  if (!hearing.isHeard) return;
  for (const party of partiesOf(call, hearing.by)) {
    model.show(composingForParty(call, party, null, { state, refreshSeconds, isWhisper: false }));
  }
}

/** An agent or supervisor writes: the others who would hear it are told, and the customer if he would. */
export function partyComposes(
  model: CallModel,
  call: Call,
  writer: Party,
  state: ComposingState,
  hearing: Extract<Hearing, { isHeard: true }>,
): void {
  const others = hearing.by.filter((dn) => dn !== writer.dn);
  const composing = { state, refreshSeconds: AGENT_REFRESH_SECONDS, isWhisper: hearing.isWhisper };
  for (const party of partiesOf(call, others)) model.show(composingForParty(call, party, writer, composing));
  if (call.customer !== null && hearing.reachesCustomer)
    model.customerLegs.showComposing(call.customer.legId, writer.dn, state);
}

function partiesOf(call: Call, dns: readonly Dn[]): readonly Party[] {
  return dns.map((dn) => required(findParty(call, dn), dn));
}
