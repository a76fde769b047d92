import { IM_DN } from '@cordboard/shared/ids';
import { PartyRole, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { CallEvent, DnEvent } from '@cordboard/shared/tlib/events';
import {
  advanceParty,
  advanceQueue,
  isPresent,
  type PartyState,
  type PartySymbol,
  partySymbolOf,
  type QueueState,
  queueSymbolOf,
} from './event-grammar.ts';

/** One ConnID on one agent's DN. */
interface ReadParty {
  state: PartyState;
  /** Who takes part beside it, as far as this DN was told. */
  readonly told: Set<string>;
  /** How many texts of the call this DN has been told, from the first on. */
  heard: number;
  /** It observes: others may not be told of it. */
  isObserver: boolean;
}

interface ReadCall {
  readonly callUuid: string;
  /** Of a consultation: its call, once an event has named it. */
  consultOf: string | undefined;
  readonly parties: Map<string, ReadParty>;
  readonly queues: Map<string, QueueState>;
  /** What was whispered, and on which DNs it was heard. */
  readonly whispers: Map<string, Set<string>>;
  /** What was said, in order. */
  readonly texts: { readonly id: string; readonly im: unknown; readonly from: string | undefined }[];
}

/** One line of a 3005. */
interface Entry {
  readonly messageID: string;
  readonly im: string;
  readonly isWhisper?: true;
}

type PrivateInfo = Extract<CallEvent, { name: 'EventPrivateInfo' }>;

/** Reads the log of all DNs, event by event, and says what is not in the grammar (docs/spec/event-grammar.md). */
export class EventLogReader {
  readonly problems: string[] = [];
  readonly #calls = new Map<string, ReadCall>();
  readonly #textIds = new Set<string>();
  /** Calls of which something was read since the last balance. */
  readonly #touched = new Set<string>();
  #last: CallEvent | undefined;

  read(event: DnEvent): void {
    if (!('connID' in event) || isAboutHelp(event)) return;
    const call = this.#callOf(event);
    this.#touched.add(event.connID);
    if (event.thisDN === IM_DN) this.#readText(call, event);
    else if (event.thisQueue === event.thisDN) this.#readQueue(call, event);
    else this.#readParty(call, event);
    this.#last = event;
  }

  /** At the end of a decision: EG7. */
  balance(): void {
    for (const connId of this.#touched) {
      const call = this.#calls.get(connId);
      if (call !== undefined) this.#balanceCall(connId, call);
    }
    this.#touched.clear();
  }

  /** ConnIDs that are on some DN, with the DNs. */
  get open(): readonly string[] {
    return [...this.#calls].flatMap(([connId, call]) =>
      [...call.parties].flatMap(([dn, { state }]) => (state === 'absent' ? [] : [`${connId} at ${dn}: ${state}`])),
    );
  }

  #callOf(event: CallEvent): ReadCall {
    const known = this.#calls.get(event.connID);
    if (known === undefined) {
      const call: ReadCall = {
        callUuid: event.callUUID,
        consultOf: event.previousConnID,
        parties: new Map(),
        queues: new Map(),
        whispers: new Map(),
        texts: [],
      };
      const main = this.#calls.get(event.previousConnID ?? '');
      if (main !== undefined) this.#hold(main.callUuid === event.callUUID, 'EG8', event, 'has another callUUID');
      this.#calls.set(event.connID, call);
      return call;
    }
    this.#hold(known.callUuid === event.callUUID, 'EG8', event, 'has another callUUID');
    const isMove = event.name === 'EventPartyChanged';
    if (known.consultOf !== undefined && !isMove) {
      const isFree = event.previousConnID === undefined;
      const isSame = event.previousConnID === known.consultOf;
      this.#hold(isFree || isSame, 'EG8', event, `names ${event.previousConnID} before`);
      // A consultation whose call has ended is a call of its own from then on.
      if (isFree) known.consultOf = undefined;
    } else if (!isMove) this.#hold(event.previousConnID === undefined, 'EG8', event, 'names a call before');
    return known;
  }

  #readParty(call: ReadCall, event: CallEvent): void {
    const party = this.#partyOn(call, event.thisDN);
    const symbol = this.#isMove(call, event) ? this.#move(event) : partySymbolOf(event);
    const next = symbol === undefined ? undefined : advanceParty(party.state, symbol);
    if (symbol === undefined || next === undefined) {
      this.#tell('EG1', event, `is not legal when ${party.state}`);
      return;
    }
    const becomesOwner = party.isObserver && event.thisDNRole !== PartyRole.Observer;
    party.isObserver = event.thisDNRole === PartyRole.Observer;
    const wasPresent = isPresent(party.state);
    party.state = next;
    if (!wasPresent && isPresent(next)) this.#join(call, event.thisDN, party);
    if (!becomesOwner) this.#follow(call, party, symbol, event);
    else this.#hold(symbol === 'sideChanged', 'EG16', event, 'makes an observer an owner');
    if (next !== 'absent') return;
    party.told.clear();
    party.isObserver = false;
  }

  #partyOn(call: ReadCall, dn: string): ReadParty {
    const known = call.parties.get(dn);
    if (known !== undefined) return known;
    const party: ReadParty = { state: 'absent', told: new Set(), heard: 0, isObserver: false };
    call.parties.set(dn, party);
    return party;
  }

  /** EventPartyChanged by which this DN gets another ConnID than it had. */
  #isMove(call: ReadCall, event: CallEvent): boolean {
    if (event.name !== 'EventPartyChanged' || event.previousConnID === undefined) return false;
    return (call.parties.get(event.thisDN)?.state ?? 'absent') === 'absent';
  }

  /** EG6: ends the old ConnID; what the new one begins with. */
  #move(event: CallEvent): PartySymbol | undefined {
    const before = this.#calls.get(event.previousConnID ?? '')?.parties.get(event.thisDN);
    const state = before?.state ?? 'absent';
    if (before === undefined || advanceParty(state, 'becameOther') === undefined) {
      this.#tell('EG6', event, `comes from ${event.previousConnID}, which is ${state}`);
      return undefined;
    }
    before.state = 'absent';
    before.told.clear();
    this.#touched.add(event.previousConnID ?? '');
    if (state === 'ringing') return 'becameRinging';
    return state === 'held' ? 'becameHeld' : 'becameEstablished';
  }

  /** Who joins is told of those who are there by that alone, and of those who were told to come. */
  #join(call: ReadCall, dn: string, party: ReadParty): void {
    party.told.clear();
    party.heard = 0;
    for (const [other, { state, isObserver }] of call.parties) {
      // An agent is told of each observer, or not at all; observers know of each other.
      if (other === dn || (isObserver && !party.isObserver)) continue;
      const isAwaited = state === 'ringing' && [...call.parties.values()].some(({ told }) => told.has(other));
      if (isPresent(state) || state === 'dialing' || isAwaited) party.told.add(other);
    }
  }

  #follow(call: ReadCall, party: ReadParty, symbol: PartySymbol, event: CallEvent): void {
    const other = event.otherDN ?? '';
    switch (symbol) {
      case 'partyAdded':
        this.#hold(!party.told.has(other), 'EG7', event, `adds ${other} again`);
        party.told.add(other);
        return;
      case 'partyDeleted':
        // The answer to who drops somebody that had not answered yet.
        if (!party.told.has(other) && event.thirdPartyDN === event.thisDN) return;
        this.#hold(party.told.delete(other), 'EG7', event, `deletes ${other}, who was not there`);
        return;
      case 'sideChanged':
        this.#hold(party.told.delete(event.thirdPartyDN ?? ''), 'EG7', event, `${event.thirdPartyDN} was not there`);
        party.told.add(other);
        return;
      case 'text':
      case 'transcript':
      case 'deliveryState':
        this.#hear(call, party, event as PrivateInfo);
        return;
    }
  }

  /** EG3, EG11, EG12. */
  #hear(call: ReadCall, party: ReadParty, event: PrivateInfo): void {
    const { extensions = {}, messageID } = event;
    if (event.privateMsgID === PrivateMsgId.DeliveryState) {
      const text = call.texts.find(({ id }) => id === messageID);
      this.#hold(text?.from === event.thisDN, 'EG3', event, 'is about a text of another');
      return;
    }
    if (event.privateMsgID === PrivateMsgId.Transcript) {
      const entries = (extensions['transcript'] ?? []) as unknown as readonly Entry[];
      party.heard = Number(extensions['omitted'] ?? 0);
      for (const entry of entries) {
        if (entry.isWhisper === true) this.#recallWhisper(call, event, entry.messageID);
        else this.#hearOne(call, party, event, entry.messageID, entry.im);
      }
      return;
    }
    if (extensions['whisper'] === true) this.#hearWhisper(call, event, messageID ?? '');
    else this.#hearOne(call, party, event, messageID ?? '', extensions['im']);
  }

  /** EG15: on the DNs of one agent and of supervisors. */
  #hearWhisper(call: ReadCall, event: PrivateInfo, id: string): void {
    const heardBy = call.whispers.get(id) ?? new Set();
    call.whispers.set(id, heardBy);
    this.#hold(!heardBy.has(event.thisDN) && !this.#textIds.has(id), 'EG15', event, `whispers ${id} again, or aloud`);
    heardBy.add(event.thisDN);
    const agents = [...heardBy].filter((dn) => call.parties.get(dn)?.isObserver === false);
    this.#hold(agents.length <= 1, 'EG15', event, `whispers to ${agents.join(' and ')}`);
  }

  #recallWhisper(call: ReadCall, event: PrivateInfo, id: string): void {
    const isOwn = call.whispers.get(id)?.has(event.thisDN) === true;
    this.#hold(isOwn, 'EG15', event, `tells the whisper ${id}, which this DN did not hear`);
  }

  #hearOne(call: ReadCall, party: ReadParty, event: PrivateInfo, id: string, im: unknown): void {
    const expected = call.texts[party.heard];
    const isNext = expected?.id === id;
    this.#hold(isNext, 'EG12', event, `tells ${id} where text ${party.heard} (${expected?.id}) is due`);
    if (isNext) this.#hold(expected.im === im, 'EG11', event, `tells another text under ${id}`);
    party.heard += 1;
  }

  #readText(call: ReadCall, event: CallEvent): void {
    if (event.name !== 'EventUserEvent') {
      this.#tell('EG11', event, 'has no place here');
      return;
    }
    const id: string = event.messageID;
    this.#hold(!this.#textIds.has(id), 'EG11', event, `tells ${id} twice`);
    this.#textIds.add(id);
    call.texts.push({ id, im: event.extensions?.['im'], from: event.otherDN });
  }

  #readQueue(call: ReadCall, event: CallEvent): void {
    const state = call.queues.get(event.thisDN) ?? 'absent';
    if (event.name === 'EventPartyChanged') {
      this.#moveInQueue(call, event, state);
      return;
    }
    const symbol = queueSymbolOf(event);
    const next = symbol === undefined ? undefined : advanceQueue(state, symbol);
    if (next === undefined) {
      const isVirtual = symbol === 'queued' || symbol === 'diverted';
      this.#tell(isVirtual ? 'EG10' : 'EG9', event, `is not legal when ${state}`);
      return;
    }
    call.queues.set(event.thisDN, next);
    if (symbol !== 'diverted') return;
    const isAfter = this.#last?.name === 'EventRouteUsed' && this.#last.connID === event.connID;
    this.#hold(isAfter, 'EG10', event, 'does not follow its EventRouteUsed');
  }

  /** EG13: what waits there has become another ConnID. */
  #moveInQueue(call: ReadCall, event: CallEvent, state: QueueState): void {
    const before = this.#calls.get(event.previousConnID ?? '');
    const waited = before?.queues.get(event.thisDN) ?? 'absent';
    this.#hold(state === 'absent' && waited !== 'absent', 'EG13', event, `comes from what was ${waited}`);
    before?.queues.set(event.thisDN, 'absent');
    call.queues.set(event.thisDN, waited);
  }

  #balanceCall(connId: string, call: ReadCall): void {
    for (const [dn, party] of call.parties) {
      if (!isPresent(party.state)) continue;
      const at = `${connId} at ${dn}`;
      if (party.heard !== call.texts.length)
        this.problems.push(`EG12 ${at} heard ${party.heard} of ${call.texts.length}`);
      for (const [other, { state, isObserver }] of call.parties) {
        if (other === dn) continue;
        const isTold = party.told.has(other);
        if (isPresent(state) && !isTold && !isObserver) this.problems.push(`EG7 ${at} does not know of ${other}`);
        if (state === 'absent' && isTold) this.problems.push(`EG7 ${at} still believes in ${other}`);
      }
    }
  }

  #hold(condition: boolean, rule: string, event: CallEvent, what: string): void {
    if (!condition) this.#tell(rule, event, what);
  }

  #tell(rule: string, event: CallEvent, what: string): void {
    const id = event.name === 'EventPrivateInfo' ? ` ${event.privateMsgID}` : '';
    const where = `${event.eventSequenceNumber ?? ''} ${event.name}${id} of ${event.connID} at ${event.thisDN}`;
    this.problems.push(`${rule} ${where} ${what}`);
  }
}

/** AS13, RT123: requests for help, and late first replies, reach supervisors who are not in the call. */
const BESIDE_CALLS: ReadonlySet<number | undefined> = new Set([PrivateMsgId.Assistance, PrivateMsgId.FirstReply]);

function isAboutHelp(event: CallEvent): boolean {
  return event.name === 'EventPrivateInfo' && BESIDE_CALLS.has(event.privateMsgID);
}
