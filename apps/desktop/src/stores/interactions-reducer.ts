import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import { CallState, PartyRole } from '@cordboard/shared/tlib/call-types';
import type { CallEvent, TEvent } from '@cordboard/shared/tlib/events';
import { endReason } from './end-reason.ts';

/** ringing → active → ended (until Done); a ring that ends unanswered leaves at once. */
export type Phase = 'ringing' | 'active' | 'ended';

/** One call on one of our DNs. */
export interface Interaction {
  readonly connID: string;
  readonly dn: string;
  readonly phase: Phase;
  readonly callType: number;
  readonly mediaType: number;
  /** Account name or `user@host` of the customer. */
  readonly customer: string;
  /** Number that the customer wrote to. */
  readonly routingPoint: string | null;
  readonly queue: string | null;
  readonly userData: KeyValueList;
  /** The beginning of what the customer wrote before anybody answered; null when there is nothing yet. */
  readonly preview: string | null;
  readonly startedAt: number;
  /** When it began to ring here; null when only a reload tells of it. */
  readonly ringingAt: number | null;
  /** When it was accepted; null before, and when only a reload tells of it. */
  readonly establishedAt: number | null;
  readonly endedAt: number | null;
  /** CallState of the event that ended it. */
  readonly endedBy: number | null;
  /** True until an event with all call attributes has come: after a reload only the ids are known. */
  readonly lacksDetails: boolean;
}

export interface InteractionsState {
  readonly interactions: { readonly [connID: string]: Interaction };
}

export const initialInteractionsState: InteractionsState = { interactions: {} };

type CallOnDn = CallEvent & { readonly thisDN: string };

function put(state: InteractionsState, interaction: Interaction): InteractionsState {
  return { interactions: { ...state.interactions, [interaction.connID]: interaction } };
}

function remove(state: InteractionsState, connID: string): InteractionsState {
  const { [connID]: _gone, ...rest } = state.interactions;
  return { interactions: rest };
}

function detailsOf(event: CallOnDn): Partial<Interaction> {
  return {
    callType: event.callType,
    mediaType: event.mediaType,
    customer: event.ani ?? event.otherDN ?? 'Unknown',
    routingPoint: event.dnis ?? null,
    queue: event.thisQueue ?? event.dnis ?? null,
    userData: event.userData,
    ...(typeof event.extensions?.preview === 'string' ? { preview: event.extensions.preview } : {}),
    lacksDetails: false,
  };
}

function create(connID: string, dn: string, phase: Phase, time: number): Interaction {
  return {
    connID,
    dn,
    phase,
    callType: 0,
    mediaType: 5,
    customer: 'Unknown',
    routingPoint: null,
    queue: null,
    userData: {},
    preview: null,
    startedAt: time,
    ringingAt: null,
    establishedAt: null,
    endedAt: null,
    endedBy: null,
    lacksDetails: true,
  };
}

