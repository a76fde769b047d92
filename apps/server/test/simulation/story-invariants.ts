import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import { hold, same } from './invariants.ts';
import type { SaidText } from './simulated-agent.ts';
import type { SimulatedCustomer } from './simulated-customer.ts';
import type { StoredRecord } from './stored-record.ts';

const SILENCE = "The customer's client did not answer.";

/** One stay of a call at a DN, as the log tells it. */
interface Stay {
  readonly connId: string;
  readonly dn: string;
  state: 'ringing' | 'established' | 'gone';
  /** Ids of texts, those of 3005 first. */
  readonly heard: string[];
  establishedAt: number;
}

interface Told {
  readonly messageId: string;
  readonly connId: string;
  readonly im: string;
  readonly from: string;
  readonly sequence: number;
  readonly time: number;
}

/** What the log of events says about texts. */
export interface Story {
  readonly told: readonly Told[];
  readonly failures: ReadonlyMap<string, { readonly time: number; readonly reason: string }>;
  readonly sent: ReadonlySet<string>;
}

/** SI10, SI11: reads the whole log; each ring is resolved, each party hears each text of its call once and in order. */
export function readStory(record: StoredRecord, isOver: boolean): Story {
  const stays = new Map<string, Stay>();
  const told: Told[] = [];
  const toldByCall = new Map<string, string[]>();
  const failures = new Map<string, { time: number; reason: string }>();
  const sent = new Set<string>();
  for (const event of record.events) {
    const sequence = event.eventSequenceNumber ?? 0;
    if (event.name === 'EventUserEvent') {
      const { messageID, connID, time, otherDN = '', extensions } = event;
      told.push({
        messageId: messageID,
        connId: connID,
        im: String(extensions?.['im']),
        from: otherDN,
        sequence,
        time,
      });
      toldByCall.set(connID, [...(toldByCall.get(connID) ?? []), messageID]);
    }
    if (event.name === 'EventPrivateInfo' && event.privateMsgID === PrivateMsgId.DeliveryState) {
      const id = event.messageID ?? '';
      if (event.extensions?.['state'] === 'sent') sent.add(id);
      else if (!failures.has(id)) failures.set(id, { time: event.time, reason: String(event.extensions?.['reason']) });
    }
    follow(stays, event, toldByCall);
  }
  for (const stay of stays.values()) {
    const open = `${stay.connId} at ${stay.dn}`;
    if (stay.state !== 'established') hold(!isOver || stay.state === 'gone', 'SI10', () => `${open} still rings`);
    else checkHeard(stay, toldByCall);
  }
  return { told, failures, sent };
}

function follow(stays: Map<string, Stay>, event: DnEvent, toldByCall: ReadonlyMap<string, string[]>): void {
  if (!('connID' in event)) return;
  const key = `${event.connID} ${event.thisDN}`;
  const stay = stays.get(key);
  const where = () => `${event.name} ${event.eventSequenceNumber} of ${event.connID} at ${event.thisDN}`;
  switch (event.name) {
    case 'EventRinging':
      hold(stay === undefined || stay.state === 'gone', 'SI10', where);
      stays.set(key, { connId: event.connID, dn: event.thisDN, state: 'ringing', heard: [], establishedAt: 0 });
      return;
    case 'EventEstablished':
      hold(stay?.state === 'ringing', 'SI10', where);
      stay.state = 'established';
      stay.establishedAt = event.eventSequenceNumber ?? 0;
      return;
    case 'EventReleased':
      hold(stay?.state === 'ringing' || stay?.state === 'established', 'SI10', where);
      if (stay.state === 'established') checkHeard(stay, toldByCall);
      stay.state = 'gone';
      return;
    case 'EventAbandoned':
      // On queues nothing rings.
      hold(stay === undefined || stay.state === 'ringing', 'SI10', where);
      if (stay !== undefined) stay.state = 'gone';
      return;
    case 'EventPrivateInfo': {
      if (event.privateMsgID === PrivateMsgId.DeliveryState) return;
      hold(stay?.state === 'established', 'SI11', where);
      if (event.privateMsgID === PrivateMsgId.Text) stay.heard.push(event.messageID ?? '');
      if (event.privateMsgID !== PrivateMsgId.Transcript) return;
      const transcript = event.extensions?.['transcript'] as unknown as readonly { readonly messageID: string }[];
      stay.heard.push(...transcript.map(({ messageID }) => messageID));
      return;
    }
  }
}

function checkHeard(stay: Stay, toldByCall: ReadonlyMap<string, string[]>): void {
  const told = toldByCall.get(stay.connId) ?? [];
  hold(
    same(told, stay.heard),
    'SI11',
    () => `${stay.dn} heard ${stay.heard.length} of ${told.length} texts of ${stay.connId}`,
  );
}

/**
 * SI12: every text acknowledged to a customer was told exactly once and in his order; none was told twice. A page-mode client
 * that was told 503 sends the text anew: a late copy of the refused request may then be a second one after a crash.
 */
