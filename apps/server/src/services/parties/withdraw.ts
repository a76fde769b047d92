import type { Dn } from '@cordboard/shared/ids';
import { type Call, findParty } from '../../domain/call-model/calls/call.ts';
import { isObserver } from '../../domain/call-model/calls/party.ts';
import type { Decision } from '../switch/decision.ts';
import { moveParty } from './move-party.ts';

/** What rings at the DN rings elsewhere. */
export function withdrawRinging(decision: Decision, dn: Dn): void {
  for (const { id } of [...decision.callsOnDn(dn)]) {
    const call = decision.calls.get(id);
    const party = call === undefined ? undefined : findParty(call, dn);
    if (call !== undefined && party?.state === 'ringing') moveParty(decision, call, party, { name: 'redirected' });
  }
}

/**
 * The DN loses the calls in which it takes part: customers go back to the head of their queues, a conference goes on with
 * the others, and what came over no queue or is among agents alone is released. Consultations end before their calls.
 */
export function withdrawActive(decision: Decision, dn: Dn): void {
  const calls = decision.callsOnDn(dn).toSorted((left, right) => Number(isMain(left)) - Number(isMain(right)));
  for (const { id } of calls) {
    const call = decision.calls.get(id);
    const party = call === undefined ? undefined : findParty(call, dn);
    if (call === undefined || party === undefined || party.state === 'ringing') continue;
    moveParty(decision, call, party, { name: isGivenBack(call) ? 'redirected' : 'released' });
  }
}

/** Everything on the DN, because its agent will not be there any more. */
export function withdrawAll(decision: Decision, dn: Dn): void {
  withdrawRinging(decision, dn);
  withdrawActive(decision, dn);
}

function isMain(call: Call): boolean {
  return call.consultOf === null;
}

/** Whether somebody else gets a customer's call: its queue, the others of a conference, or the one being asked. */
function isGivenBack(call: Call): boolean {
  return (
    call.customer !== null &&
    (call.routingPoint !== null || call.parties.filter((party) => !isObserver(party)).length > 1)
  );
}
