/** What must hold at every moment. The numbers are those of docs/spec/simulation.md. */
import type { Dn } from '@cordboard/shared/ids';
import { MediaType } from '@cordboard/shared/tlib/call-types';
import { required } from '../../../src/base/assert.ts';
import type { TableRow } from '../../../src/base/table.ts';
import { findParty } from '../../../src/domain/call-model/calls/call.ts';
import { isObserver, type Party } from '../../../src/domain/call-model/calls/party.ts';
import { deadlineId } from '../../../src/domain/call-model/deadline.ts';
import { nextPairing } from '../../../src/domain/routing/targets/next-pairing.ts';
import { msrpSessionsOf } from '../../../src/services/switch/leg-index.ts';
import type { CustomerLeg } from '../../../src/services/switch/rows/leg.ts';
import type { SwitchState } from '../../../src/services/switch/switch-state.ts';
import type { TestWorld } from '../../support/centre/test-world.ts';
import type { StoredRecord } from '../../support/event-log/stored-record.ts';
import type { AgentSocket, Tab } from '../peers/agent-socket.ts';
import { SUPERVISORS } from '../peers/staff.ts';
import { hold } from './hold.ts';
import { checkSupervision } from './supervision-invariants.ts';

const CHATS_MAX = 3;
const GROUP = 'ALL_Agents';

export interface StateTime {
  readonly now: number;
  /** When the server came up or could store again. */
  readonly availableSince: number;
  /** How long a commit may keep a timer from being armed. */
  readonly slackMs: number;
}

/** After every step, whatever is under way: memory makes sense in itself. */
export function checkState(state: SwitchState, time: StateTime): void {
  checkCallsAndLegs(state);
  checkParties(state);
  checkAgents(state);
  checkRouting(state, time.now - time.slackMs);
  checkDeadlines(state, time);
  checkSupervision(state);
}

/** SI1, SI2. */
function checkCallsAndLegs(state: SwitchState): void {
  const open = new Set<string>();
  for (const leg of state.legs.values()) {
    if (leg.connId === null) continue;
    const call = state.calls.get(leg.connId);
    hold(call?.customer?.legId === leg.id, 'SI1', () => `leg ${leg.id} has no call`);
    const key = [call.customer.address, leg.flow.id, leg.routingPoint].join(' ');
    hold(leg.addressing.kind === 'session' || !open.has(key), 'SI2', () => `two open interactions of ${key}`);
    open.add(key);
  }
  for (const call of state.calls.values()) {
    if (call.customer === null) continue;
    hold(state.legs.get(call.customer.legId)?.connId === call.id, 'SI1', () => `call ${call.id} has no leg`);
  }
}

/** SI3, SI20, SI21: a call waits, rings or is talked in; who has it is clear; a party has its agent and its deadline. */
function checkParties(state: SwitchState): void {
  for (const call of state.calls.values()) {
    const { id } = call;
    const request = state.routeRequests.get(id);
    const talking = call.parties.filter((party) => !isObserver(party));
    const inState = (name: Party['state']) => talking.filter((party) => party.state === name);
    const ringing = inState('ringing');
    const dialing = inState('dialing');
    const present = talking.length - ringing.length - dialing.length;
    const heirs = ringing.filter((party) => party.coming.as !== 'conferee');
    const what = () => `call ${id} has ${call.parties.map((party) => `${party.dn} ${party.state}`)}`;
    const rings = ringing.map(({ dn }) => dn);
    const offeredTo = request?.offeredTo ?? null;
    hold(offeredTo === null || rings.includes(offeredTo), 'SI3', what);
    hold(heirs.length <= 1 && dialing.length <= 1, 'SI3', what);
    if (call.customer === null) {
      // Who dials waits for somebody who rings or is looked for; else at least two are there.
      const others = present + ringing.length + (request === undefined ? 0 : 1);
      hold(others + dialing.length >= 2 && (dialing.length === 0 || present === 0), 'SI20', what);
    } else {
      // Beside those who talk only a conferee is looked for.
      hold(dialing.length === 0 && (present > 0 || request !== undefined || ringing.length > 0), 'SI20', what);
      const isForAll = request !== undefined && request.coming.as !== 'conferee';
      hold(!isForAll || present === 0, 'SI20', what);
      hold(!isForAll || rings.join() === (offeredTo ?? ''), 'SI20', what);
    }
    for (const party of ringing) {
      const isTimed = state.deadlines.get(deadlineId('noAnswer', `${id}|${party.dn}`)) !== undefined;
      hold(isTimed, 'SI3', () => `the ring of ${id} at ${party.dn} never ends`);
    }
    for (const { dn } of talking) hold(isSomebodyOn(state, dn), 'SI20', () => `${dn}: nobody`);
    const main = call.consultOf === null ? undefined : state.calls.get(call.consultOf);
    hold(call.consultOf === null || main !== undefined, 'SI21', () => `${id} is for ${call.consultOf}, which is gone`);
    hold(main === undefined || main.callUuid === call.callUuid, 'SI21', () => `${id} has another callUUID`);
  }
}

