import type { DnEvent } from '@cordboard/shared/tlib/events';
import { type Call, withParty } from '../call.ts';
import type { CallModel } from '../call-model.ts';
import { established, transcriptForParty, waitingTextForParty } from '../events-for-parties.ts';
import type { Party } from '../party.ts';
import { partySubject } from './ring.ts';

/**
 * The ringing party answers: EventEstablished, then what was said before as EventPrivateInfo 3005, then what nobody has
 * received yet as 3001, in order. No text comes in both.
 */
export function answer(model: CallModel, call: Call, ringingParty: Party): DnEvent {
  const party: Party = { ...ringingParty, state: 'established', since: model.now };
  const changed: Call = { ...withParty(call, party), firstUnreceived: null };
  model.calls.put(changed);
  model.cancelDeadline('noAnswer', partySubject(call, party.dn));
  const event = model.publish(established(changed, party));
  const texts = model.transcripts.of(call.id);
  const unreceivedFrom = call.firstUnreceived ?? Number.POSITIVE_INFINITY;
  model.publish(
    transcriptForParty(
      changed,
      party,
      texts.filter((text) => text.number < unreceivedFrom),
    ),
  );
  for (const text of texts) {
    if (text.number >= unreceivedFrom) model.publish(waitingTextForParty(changed, party, text));
  }
  return event;
}
