import { CallState } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { CallModel } from '../call-model.ts';
import { attendingParties, type Call, findParty, withParty } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';
import { established, partyAdded, transcriptForParty, waitingTextForParty } from '../events/events-for-parties.ts';
import { joinMonitoring } from './monitor.ts';
import { tellOfObservers } from './observe.ts';
import { noteDelivered } from './receipts.ts';
import { partySubject } from './ring.ts';

/**
 * The ringing party answers: EventEstablished, then what was said before as EventPrivateInfo 3005, then what nobody has
 * received yet as 3001, in order. No text comes in both. A caller is established with it; the others of a conference get
 * EventPartyAdded. Supervisors who monitor one of them join after that.
 */
export function answer(model: CallModel, call: Call, ringingParty: Party): DnEvent {
  const others = attendingParties(call);
  const isConferee = ringingParty.coming.as === 'conferee';
  const party: Party = { ...ringingParty, state: 'established', since: model.now };
  const changed = establishCaller(model, { ...withParty(call, party), firstUnreceived: null });
  model.calls.put(changed);
  model.cancelDeadline('noAnswer', partySubject(call, party.dn));
  awaitFirstReply(model, changed, party);
  const event = model.publish(established(changed, party, isConferee ? CallState.Conferenced : CallState.Ok));
  bringUpToDate(model, changed, party, call.firstUnreceived);
  for (const caller of changed.parties) {
    if (findParty(call, caller.dn)?.state === 'dialing') {
      model.publish(established(changed, caller));
      bringUpToDate(model, changed, caller, call.firstUnreceived, { isTranscriptWanted: false });
    }
  }
  if (ringingParty.coming.as === 'conferee') {
    for (const other of others) model.publish(partyAdded(changed, other, party.dn, ringingParty.coming.from));
  }
  noteDelivered(model, changed);
  tellOfObservers(model, changed, party);
  joinMonitoring(model, changed, party.dn);
  const caller = changed.parties.find(({ dn }) => findParty(call, dn)?.state === 'dialing');
  if (caller !== undefined) joinMonitoring(model, changed, caller.dn);
  return event;
}

/** The agent to whom a customer was routed has so long to write (option `first-reply-timeout`). */
function awaitFirstReply(model: CallModel, call: Call, { dn, coming }: Party): void {
  const seconds = model.configuration.tenant.options['first-reply-timeout'];
  if (seconds === 0 || call.customer === null || coming.as !== 'routed') return;
  model.setDeadline('firstReply', partySubject(call, dn), seconds * 1000);
}

/** The caller talks from now on. */
export function establishCaller(model: CallModel, call: Call): Call {
  const caller = call.parties.find((party) => party.state === 'dialing');
  return caller === undefined ? call : withParty(call, { ...caller, state: 'established', since: model.now });
}

/** Transcript and waiting texts for a party that has just come. */
export function bringUpToDate(
  model: CallModel,
  call: Call,
  party: Party,
  firstUnreceived: number | null,
  options: { readonly isTranscriptWanted: boolean } = { isTranscriptWanted: true },
): void {
  const texts = model.transcripts.of(call.id);
  const unreceivedFrom = firstUnreceived ?? Number.POSITIVE_INFINITY;
  if (options.isTranscriptWanted) {
    const said = texts.filter((text) => text.number < unreceivedFrom);
    model.publish(transcriptForParty(call, party, said));
  }
  for (const text of texts) {
    if (text.number >= unreceivedFrom) model.publish(waitingTextForParty(call, party, text));
  }
}
