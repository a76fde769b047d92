import type { Dn } from '@cordboard/shared/ids';
import { attendingParties, type Call, presentParties } from '../call.ts';
import type { CallModel } from '../call-model.ts';
import { partyChanged } from '../events-for-parties.ts';
import type { Party } from '../party.ts';

/** Whether the others know of the party: it takes part, or the call was handed over to it. */
export function isKnownToOthers({ state, coming }: Party): boolean {
  return state === 'established' || state === 'held' || coming.as === 'transferred' || coming.as === 'returned';
}

/** The call goes from `party`, who is no more in it, to `to`: EventPartyChanged for those who knew of `party`. */
export function tellOfSuccessor(model: CallModel, rest: Call, party: Party, to: Dn): void {
  if (!isKnownToOthers(party)) return;
  // Of whom a call comes back to, observers learn when he answers.
  const isReturning = party.state === 'ringing' && party.coming.as === 'returned';
  const told = isReturning ? presentParties(rest) : attendingParties(rest);
  for (const other of told) model.publish(partyChanged(rest, other, { why: 'transferred', by: party.dn, otherDN: to }));
}

/** Nobody took what was transferred, and it goes back: EventPartyChanged for those who go on talking. */
export function tellOfReturn(model: CallModel, rest: Call, party: Party, to: Dn): void {
  const change = { why: 'transferred', by: party.dn, otherDN: to } as const;
  for (const other of presentParties(rest)) model.publish(partyChanged(rest, other, change));
}
