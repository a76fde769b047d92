import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { PartyRole, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { CallEvent, TEvent } from '@cordboard/shared/tlib/events';
import { MONITOR_MODES, MONITOR_SCOPES, type MonitorMode, type MonitorScope } from '@cordboard/shared/tlib/monitoring';
import { endWords } from '../chat/chat-reducer.ts';
import { endReason } from '../interactions/end-reason.ts';

/** A chat of somebody else in which one of our DNs takes part as an observer. */
export interface ObservedChat {
  readonly connID: string;
  /** Our DN. */
  readonly dn: string;
  /** The agent whom we monitor, as far as the events say. */
  readonly agentDN: string | null;
  readonly customer: string;
  readonly routingPoint: string | null;
  readonly userData: KeyValueList;
  readonly callType: number;
  readonly mode: MonitorMode;
  /** The mode before barging in, for as long as nothing has been written since: going back undoes it. */
  readonly undoMode: MonitorMode | null;
  readonly scope: MonitorScope;
  readonly since: number;
  readonly endedAt: number | null;
  /** Why it has ended, as a sentence. */
  readonly endedWords: string | null;
}

export interface MonitoringState {
  readonly observed: { readonly [connID: string]: ObservedChat };
  /** Per DN, the modes of its calls as its last EventRegistered lists them (`mm-N`): all that tells them after a reload. */
  readonly listedModes: { readonly [dn: string]: { readonly [connID: string]: MonitorMode } };
}

export const initialMonitoringState: MonitoringState = { observed: {}, listedModes: {} };

type OnDn = CallEvent & { readonly thisDN: string };

function put(state: MonitoringState, chat: ObservedChat): MonitoringState {
  return { ...state, observed: { ...state.observed, [chat.connID]: chat } };
}

/** The chat is ours now, or nobody wants to see it any more. */
export function forget(state: MonitoringState, connID: string): MonitoringState {
  if (state.observed[connID] === undefined) return state;
  const { [connID]: _gone, ...observed } = state.observed;
  return { ...state, observed };
}

function asMode(value: unknown): MonitorMode | undefined {
  return MONITOR_MODES.find((mode) => mode === value);
}

function modeOf(event: TEvent): MonitorMode | undefined {
  return asMode(event.extensions?.MonitorMode);
}

function scopeOf(event: TEvent): MonitorScope | undefined {
  return MONITOR_SCOPES.find((scope) => scope === event.extensions?.MonitorScope);
}

/** What an observer's event tells; what it leaves out stays. */
function observe(state: MonitoringState, event: OnDn): MonitoringState {
  const known = state.observed[event.connID];
  return put(state, {
    connID: event.connID,
    dn: event.thisDN,
    agentDN: event.thirdPartyDN ?? known?.agentDN ?? null,
    customer: event.ani ?? known?.customer ?? event.otherDN ?? 'Unknown',
    routingPoint: event.dnis ?? known?.routingPoint ?? null,
    userData: event.userData,
    callType: event.callType,
    mode: modeOf(event) ?? known?.mode ?? state.listedModes[event.thisDN]?.[event.connID] ?? 'mute',
    undoMode: known?.undoMode ?? null,
    scope: scopeOf(event) ?? known?.scope ?? 'call',
    since: known === undefined || known.endedAt !== null ? event.time : known.since,
    endedAt: null,
    endedWords: null,
  });
}

function moveTo(state: MonitoringState, known: ObservedChat, mode: MonitorMode): MonitoringState {
  if (mode === known.mode) return state;
  return put(state, { ...known, mode, undoMode: mode === 'connect' ? known.mode : null });
}

/** Chats that we observe. What we are a party of ourselves is none of it: that stands among our own interactions. */
export function applyEvent(state: MonitoringState, event: TEvent): MonitoringState {
  if (event.name === 'EventRegistered') return reconcile(state, event.thisDN, event.extensions ?? {}, event.time);
  if (!('connID' in event) || event.name === 'EventError' || event.thisDN === undefined) return state;
  const known = state.observed[event.connID];
  const isObserver = event.thisDNRole === PartyRole.Observer;
  if (event.name === 'EventReleased') {
    if (known === undefined || known.dn !== event.thisDN || known.endedAt !== null) return state;
    return put(state, { ...known, endedAt: event.time, endedWords: endWords(endReason(event)) });
  }
  if (isObserver && (joins(event) || (known === undefined && isTranscript(event)))) return observe(state, event);
  if (known === undefined || known.dn !== event.thisDN) return state;
  if (becomesOurs(event)) return forget(state, event.connID);
  switch (event.name) {
    case 'EventMuteOn':
    case 'EventMuteOff':
      return moveTo(state, known, modeOf(event) ?? (event.name === 'EventMuteOn' ? 'mute' : 'connect'));
    case 'EventPrivateInfo': {
      const mode = event.privateMsgID === PrivateMsgId.MonitoringMode ? modeOf(event) : undefined;
      if (mode !== undefined && (event.otherDN === undefined || event.otherDNRole !== PartyRole.Observer))
        return moveTo(state, known, mode);
      const isOwnText = event.privateMsgID === PrivateMsgId.Text && event.otherDN === known.dn;
      return isOwnText && known.undoMode !== null ? put(state, { ...known, undoMode: null }) : state;
    }
    case 'EventPartyChanged':
      // The monitored agent has handed the chat on: the new one is the other party, the old one the third.
      return event.thirdPartyDN === known.agentDN && event.otherDN !== undefined
        ? put(state, { ...known, agentDN: event.otherDN })
        : state;
    case 'EventAttachedDataChanged':
      return put(state, { ...known, userData: event.userData });
    default:
      return state;
  }
}

/** Events that an observer's DN gets on joining, and the answer after a reload. */
function joins({ name }: OnDn): boolean {
  return name === 'EventRinging' || name === 'EventEstablished' || name === 'EventPartyInfo';
}

/** After a reload the transcript so far is the first that is told of an observed chat. Other events do not make one an observer. */
function isTranscript(event: OnDn): boolean {
  return event.name === 'EventPrivateInfo' && event.privateMsgID === PrivateMsgId.Transcript;
}

/** The DN has another role than that of an observer now: the chat is its own. */
function becomesOurs({ name, thisDNRole }: OnDn): boolean {
  if (thisDNRole === undefined || thisDNRole === PartyRole.Observer) return false;
  return name === 'EventEstablished' || name === 'EventPartyDeleted' || name === 'EventPartyChanged';
}

/** `conn-N` and `mm-N` of EventRegistered: the calls of the DN, and the mode of those that it observes. */
function listedCalls(extensions: KeyValueList): readonly (readonly [connID: string, mode: MonitorMode | undefined])[] {
  return Object.entries(extensions).flatMap(([key, connID]) => {
    const number = /^conn-(\d+)$/.exec(key)?.[1];
    return number === undefined ? [] : [[String(connID), asMode(extensions[`mm-${number}`])] as const];
  });
}

/** EventRegistered lists all calls of the DN: an observed one that is not listed has ended, one that is has the mode listed. */
function reconcile(state: MonitoringState, dn: string, extensions: KeyValueList, time: number): MonitoringState {
  const listed = new Map(listedCalls(extensions));
  const modes = [...listed].flatMap(([connID, mode]) => (mode === undefined ? [] : [[connID, mode] as const]));
  let next: MonitoringState = { ...state, listedModes: { ...state.listedModes, [dn]: Object.fromEntries(modes) } };
  for (const known of Object.values(state.observed)) {
    if (known.dn !== dn || known.endedAt !== null) continue;
    if (!listed.has(known.connID)) next = put(next, { ...known, endedAt: time, endedWords: endWords(null) });
    else next = moveTo(next, known, listed.get(known.connID) ?? known.mode);
  }
  return next;
}