/** An agent is logged in there, or it is a supervisor's, who needs no login. */
function isSomebodyOn(state: SwitchState, dn: string): boolean {
  return state.agentSessions.get(dn) !== undefined || SUPERVISORS.some((supervisor) => supervisor === dn);
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
    checkOffers(state, session.id);
    const isThere = !session.logoutPending && session.absentSince === null;
    const canTake = session.state === 'ready' && isThere && chats < CHATS_MAX;
    hold(session.canTakeChat === canTake, 'SI4', () => `${session.id} ${canTake ? 'can' : 'cannot'} take a chat`);
    const isMember = state.configuration.groupsOfPerson(session.userName).includes(GROUP);
    if (canTake && isMember) ready.push({ dn: session.id, since: session.waitingSince });
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

/** What the router offers fits beside what the DN had already; calls of others ring whatever it has. */
function checkOffers(state: SwitchState, dn: Dn): void {
  const parties = state.callsByDn.get(dn).map((call) => ({ call, party: required(findParty(call, dn), 'party') }));
  for (const { call, party } of parties) {
    if (state.routeRequests.get(call.id)?.offeredTo !== dn) continue;
    const before = parties.filter((other) => other.party.since < party.since).length;
    hold(before < CHATS_MAX, 'SI4', () => `${dn} was given ${call.id} beside ${before} chats`);
  }
}

function chatsOn(state: SwitchState, dn: Dn): number {
  let count = 0;
  for (const call of state.calls.values()) {
    if (call.mediaType === MediaType.Chat && call.parties.some((party) => party.dn === dn && !isObserver(party)))
      count += 1;
  }
  return count;
}

/** SI6: waiting indexes equal a recount, no request without call, nobody waits while somebody is free. */
function checkRouting(state: SwitchState, pauseEnd: number): void {
  const requests = [...state.routeRequests.values()];
  for (const request of requests) {
    hold(state.calls.get(request.id) !== undefined, 'SI6', () => `route request ${request.id} has no call`);
    const isForgotten = request.servedBy === 'router' && request.offeredTo === null && request.treatment === null;
    const isTimed = state.deadlines.get(deadlineId('routerTimeout', request.id)) !== undefined;
    hold(!isForgotten || isTimed, 'SI28', () => `nobody looks after ${request.id} when the router does not`);
  }
  const waiting = requests.filter((request) => request.offeredTo === null && request.targets.length > 0);
  waiting.sort((a, b) => a.enteredAt - b.enteredAt || (a.id < b.id ? -1 : 1));
  const indexed = [
    ...state.waitingRequests.inOrder({ type: 'agentGroup', name: GROUP, choice: 'longestReady' }, pauseEnd),
  ].map((request) => request.id);
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
  // The end of a decline's pause is noticed with its deadline, which a commit under way may keep from being armed.
  const pairing = nextPairing({
    waiting: state.waitingRequests,
    readyAgents: state.readyAgents,
    now: pauseEnd,
    random: () => 0,
    holds: () => true,
  });
  hold(pairing === undefined, 'SI6', () => `${pairing?.request.id} waits while ${pairing?.agent.id} is free`);
}

/** SI7: each deadline has its subject, and what waits for one has it. None is overdue. */
function checkDeadlines(state: SwitchState, { now, availableSince, slackMs }: StateTime): void {
  for (const { id, kind, subject, at } of state.deadlines.values()) {
    const [connId = '', dn = ''] = subject.split('|');
    const hasSubject = () => {
      switch (kind) {
        case 'noAnswer':
          return (
            state.calls.get(connId)?.parties.some((party) => party.dn === dn && party.state === 'ringing') === true
          );
        case 'firstReply':
          return (
            state.calls.get(connId)?.parties.some((party) => party.dn === dn && party.state !== 'ringing') === true
          );
        case 'holdNotice':
          return state.calls.get(connId)?.parties.some((party) => party.dn === dn && party.state === 'held') === true;
        case 'declinePause':
        case 'selectTimeout':
          return state.routeRequests.get(connId) !== undefined;
        case 'treatmentTimeout':
        case 'routerTimeout':
          return state.routeRequests.get(connId) !== undefined;
        case 'threshold':
          return state.waitingRequests.waitsForTime;
        case 'wrapUp':
          return state.agentSessions.get(subject)?.state === 'afterCallWork';
        case 'assistance':
          return state.assistanceRequests.get(subject)?.state === 'asked';
        case 'agentAbsence':
          return isSomebodyOn(state, subject);
        default:
          return state.legs.get(subject) !== undefined;
      }
    };
    hold(hasSubject(), 'SI7', () => `deadline ${id} has no subject`);
    hold(Math.max(at, availableSince) > now - slackMs, 'SI7', () => `deadline ${id} is overdue`);
  }
  for (const leg of state.legs.values()) {
    const has = (kind: 'legAbsence' | 'legIdle' | 'legPause' | 'legAcknowledgement') =>
      state.deadlines.get(deadlineId(kind, leg.id)) !== undefined;
    // After his grace only the BYE is left, which may wait for the ACK.
    const isLeaving = leg.inFlight?.item.kind === 'bye' || (leg.outbox[0]?.kind === 'bye' && has('legAcknowledgement'));
    hold(!leg.isAbsent || has('legAbsence') || isLeaving, 'SI7', () => `leg ${leg.id} is absent for ever`);
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

const knownJson = new WeakMap<TableRow, string>();

/** Rows are replaced, never changed, so that JSON once made is good; being thorough is to notice one that was changed. */
function jsonOf(row: TableRow, isThorough: boolean): string {
  const known = isThorough ? undefined : knownJson.get(row);
  const json = known ?? JSON.stringify(row);
  knownJson.set(row, json);
  return json;
}

/** Of a customer whose session of MSRP has lost its connection, and waits for another. */
function isLost({ addressing }: CustomerLeg): boolean {
  return addressing.kind === 'session' && addressing.msrp?.session.name === 'lost';
}

/** Only when nothing is under way: memory is what the store holds (SI8), and those at the edges are who they are (SI9, SI29). */
export function checkQuiet(
  world: TestWorld,
  record: StoredRecord,
  sockets: readonly AgentSocket[],
  isThorough: boolean,
): void {
  const { state, publisher } = world.callControl;
  const { calls, agentSessions, routeRequests, legs, recentCustomers, deadlines, registrations } = state;
  const { sessions, counters, monitorings, assistanceRequests, wrapUps } = state;
  const rest = [registrations, sessions, counters, monitorings, assistanceRequests, wrapUps];
  const tables = [calls, agentSessions, routeRequests, legs, recentCustomers, deadlines, ...rest];
  for (const table of tables) {
    const stored = record.rows.get(table.name) ?? new Map<string, string>();
    let count = 0;
    for (const row of table.values() as Iterable<TableRow>) {
      count += 1;
      hold(stored.get(row.id) === jsonOf(row, isThorough), 'SI8', () => `${table.name} ${row.id} is not as stored`);
    }
    hold(count === stored.size, 'SI8', () => `${table.name} has ${count} rows, the store ${stored.size}`);
  }
  const open = world.msrp.sessionCount;
  const wanted = [...legs.values()].flatMap((leg) => (isLost(leg) ? [] : msrpSessionsOf(leg))).length;
  hold(open === wanted, 'SI29', () => `${open} sessions of MSRP are open for ${wanted} of customers`);
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
    hold(isLeaving === (session.absentSince !== null), 'SI9', () => `${session.id} is reconnecting for ever`);
    hold(!(isLeaving && own.length > 0), 'SI9', () => `${session.id} counts as absent with a live socket`);
    const isReady = session.state === 'ready';
    hold(!isReady || isLeaving || own.length > 0, 'SI9', () => `${session.id} is ready without a desktop`);
  }
}

/** SI5: a tab has received every stored event of its DN above its starting point, once, in order; an open one up to `told`. */
export function checkTab(tab: Tab, told: number | undefined, record: StoredRecord): void {
  if (tab.startsAfter === undefined) return;
  const from = tab.startsAfter;
  const upTo = Math.max(told ?? from, tab.received.at(-1) ?? from);
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

export function same(left: readonly (string | number)[], right: readonly (string | number)[]): boolean {
  return left.length === right.length && left.every((value, index) => value === right[index]);
}
