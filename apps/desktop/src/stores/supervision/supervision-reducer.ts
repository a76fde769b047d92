import { PartyRole, PrivateMsgId } from '@cordboard/shared/tlib/call-types';
import type { EventPrivateInfo, TEvent } from '@cordboard/shared/tlib/events';
import type { MonitorMode } from '@cordboard/shared/tlib/monitoring';
import { monitorModeOf } from '../interactions/interaction.ts';

/** Our request for help with a chat. */
export interface Assistance {
  readonly assistID: string;
  readonly state: 'asked' | 'taken' | 'cancelled' | 'expired';
  readonly reason: string;
  readonly since: number;
  /** User name of the supervisor who helps. */
  readonly takenBy: string | null;
}

/** A supervisor who follows the chats of one of our DNs, and may be seen doing so. */
export interface Watcher {
  readonly supervisorDN: string;
  readonly mode: MonitorMode | null;
  readonly isForAllCalls: boolean;
}

export interface SupervisionState {
  /** By ConnID. */
  readonly assistance: { readonly [connID: string]: Assistance };
  /** By our own DN. */
  readonly watchers: { readonly [dn: string]: Watcher };
}

export const initialSupervisionState: SupervisionState = { assistance: {}, watchers: {} };

function without<Value>(record: { readonly [key: string]: Value }, key: string): { readonly [key: string]: Value } {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

/** Help we have asked for, and who lets us see that he follows our chats. */
export function applyEvent(state: SupervisionState, event: TEvent): SupervisionState {
  switch (event.name) {
    case 'EventPrivateInfo':
      return event.privateMsgID === PrivateMsgId.Assistance ? applyAssistance(state, event) : state;
    case 'EventReleased':
      return event.connID in state.assistance
        ? { ...state, assistance: without(state.assistance, event.connID) }
        : state;
    case 'EventMonitoringNextCall': {
      if (event.thisDNRole === PartyRole.Observer) return state;
      const watcher = {
        supervisorDN: event.otherDN,
        mode: monitorModeOf(event.extensions),
        isForAllCalls: event.monitorNextCallType === 1,
      };
      return { ...state, watchers: { ...state.watchers, [event.thisDN]: watcher } };
    }
    case 'EventMonitoringCancelled':
    case 'EventAgentLogout':
      return event.thisDN in state.watchers ? { ...state, watchers: without(state.watchers, event.thisDN) } : state;
    default:
      return state;
  }
}

const states = ['asked', 'taken', 'cancelled', 'expired'] as const;

function applyAssistance(state: SupervisionState, event: EventPrivateInfo): SupervisionState {
  const { state: next, assistID, im, agentDN, askedAt, takenBy } = event.extensions ?? {};
  const to = states.find((each) => each === next);
  // Supervisors hear of the requests of others on their own DN.
  const isOurs = agentDN === undefined || agentDN === event.thisDN;
  if (to === undefined || typeof assistID !== 'string' || !isOurs) return state;
  const known = state.assistance[event.connID];
  const assistance: Assistance = {
    assistID,
    state: to,
    reason: typeof im === 'string' ? im : (known?.reason ?? ''),
    since: to === 'asked' && typeof askedAt === 'number' ? askedAt : event.time,
    takenBy: to === 'taken' && typeof takenBy === 'string' ? takenBy : null,
  };
  return { ...state, assistance: { ...state.assistance, [event.connID]: assistance } };
}
