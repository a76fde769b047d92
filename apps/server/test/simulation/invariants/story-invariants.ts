import { CallType, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { StoredRecord } from '../../support/event-log/stored-record.ts';
import type { SaidText } from '../peers/simulated-agent.ts';
import type { SimulatedCustomer } from '../peers/simulated-customer.ts';
import { hold } from './hold.ts';
import { same } from './invariants.ts';

const SILENCE = "The customer's client did not answer.";

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

/** Reads the whole log. */
export function readStory(record: StoredRecord): Story {
  const told: Told[] = [];
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
    }
    if (event.name !== 'EventPrivateInfo' || event.privateMsgID !== PrivateMsgId.DeliveryState) continue;
    const id = event.messageID ?? '';
    const state = event.extensions?.['state'];
    if (state === 'sent' || state === 'delivered') sent.add(id);
    else if (!failures.has(id)) failures.set(id, { time: event.time, reason: String(event.extensions?.['reason']) });
  }
  return { told, failures, sent };
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
    if ('ani' in event && event.callType === CallType.Inbound) addressOf.set(event.connID, event.ani ?? '');
  for (const { im, messageId } of said) {
    const told = toldById.get(messageId);
    hold(told?.im === im, 'SI13', () => `${im} was acknowledged and is not in the log`);
    const address = addressOf.get(told.connId);
    // What agents say among themselves is for nobody else: SI22 below.
    if (address === undefined) continue;
    const shown = shownBy.get(address)?.get(messageId);
    const failure = story.failures.get(messageId);
    // Only the DN that wrote the text is told of it (ME10).
    const isRefused = customers.some((customer) => customer.address === address && customer.refusedIds.has(messageId));
    const isUntold = isRefused && hasLeft(record, told);
    const excuse = failure !== undefined || isUntold || endedCalls.has(told.connId);
    hold(shown !== undefined || excuse, 'SI13', () => `${im} (${messageId}) of ${told.connId} was never shown`);
    if (shown !== undefined) hold(shown.endsWith(`] ${im}`) || excuse, 'SI13', () => `${im} was shown as ${shown}`);
    hold(shown !== undefined || !story.sent.has(messageId), 'SI13', () => `${im} was reported sent, and not shown`);
  }
  for (const customer of customers) {
    const first = new Map<string, number>();
    for (const { messageId } of customer.shown) {
      const told = toldById.get(messageId);
      hold(told !== undefined, 'SI13', () => `${customer.name} was shown ${messageId}, which nobody said`);
      const isHis = addressOf.get(told.connId) === customer.address;
      hold(isHis, 'SI22', () => `${customer.name} was shown ${told.im} of ${told.connId}`);
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

/** Whether the one who said it went out of the call afterwards. */
function hasLeft(record: StoredRecord, { connId, from, time }: Told): boolean {
  return record.events.some(
    (event) => event.name === 'EventReleased' && event.connID === connId && event.thisDN === from && event.time >= time,
  );
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
