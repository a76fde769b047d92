import type { Dn } from '@cordboard/shared/ids';
import { CallState } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { required } from '../../../base/assert.ts';
import type { CallModel } from '../call-model.ts';
import { attendingParties, type Call } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';
import { partyDeleted } from '../events/events-for-parties.ts';
import { removeParty } from './release.ts';

/**
 * TDeleteFromConference: EventReleased for the one dropped, EventPartyDeleted for the others, or for `by` alone when nobody
 * was told yet that somebody is asked to join. Returns that of `by`.
 */
export function deleteFromConference(model: CallModel, call: Call, dropped: Party, by: Dn): DnEvent {
  const { call: rest } = removeParty(model, call, dropped, {
    event: 'EventReleased',
    callState: CallState.Ok,
    thirdPartyDN: by,
  });
  const isKnown = dropped.state !== 'ringing' || dropped.coming.as !== 'conferee';
  const told = attendingParties(rest).filter((other) => isKnown || other.dn === by);
  const events = told.map((other) => model.publish(partyDeleted(rest, other, dropped.dn, by)));
  return required(
    events.find((event) => event.thisDN === by),
    'EventPartyDeleted on the own DN',
  );
}
