import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { CallModel } from '../call-model.ts';
import { type Call, presentParties, withParty } from '../calls/call.ts';
import type { Party } from '../calls/party.ts';
import { held, retrieved } from '../events/events-for-parties.ts';
import { partySubject } from './ring.ts';
import { systemSays } from './say.ts';

/**
 * THoldCall: EventHeld on the own DN. What is said goes on coming, the agent cannot write. A customer with whom nobody else
 * talks gets the notice of the option `hold-notice`, and again every `hold-notice-interval` minutes.
 */
export function hold(model: CallModel, call: Call, party: Party): { call: Call; event: DnEvent } {
  const heldParty: Party = { ...party, state: 'held', since: model.now };
  const changed = withParty(call, heldParty);
  model.calls.put(changed);
  const event = model.publish(held(changed, heldParty));
  noticeHold(model, changed, heldParty);
  return { call: changed, event };
}

/** TRetrieveCall: EventRetrieved on the own DN. */
export function retrieve(model: CallModel, call: Call, party: Party): { call: Call; event: DnEvent } {
  const back: Party = { ...party, state: 'established', since: model.now };
  const changed = withParty(call, back);
  model.calls.put(changed);
  model.cancelDeadline('holdNotice', partySubject(call, party.dn));
  return { call: changed, event: model.publish(retrieved(changed, back)) };
}

/** Tells the customer that he is on hold, and sets the time for the next notice. */
export function noticeHold(model: CallModel, call: Call, party: Party): void {
  const { options } = model.configuration.tenant;
  const isAlone = presentParties(call).every((other) => other.state === 'held');
  if (call.customer === null || options['hold-notice'] === '' || !isAlone) return;
  systemSays(model, call, options['hold-notice']);
  model.setDeadline('holdNotice', partySubject(call, party.dn), options['hold-notice-interval'] * 60_000);
}
