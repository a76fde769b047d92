import type { Dn } from '@cordboard/shared/ids';
import type { CallModel } from '../call-model.ts';
import { attendingParties, type Call } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';
import { partyChanged } from '../events/events-for-parties.ts';

/** Whether the others know of the party: it takes part, or the call was handed over to it. */
export function isKnownToOthers({ state, coming }: Party): boolean {
  return state === 'established' || state === 'held' || coming.as === 'transferred' || coming.as === 'returned';
}

/** The call goes from `party`, who is no more in it, to `to`: EventPartyChanged for everybody else, if they knew of `party`. */
export function tellOfSuccessor(model: CallModel, rest: Call, party: Party, to: Dn): void {
  if (!isKnownToOthers(party)) return;
  for (const other of attendingParties(rest)) {
    model.publish(partyChanged(rest, other, { why: 'transferred', by: party.dn, otherDN: to }));
  }
}
