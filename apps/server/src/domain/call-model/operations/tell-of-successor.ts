import type { Dn } from '@cordboard/shared/ids';
import { attendingParties, type Call } from '../call.ts';
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
  publishChange(model, rest, party, to);
}

/** Nobody took what was transferred, and it goes back: EventPartyChanged for those who go on talking, or observe. */
export function tellOfReturn(model: CallModel, rest: Call, party: Party, to: Dn): void {
  publishChange(model, rest, party, to);
}

function publishChange(model: CallModel, rest: Call, party: Party, to: Dn): void {
  const change = { why: 'transferred', by: party.dn, otherDN: to } as const;
  for (const other of attendingParties(rest)) model.publish(partyChanged(rest, other, change));
}
