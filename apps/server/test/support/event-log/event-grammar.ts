import { PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { CallEvent } from '@cordboard/shared/tlib/events';

/**
 * What one ConnID may do on one agent's DN (docs/spec/event-grammar.md).
 *
 *   absent ──dialing──► dialing ──established──────────────► established ◄──retrieved── held
 *                          └─destinationBusy──► busy             │  └───────held────────►
 *   absent ──ringing──► ringing ──established──► joining ──transcript──►┘
 *   absent ──becameRinging | becameEstablished | becameHeld──► ringing | joining | joiningHeld
 *   all that is present ──released──► absent     ringing ──abandoned──► absent
 */
export type PartyState = 'absent' | 'dialing' | 'busy' | 'ringing' | 'joining' | 'joiningHeld' | 'established' | 'held';

export type PartySymbol =
  | 'dialing'
  | 'destinationBusy'
  | 'ringing'
  | 'established'
  | 'transcript'
  | 'held'
  | 'retrieved'
  | 'released'
  | 'abandoned'
  | 'text'
  | 'deliveryState'
  | 'dataChanged'
  | 'partyAdded'
  | 'partyDeleted'
  | 'sideChanged'
  /** Of supervision: EventMuteOn, EventMuteOff, 4024. */
  | 'modeChanged'
  /** This ConnID has become another one on this DN. */
  | 'becameOther'
  | 'becameRinging'
  | 'becameEstablished'
  | 'becameHeld';

type Row = Partial<Record<PartySymbol, PartyState>>;

/** What may happen in a conversation without a change of its state. */
function within(state: 'established' | 'held'): Row {
  const symbols = [
    'text',
    'deliveryState',
    'dataChanged',
    'partyAdded',
    'partyDeleted',
    'sideChanged',
    'modeChanged',
  ] as const;
  return Object.fromEntries(symbols.map((symbol) => [symbol, state]));
}

const PARTY: Readonly<Record<PartyState, Row>> = {
  absent: {
    dialing: 'dialing',
    ringing: 'ringing',
    becameRinging: 'ringing',
    becameEstablished: 'joining',
    becameHeld: 'joiningHeld',
  },
  dialing: { established: 'established', destinationBusy: 'busy', released: 'absent', dataChanged: 'dialing' },
  busy: { released: 'absent' },
  ringing: {
    established: 'joining',
    released: 'absent',
    abandoned: 'absent',
    becameOther: 'absent',
    dataChanged: 'ringing',
  },
  joining: { transcript: 'established' },
  joiningHeld: { transcript: 'held' },
  established: { ...within('established'), held: 'held', released: 'absent', becameOther: 'absent' },
  held: { ...within('held'), retrieved: 'established', released: 'absent', becameOther: 'absent' },
};

/** Undefined when the symbol is not in the grammar here. */
export function advanceParty(state: PartyState, symbol: PartySymbol): PartyState | undefined {
  return PARTY[state][symbol];
}

/** Whether the DN takes part in the conversation. */
export function isPresent(state: PartyState): boolean {
  return state === 'joining' || state === 'joiningHeld' || state === 'established' || state === 'held';
}

/**
 *   waiting ──treatmentApplied──► treated ──treatmentEnd, treatmentNotApplied, routeRequestAgain──► waiting
 *   absent ──routeRequest──► waiting, treated ──routeUsed──► absent        absent ──queued──► queued ──diverted──► absent
 *                              └──────abandoned───► absent                              └─────abandoned──► absent
 */
export type QueueState = 'absent' | 'waiting' | 'treated' | 'queued';

export type QueueSymbol =
  | 'treatmentApplied'
  | 'treatmentEnd'
  | 'treatmentNotApplied'
  | 'routeRequest'
  /** EventRouteRequest with a reason for which an outside router is asked again. */
  | 'routeRequestAgain'
  | 'routeUsed'
  | 'queued'
  | 'diverted'
  | 'abandoned'
  | 'dataChanged';

const QUEUE: Readonly<Record<QueueState, Partial<Record<QueueSymbol, QueueState>>>> = {
  absent: { routeRequest: 'waiting', routeRequestAgain: 'waiting', queued: 'queued' },
  waiting: {
    routeRequestAgain: 'waiting',
    treatmentApplied: 'treated',
    treatmentNotApplied: 'waiting',
    dataChanged: 'waiting',
    routeUsed: 'absent',
    abandoned: 'absent',
  },
  treated: {
    // A treatment takes the place of the one before, and ends without a word when its interaction is routed.
    routeRequestAgain: 'waiting',
    treatmentApplied: 'treated',
    treatmentNotApplied: 'waiting',
    treatmentEnd: 'waiting',
    dataChanged: 'treated',
    routeUsed: 'absent',
    abandoned: 'absent',
  },
  queued: { diverted: 'absent', abandoned: 'absent' },
};

/** Undefined when the symbol is not in the grammar here. */
export function advanceQueue(state: QueueState, symbol: QueueSymbol): QueueState | undefined {
  return QUEUE[state][symbol];
}

const PARTY_SYMBOLS: Readonly<Partial<Record<CallEvent['name'], PartySymbol>>> = {
  EventDialing: 'dialing',
  EventDestinationBusy: 'destinationBusy',
  EventRinging: 'ringing',
  EventEstablished: 'established',
  EventHeld: 'held',
  EventRetrieved: 'retrieved',
  EventReleased: 'released',
  EventAbandoned: 'abandoned',
  EventAttachedDataChanged: 'dataChanged',
  EventPartyAdded: 'partyAdded',
  EventPartyDeleted: 'partyDeleted',
  EventPartyChanged: 'sideChanged',
  EventMuteOn: 'modeChanged',
  EventMuteOff: 'modeChanged',
};

const PRIVATE_SYMBOLS: Readonly<Record<number, PartySymbol>> = {
  [PrivateMsgId.Text]: 'text',
  [PrivateMsgId.DeliveryState]: 'deliveryState',
  [PrivateMsgId.Transcript]: 'transcript',
  [PrivateMsgId.MonitoringMode]: 'modeChanged',
};

/** The symbol of an event on an agent's DN; undefined for one that has no place there. */
export function partySymbolOf(event: CallEvent): PartySymbol | undefined {
  return event.name === 'EventPrivateInfo' ? PRIVATE_SYMBOLS[event.privateMsgID] : PARTY_SYMBOLS[event.name];
}

const QUEUE_SYMBOLS: Readonly<Partial<Record<CallEvent['name'], QueueSymbol>>> = {
  EventRouteRequest: 'routeRequest',
  EventRouteUsed: 'routeUsed',
  EventQueued: 'queued',
  EventDiverted: 'diverted',
  EventAbandoned: 'abandoned',
  EventAttachedDataChanged: 'dataChanged',
  EventTreatmentApplied: 'treatmentApplied',
  EventTreatmentEnd: 'treatmentEnd',
  EventTreatmentNotApplied: 'treatmentNotApplied',
};

const AGAIN: ReadonlySet<unknown> = new Set(['declined', 'noAnswer', 'redirected', 'routerReturned']);

/** The symbol of an event on a routing point or virtual queue. */
export function queueSymbolOf(event: CallEvent): QueueSymbol | undefined {
  const isAgain = event.name === 'EventRouteRequest' && AGAIN.has(event.extensions?.['reason']);
  return isAgain ? 'routeRequestAgain' : QUEUE_SYMBOLS[event.name];
}
