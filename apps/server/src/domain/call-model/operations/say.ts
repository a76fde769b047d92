import type { FromRole } from '@cordboard/shared/chat/transcript';
import type { Dn, MessageId } from '@cordboard/shared/ids';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { assert, required } from '../../../base/assert.ts';
import type { CallModel } from '../call-model.ts';
import { type Call, type ExternalEnd, findParty, presentParties } from '../calls/call.ts';
import { isObserver, type Party } from '../calls/party.ts';
import { textAnnounced, textForParty } from '../events/events-for-parties.ts';
import { nicknamePrefix } from '../texts/nickname-prefix.ts';
import type { ReceiptRequest, Text, TextExpiry } from '../texts/text.ts';
import { type Hearing, hearingIn } from '../texts/who-hears.ts';
import { noteDelivered } from './receipts.ts';
import { partySubject } from './ring.ts';

interface Said {
  readonly from: string;
  readonly fromRole: FromRole;
  readonly im: string;
  readonly asks?: ReceiptRequest | undefined;
  readonly expiry?: TextExpiry | undefined;
}

type Heard = Extract<Hearing, { isHeard: true }>;

/** What nobody hears yet. */
const UNHEARD: Heard = { isHeard: true, by: [], reachesCustomer: false, isWhisper: false };

function heard(hearing: Hearing): Heard {
  assert(hearing.isHeard, 'who may not say something is refused before');
  return hearing;
}

/**
 * Keeps a text and tells it: EventUserEvent 2001, then EventPrivateInfo 3001 on each DN that hears it. A whisper is told to
 * those who hear it and to nobody else.
 */
function tell(model: CallModel, call: Call, said: Said, hearing: Heard): { text: Text; events: readonly DnEvent[] } {
  const text: Text = {
    id: model.random.hex(12) as MessageId,
    connId: call.id,
    number: model.transcripts.nextNumber(call.id),
    time: model.now,
    from: said.from,
    fromRole: said.fromRole,
    im: said.im,
    ...(said.asks === undefined ? {} : { asks: said.asks }),
    ...(said.expiry === undefined ? {} : { expiry: said.expiry }),
    ...(hearing.isWhisper ? { heardBy: hearing.by } : {}),
  };
  model.recordText(text);
  if (!hearing.isWhisper) model.tellText(call, text, textAnnounced(call, text));
  const events = hearing.by.map((dn) =>
    model.tellText(call, text, textForParty(call, required(findParty(call, dn), dn), text)),
  );
  // Observers receive nothing in place of an agent. A notice of the system waits for nobody: it is in the next transcript.
  const isTaken = presentParties(call).length > 0 || call.external?.isReached === true;
  const waits = !isTaken && said.fromRole !== 'system';
  if (waits && call.firstUnreceived === null) model.calls.put({ ...call, firstUnreceived: text.number });
  return { text, events };
}

/** What a customer's client says of his text: what it wants to be told of it, and for how long it is good. */
export type SaidOfText = Pick<Said, 'asks' | 'expiry'>;

/** A customer's text, at any time of the call. */
export function customerSays(model: CallModel, call: Call, im: string, { asks, expiry }: SaidOfText = {}): void {
  const { text } = tell(
    model,
    call,
    { from: call.customer?.address ?? call.ani, fromRole: 'customer', im, asks, expiry },
    heard(hearingIn(call, { who: 'customer' })),
  );
  if (asks !== undefined) noteDelivered(model, call);
  if (call.external !== undefined) model.customerLegs.sendText(call.external.legId, text.id, '', im);
}

/** A text of somebody outside, to whom the customer was routed. */
export function externalSays(model: CallModel, call: Call, { address }: ExternalEnd, im: string): void {
  const { text } = tell(model, call, { from: address, fromRole: 'external', im }, UNHEARD);
  if (call.customer !== null) model.customerLegs.sendText(call.customer.legId, text.id, '', im);
}

/** A notice of the system to the customer, which the parties of the call see as well. */
export function systemSays(model: CallModel, call: Call, im: string): void {
  const hearing = heard(hearingIn(call, { who: 'system' }));
  const { text } = tell(model, call, { from: 'system', fromRole: 'system', im }, hearing);
  if (call.customer !== null && hearing.reachesCustomer)
    model.customerLegs.sendText(call.customer.legId, text.id, '', im);
}

/** The opening text of a call that nobody has answered yet. It waits like a customer's; to a customer it goes at once. */
export function callerSays(model: CallModel, call: Call, party: Party, im: string): void {
  const { text } = tell(model, call, { from: party.dn, fromRole: 'agent', im }, UNHEARD);
  if (call.customer !== null)
    model.customerLegs.sendText(call.customer.legId, text.id, nicknamePrefix(model, party), im);
}

export interface PartySays {
  readonly im: string;
  /** To the supervisor who coaches, not to all. */
  readonly whispers: boolean;
}

/** Who would hear the party, or why it may not speak now. */
export function hearingOf(call: Call, dn: Dn, whispers: boolean): Hearing {
  return hearingIn(call, { who: 'party', dn, whispers });
}

/**
 * TPrivateService 3001 of an agent or of a supervisor: towards the customer the text carries the writer's nickname prefix.
 * Returns the event on the writer's DN.
 */
export function partySays(model: CallModel, call: Call, party: Party, { im, whispers }: PartySays): DnEvent {
  const hearing = heard(hearingOf(call, party.dn, whispers));
  const fromRole = isObserver(party) ? 'supervisor' : 'agent';
  const { text, events } = tell(model, call, { from: party.dn, fromRole, im }, hearing);
  if (call.customer !== null && hearing.reachesCustomer) {
    model.cancelDeadline('firstReply', partySubject(call, party.dn));
    model.customerLegs.sendText(call.customer.legId, text.id, nicknamePrefix(model, party), im);
  }
  return required(
    events.find((event) => event.thisDN === party.dn),
    'echo on the own DN',
  );
}
