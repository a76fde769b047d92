/** What must hold at every moment. The numbers are those of docs/spec/simulation.md. */
import type { Dn } from '@cordboard/shared/ids';
import { MediaType, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { DnEvent } from '@cordboard/shared/tlib/events';
import type { TableRow } from '../../src/base/table.ts';
import { deadlineId } from '../../src/domain/call-model/deadline.ts';
import { nextPairing } from '../../src/domain/routing/next-pairing.ts';
import type { SwitchState } from '../../src/services/switch/switch-state.ts';
import type { TestWorld } from '../support/test-world.ts';
import type { AgentSocket, SaidText, Tab } from './simulated-agent.ts';
import type { SimulatedCustomer } from './simulated-customer.ts';
import type { StoredRecord } from './stored-record.ts';

export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

export function hold(condition: boolean, rule: string, what: () => string): asserts condition {
  if (!condition) throw new BrokenInvariant(`${rule}: ${what()}`);
}

const CHATS_MAX = 3;
const SILENCE = "The customer's client did not answer.";
const GROUP = 'ALL_Agents';

/** After every step, whatever is under way: memory makes sense in itself. */
export function checkState(state: SwitchState, now: number, availableSince: number): void {
  checkCallsAndLegs(state);
  checkParties(state);
  checkAgents(state);
  checkRouting(state, now);
  checkDeadlines(state, now, availableSince);
}

/** SI1, SI2. */
function checkCallsAndLegs(state: SwitchState): void {
  const open = new Set<string>();
  for (const leg of state.legs.values()) {
    if (leg.connId === null) continue;
    const call = state.calls.get(leg.connId);
    hold(call?.customer.legId === leg.id, 'SI1', () => `leg ${leg.id} has no call`);
    const key = [call.customer.address, leg.flow.id, leg.routingPoint].join(' ');
    hold(leg.addressing.kind === 'session' || !open.has(key), 'SI2', () => `two open interactions of ${key}`);
    open.add(key);
  }
  for (const call of state.calls.values()) {
    hold(state.legs.get(call.customer.legId)?.connId === call.id, 'SI1', () => `call ${call.id} has no leg`);
  }
}

/** SI3: a call waits, rings or is established; a ring has its deadline. */
function checkParties(state: SwitchState): void {
  for (const call of state.calls.values()) {
    const request = state.routeRequests.get(call.id);
    const ringing = call.parties.filter((party) => party.state === 'ringing');
    const isEstablished = call.parties.some((party) => party.state === 'established');
    hold(call.parties.length <= 1, 'SI3', () => `call ${call.id} has ${call.parties.length} parties`);
    hold((request === undefined) === isEstablished, 'SI3', () => `call ${call.id} neither waits nor is established`);
    hold((request?.offeredTo ?? undefined) === ringing[0]?.dn, 'SI3', () => `call ${call.id} rings elsewhere`);
    for (const party of ringing) {
      const id = deadlineId('noAnswer', `${call.id}|${party.dn}`);
      hold(state.deadlines.get(id) !== undefined, 'SI3', () => `the ring of ${call.id} at ${party.dn} never ends`);
    }
  }
}

/** SI4: occupancy and readiness equal a recount. */
function checkAgents(state: SwitchState): void {
  const ready: { readonly dn: Dn; readonly since: number }[] = [];
  for (const session of state.agentSessions.values()) {
    const chats = state.dnsOfSamePlace(session.id).reduce((sum, dn) => sum + chatsOn(state, dn), 0);
    hold(
      session.occupancy.chat === chats,
      'SI4',
      () => `${session.id} has ${chats} chats, not ${session.occupancy.chat}`,
    );
    hold(chats <= CHATS_MAX, 'SI4', () => `${session.id} was given ${chats} chats`);
    const canTake = session.state === 'ready' && !session.logoutPending && chats < CHATS_MAX;
    hold(session.canTakeChat === canTake, 'SI4', () => `${session.id} ${canTake ? 'can' : 'cannot'} take a chat`);
    if (canTake) ready.push({ dn: session.id, since: session.waitingSince });
  }
  ready.sort((a, b) => a.since - b.since || (a.dn < b.dn ? -1 : 1));
  const indexed = [...state.readyAgents.inOrder(GROUP)].map((session) => session.id);
  hold(
    same(
      ready.map(({ dn }) => dn),
      indexed,
    ),
    'SI4',
    () => `ready index: ${indexed}, not ${ready.map(({ dn }) => dn)}`,
  );
}

function chatsOn(state: SwitchState, dn: Dn): number {
  let count = 0;
  for (const call of state.calls.values()) {
    if (call.mediaType === MediaType.Chat && call.parties.some((party) => party.dn === dn)) count += 1;
  }
  return count;
}

/** SI6: waiting indexes equal a recount, no request without call, nobody waits while somebody is free. */
function checkRouting(state: SwitchState, now: number): void {
  const requests = [...state.routeRequests.values()];
  for (const request of requests) {
    hold(state.calls.get(request.id) !== undefined, 'SI6', () => `route request ${request.id} has no call`);
  }
  const waiting = requests.filter((request) => request.offeredTo === null && request.target !== null);
  waiting.sort((a, b) => a.enteredAt - b.enteredAt || (a.id < b.id ? -1 : 1));
  const indexed = [...state.waitingRequests.inOrder(GROUP)].map((request) => request.id);
  hold(
    same(
      waiting.map(({ id }) => id),
      indexed,
    ),
    'SI6',
    () => `waiting index: ${indexed}`,
  );
  const queued = requests.filter((request) => request.virtualQueue === 'VQ_Any').length;
  hold(state.virtualQueues.waiting('VQ_Any') === queued, 'SI6', () => `VQ_Any counts ${queued}`);
  // A pause of a decline that ends at this very moment is noticed with its deadline.
  const pairing = nextPairing(state.waitingRequests, state.readyAgents, now - 100);
  hold(pairing === undefined, 'SI6', () => `${pairing?.request.id} waits while ${pairing?.agent.id} is free`);
}

/** SI7: each deadline has its subject, and what waits for one has it. None is overdue. */
function checkDeadlines(state: SwitchState, now: number, availableSince: number): void {
  for (const { id, kind, subject, at } of state.deadlines.values()) {
    const [connId = '', dn = ''] = subject.split('|');
    const hasSubject = () => {
      switch (kind) {
        case 'noAnswer':
          return (
            state.calls.get(connId)?.parties.some((party) => party.dn === dn && party.state === 'ringing') === true
          );
        case 'declinePause':
        case 'selectTimeout':
          return state.routeRequests.get(connId) !== undefined;
        case 'wrapUp':
          return state.agentSessions.get(subject)?.state === 'afterCallWork';
        case 'agentAbsence':
          return state.agentSessions.get(subject) !== undefined;
        default:
          return state.legs.get(subject) !== undefined;
      }
    };
    hold(hasSubject(), 'SI7', () => `deadline ${id} has no subject`);
    hold(Math.max(at, availableSince) > now - 1000, 'SI7', () => `deadline ${id} is overdue`);
  }
  for (const leg of state.legs.values()) {
    const has = (kind: 'legAbsence' | 'legIdle' | 'legPause' | 'legAcknowledgement') =>
      state.deadlines.get(deadlineId(kind, leg.id)) !== undefined;
    hold(!leg.isAbsent || has('legAbsence'), 'SI7', () => `leg ${leg.id} is absent for ever`);
    const isPage = leg.addressing.kind === 'page';
    hold(!isPage || leg.connId === null || has('legIdle'), 'SI7', () => `leg ${leg.id} never becomes idle`);
    const isUnconfirmed = leg.addressing.kind === 'session' && leg.addressing.session.name === 'answered';
    hold(
      !isUnconfirmed || leg.isAbsent || has('legAcknowledgement'),
      'SI7',
      () => `leg ${leg.id} waits for an ACK for ever`,
    );
    const hasToSend = leg.outbox.length > 0 && leg.inFlight === null;
    const mayWait = leg.isAbsent || has('legPause') || isUnconfirmed;
    hold(!hasToSend || mayWait, 'SI7', () => `leg ${leg.id} has texts that nothing will send`);
    const isForgotten = leg.connId === null && leg.outbox.length === 0 && leg.inFlight === null;
    hold(!isForgotten, 'SI7', () => `leg ${leg.id} has neither call nor anything to send`);
  }
}

/** Only when nothing is under way: memory is what the store holds (SI8), and the publisher knows who is connected (SI9). */
export function checkQuiet(world: TestWorld, record: StoredRecord, sockets: readonly AgentSocket[]): void {
  const { state, publisher } = world.callControl;
  const { calls, agentSessions, routeRequests, legs, deadlines, registrations, sessions, counters } = state;
  const tables = [calls, agentSessions, routeRequests, legs, deadlines, registrations, sessions, counters];
  for (const table of tables) {
    const stored = record.rows.get(table.name) ?? new Map<string, string>();
    let count = 0;
    for (const row of table.values() as Iterable<TableRow>) {
      count += 1;
      hold(stored.get(row.id) === JSON.stringify(row), 'SI8', () => `${table.name} ${row.id} is not as stored`);
    }
    hold(count === stored.size, 'SI8', () => `${table.name} has ${count} rows, the store ${stored.size}`);
  }
  const live = sockets.filter((socket) => socket.isOpen);
  for (const session of state.agentSessions.values()) {
    const attached = publisher.clientsOf(session.userName, session.place).map((client) => client.id);
    const own = live.filter(({ userName, place }) => userName === session.userName && place === session.place);
    hold(
      same([...attached].sort(), own.map(({ id }) => id).sort()),
      'SI9',
      () => `${session.id}: ${attached} are attached`,
    );
    const isLeaving = state.deadlines.get(deadlineId('agentAbsence', session.id)) !== undefined;
    hold(!(isLeaving && own.length > 0), 'SI9', () => `${session.id} counts as absent with a live socket`);
    const isReady = session.state === 'ready';
    hold(!isReady || isLeaving || own.length > 0, 'SI9', () => `${session.id} is ready without a desktop`);
  }
}

/** SI5: a tab has received every stored event of its DN above its starting point, once, in order. */
export function checkTab(tab: Tab, isUpToDate: boolean, record: StoredRecord): void {
  if (tab.startsAfter === undefined) return;
  const from = tab.startsAfter;
  const upTo = isUpToDate ? Number.POSITIVE_INFINITY : (tab.received.at(-1) ?? from);
  const expected = record.events
    .filter(({ thisDN, eventSequenceNumber = 0 }) => thisDN === tab.dn && eventSequenceNumber > from)
    .map(({ eventSequenceNumber = 0 }) => eventSequenceNumber)
    .filter((sequence) => sequence <= upTo);
  const missing = expected.filter((sequence) => !tab.received.includes(sequence));
  hold(missing.length === 0, 'SI5', () => `${tab.name} never got events ${missing.slice(0, 5)}`);
  hold(
    same(expected, tab.received),
    'SI5',
    () => `${tab.name} got ${tab.received.length} of ${expected.length} events`,
  );
}

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

function same(left: readonly (string | number)[], right: readonly (string | number)[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}
