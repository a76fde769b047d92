import type { FromRole } from '@cordboard/shared/chat/transcript';
import type { MessageId } from '@cordboard/shared/ids';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { required } from '../../../base/assert.ts';
import type { Call } from '../call.ts';
import type { CallModel } from '../call-model.ts';
import { textAnnounced, textForParty } from '../events-for-parties.ts';
import { nicknamePrefix } from '../nickname-prefix.ts';
import type { Party } from '../party.ts';
import type { Text } from '../text.ts';
import { partiesThatHear } from '../who-hears.ts';

interface Said {
  readonly from: string;
  readonly fromRole: FromRole;
  readonly im: string;
}

/** Keeps a text and tells it: EventUserEvent 2001, then EventPrivateInfo 3001 on each DN that hears it. */
function tell(model: CallModel, call: Call, said: Said): { text: Text; events: readonly DnEvent[] } {
  const text: Text = {
    id: model.random.hex(12) as MessageId,
    connId: call.id,
    number: model.transcripts.nextNumber(call.id),
    time: model.now,
    ...said,
  };
  model.recordText(text);
  model.publish(textAnnounced(call, text));
  const hearing = partiesThatHear(call);
  const events = hearing.map((party) => model.publish(textForParty(call, party, text)));
  // A notice of the system waits for nobody: it is in the transcript of the next one.
  const waits = hearing.length === 0 && said.fromRole !== 'system';
  if (waits && call.firstUnreceived === null) model.calls.put({ ...call, firstUnreceived: text.number });
  return { text, events };
}

/** A customer's text, at any time of the call. */
export function customerSays(model: CallModel, call: Call, im: string): void {
  tell(model, call, { from: call.ani, fromRole: 'customer', im });
}

/** A notice of the system to the customer, which the parties of the call see as well. */
export function systemSays(model: CallModel, call: Call, im: string): void {
  const { text } = tell(model, call, { from: 'system', fromRole: 'system', im });
  if (call.customer !== null) model.customerLegs.sendText(call.customer.legId, text.id, '', im);
}

/** The opening text of a call that nobody has answered yet. It waits like a customer's. */
export function callerSays(model: CallModel, call: Call, party: Party, im: string): void {
  tell(model, call, { from: party.dn, fromRole: 'agent', im });
}

/** TPrivateService 3001: towards the customer the text carries the nickname prefix. Returns the event on the agent's DN. */
export function agentSays(model: CallModel, call: Call, party: Party, im: string): DnEvent {
  const { text, events } = tell(model, call, { from: party.dn, fromRole: 'agent', im });
  if (call.customer !== null) {
    model.customerLegs.sendText(call.customer.legId, text.id, nicknamePrefix(model, party), im);
  }
  return required(
    events.find((event) => event.thisDN === party.dn),
    'echo on the own DN',
  );
}