export function checkCustomerTexts(customers: readonly SimulatedCustomer[], story: Story): void {
  for (const customer of customers) {
    const told = story.told.filter(({ from }) => from === customer.address).map(({ im }) => im);
    for (const { im, sentAnew } of customer.written) {
      const times = told.filter((other) => other === im).length;
      hold(times <= 1 + sentAnew, 'SI12', () => `${customer.name} was heard ${times} times: ${im}`);
    }
    const acknowledged = customer.written.filter(({ state }) => state === 'acknowledged').map(({ im }) => im);
    const missing = acknowledged.filter((im) => !told.includes(im));
    hold(missing.length === 0, 'SI12', () => `lost although acknowledged: ${missing}`);
    const order = [...new Set(told)].filter((im) => acknowledged.includes(im));
    hold(same(acknowledged, order), 'SI12', () => `${customer.name} was heard in another order`);
  }
}

/** SI17: a customer who comes back within the grace finds his chat, unless an agent ended it. */
export function checkLostChats(name: string, lostTags: readonly string[], record: StoredRecord): void {
  const endings = new Map<string, string>();
  for (const { kind, connId, body } of record.documents) {
    if (kind === 'interaction') endings.set(connId, (JSON.parse(body) as { endedBy: string }).endedBy);
  }
  for (const tag of lostTags) {
    const endedBy = endings.get(record.callsByLeg.get(record.legsByTag.get(tag) ?? '') ?? '');
    hold(
      endedBy !== 'customer' && endedBy !== undefined,
      'SI17',
      () => `${name} came back, the chat of ${tag} was gone`,
    );
  }
}

/** What the end of a run knows about the chances a text had to arrive. */
export interface Circumstances {
  /** When the server was killed or lost its store: a UDP client forgets after 32 s what it saw before that. */
  readonly breaks: readonly number[];
}

/** SI13: what an agent was told is said reaches the customer once and in order, or is reported failed, or the call is over. */
export function checkAgentTexts(
  said: readonly SaidText[],
  customers: readonly SimulatedCustomer[],
  record: StoredRecord,
  story: Story,
  { breaks }: Circumstances,
): void {
  const toldById = new Map(story.told.map((told) => [told.messageId, told]));
  const shownBy = new Map(customers.map((customer) => [customer.address, shownTexts(customer, breaks)]));
  const endedCalls = new Set(record.documents.flatMap(({ kind, connId }) => (kind === 'interaction' ? [connId] : [])));
  const addressOf = new Map<string, string>();
  for (const event of record.events)
    if ('ani' in event && event.ani !== undefined) addressOf.set(event.connID, event.ani);
  for (const { im, messageId } of said) {
    const told = toldById.get(messageId);
    hold(told?.im === im, 'SI13', () => `${im} was acknowledged and is not in the log`);
    const shown = shownBy.get(addressOf.get(told.connId) ?? '')?.get(messageId);
    const failure = story.failures.get(messageId);
    const excuse = failure !== undefined || endedCalls.has(told.connId);
    hold(shown !== undefined || excuse, 'SI13', () => `${im} (${messageId}) of ${told.connId} was never shown`);
    if (shown !== undefined) hold(shown.endsWith(`] ${im}`) || excuse, 'SI13', () => `${im} was shown as ${shown}`);
    hold(shown !== undefined || !story.sent.has(messageId), 'SI13', () => `${im} was reported sent, and not shown`);
  }
  for (const customer of customers) {
    const first = new Map<string, number>();
    for (const { messageId } of customer.shown) {
      const told = toldById.get(messageId);
      hold(told !== undefined, 'SI13', () => `${customer.name} was shown ${messageId}, which nobody said`);
      const before = first.get(told.connId) ?? 0;
      const isRepeat = shownBefore(customer, messageId);
      hold(told.sequence >= before || isRepeat, 'SI13', () => `${customer.name} was shown ${told.im} too late`);
      first.set(told.connId, Math.max(before, told.sequence));
    }
    for (const [messageId, { time, reason }] of story.failures) {
      const shown = customer.shown.find((text) => text.messageId === messageId);
      if (shown === undefined || customer.refusedIds.has(messageId) || reason === 'The customer has left.') continue;
      // All answers may be lost on a bad network, but then the text was given its 32 s.
      const isSilence = reason === SILENCE && time - (toldById.get(messageId)?.time ?? time) >= 32_000;
      hold(isSilence, 'SI14', () => `${messageId} was reported failed (${reason}), and was shown`);
    }
  }
}

/** Whether a text was seen before its last showing; checked elsewhere to be allowed. */
function shownBefore(customer: SimulatedCustomer, messageId: string): boolean {
  return customer.shown.filter((text) => text.messageId === messageId && text.part === '').length > 1;
}

/** The texts that a person saw, whole; a repeat only when a crash left the text unconfirmed for longer than UDP remembers. */
function shownTexts(customer: SimulatedCustomer, breaks: readonly number[]): ReadonlyMap<string, string> {
  const parts = new Map<string, number>();
  const whole = new Map<string, string>();
  for (const { messageId, part, body, at } of customer.shown) {
    const before = parts.get(`${messageId}.${part}`);
    parts.set(`${messageId}.${part}`, at);
    if (before !== undefined) {
      const isAllowed = at - before >= 32_000 && breaks.some((time) => time <= at);
      hold(isAllowed, 'SI13', () => `${customer.name} was shown ${messageId} twice, ${at - before} ms apart`);
      continue;
    }
    const withoutPrefix = body.slice(body.indexOf('] ') + 2);
    const known = whole.get(messageId);
    whole.set(messageId, known === undefined ? body : known + withoutPrefix);
  }
  return whole;
}