/** What rings, runs and has ended on our DNs. Events of other DNs (queues, routing points) are none of it. */
export function applyEvent(state: InteractionsState, event: TEvent): InteractionsState {
  switch (event.name) {
    case 'EventRegistered':
      return reconcile(state, event.thisDN, event.extensions ?? {}, event.time);
    case 'EventRinging': {
      if (event.thisDNRole === PartyRole.Observer) return state;
      return put(state, {
        ...create(event.connID, event.thisDN, 'ringing', event.time),
        ...detailsOf(event),
        ringingAt: event.time,
      });
    }
    case 'EventEstablished': {
      if (event.thisDNRole === PartyRole.Observer) return state;
      const known = state.interactions[event.connID] ?? create(event.connID, event.thisDN, 'active', event.time);
      return put(state, {
        ...known,
        ...detailsOf(event),
        dn: event.thisDN,
        phase: 'active',
        establishedAt: event.time,
        endedAt: null,
        endedBy: null,
      });
    }
    case 'EventPartyDeleted':
    case 'EventPartyChanged': {
      // Whoever only observed owns the chat from now on.
      if (event.thisDNRole === undefined || event.thisDNRole === PartyRole.Observer) return state;
      if (state.interactions[event.connID] !== undefined) return state;
      const taken = create(event.connID, event.thisDN, 'active', event.time);
      return put(state, { ...taken, ...detailsOf(event), establishedAt: event.time });
    }
    case 'EventPartyInfo':
      return event.thisDNRole === PartyRole.Observer ? leaveToMonitoring(state, event) : fillIn(state, event);
    case 'EventPrivateInfo': {
      if (event.thisDNRole === PartyRole.Observer) return leaveToMonitoring(state, event);
      const known = state.interactions[event.connID];
      return known?.lacksDetails === true && known.dn === event.thisDN ? fillIn(state, event) : state;
    }
    case 'EventAttachedDataChanged': {
      const known = state.interactions[event.connID];
      return known?.dn === event.thisDN ? put(state, { ...known, userData: event.userData }) : state;
    }
    case 'EventReleased':
    case 'EventAbandoned': {
      const known = state.interactions[event.connID];
      if (known === undefined || known.dn !== event.thisDN || known.phase === 'ended') return state;
      if (known.phase === 'ringing') return remove(state, event.connID);
      return put(state, { ...known, phase: 'ended', endedAt: event.time, endedBy: endReason(event) });
    }
    default:
      return state;
  }
}

function fillIn(state: InteractionsState, event: CallOnDn): InteractionsState {
  const known = state.interactions[event.connID];
  if (known === undefined || known.dn !== event.thisDN) return state;
  return put(state, { ...known, ...detailsOf(event) });
}

/** After a reload the list of calls does not say which of them are only observed; the next event of such a call does. */
function leaveToMonitoring(state: InteractionsState, event: CallOnDn): InteractionsState {
  const known = state.interactions[event.connID];
  return known?.lacksDetails === true && known.dn === event.thisDN ? remove(state, event.connID) : state;
}

function sinceOf(phase: Phase, since: number): Partial<Interaction> {
  return phase === 'ringing' ? { ringingAt: since, startedAt: since } : { establishedAt: since };
}

/** EventRegistered lists all calls of the DN (`conn-N`, `ct-N`, `mt-N`, `ps-N`, `ts-N`): what is not listed has ended. */
function reconcile(state: InteractionsState, dn: string, extensions: KeyValueList, time: number): InteractionsState {
  const listed = new Map<string, Interaction>();
  for (const [key, connID] of Object.entries(extensions)) {
    const index = /^conn-(\d+)$/.exec(key)?.[1];
    if (index === undefined || typeof connID !== 'string') continue;
    const phase = extensions[`ps-${index}`] === 'ringing' ? 'ringing' : 'active';
    const known = state.interactions[connID];
    const kept = known !== undefined && known.phase === phase ? known : create(connID, dn, phase, time);
    const callType = extensions[`ct-${index}`];
    const mediaType = extensions[`mt-${index}`];
    const since = extensions[`ts-${index}`];
    listed.set(connID, {
      ...kept,
      dn,
      callType: typeof callType === 'number' ? callType : kept.callType,
      mediaType: typeof mediaType === 'number' ? mediaType : kept.mediaType,
      ...(typeof since === 'number' ? sinceOf(phase, since) : {}),
    });
  }
  const interactions: Record<string, Interaction> = {};
  for (const known of Object.values(state.interactions)) {
    if (known.dn !== dn || known.phase === 'ended') interactions[known.connID] = known;
    else if (!listed.has(known.connID) && known.phase === 'active')
      interactions[known.connID] = { ...known, phase: 'ended', endedAt: time, endedBy: CallState.Ok };
  }
  for (const [connID, interaction] of listed) interactions[connID] = interaction;
  return { interactions };
}
