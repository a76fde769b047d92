import { AgentStatus, WorkMode } from '@cordboard/shared/tlib/agent-states';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { TEvent } from '@cordboard/shared/tlib/events';

/** The agent on one DN as the server last said. */
export interface AgentOnDn {
  readonly dn: string;
  readonly status: AgentStatus;
  /** Server time at which the status began. */
  readonly since: number;
  readonly workMode: number;
  readonly reason: string | null;
  readonly agentID: string | null;
}

export interface AgentState {
  readonly directoryNumbers: { readonly [dn: string]: AgentOnDn };
}

export const initialAgentState: AgentState = { directoryNumbers: {} };

/** The reason of a Not Ready: the value of `reason`, else the first text in the list. */
export function reasonOf(reasons: unknown): string | null {
  if (typeof reasons !== 'object' || reasons === null) return null;
  const list = reasons as KeyValueList;
  const value = list.reason ?? Object.values(list).find((item) => typeof item === 'string');
  return typeof value === 'string' && value !== '' ? value : null;
}

function put(state: AgentState, agent: AgentOnDn): AgentState {
  return { directoryNumbers: { ...state.directoryNumbers, [agent.dn]: agent } };
}

function statusOf(value: unknown): AgentStatus {
  return value === 1 || value === 2 || value === 3 ? value : AgentStatus.LoggedOut;
}

/** Login, ready, not ready and logout of the agent, per DN. */
export function applyEvent(state: AgentState, event: TEvent): AgentState {
  switch (event.name) {
    case 'EventRegistered':
    case 'EventAddressInfo': {
      const extensions = event.extensions ?? {};
      if (event.name === 'EventAddressInfo' && !(event.thisDN in state.directoryNumbers)) return state;
      const since = extensions.AgentStatusSince;
      return put(state, {
        dn: event.thisDN,
        status: statusOf(extensions.AgentStatus),
        since: typeof since === 'number' ? since : event.time,
        workMode: typeof extensions.agentWorkMode === 'number' ? extensions.agentWorkMode : WorkMode.Unknown,
        reason: reasonOf(extensions.reasons) ?? reasonOf(event.reasons),
        agentID: event.agentID ?? null,
      });
    }
    case 'EventAgentLogin': {
      const known = state.directoryNumbers[event.thisDN];
      // A repeated login changes nothing: the server answers it with the same event.
      if (known !== undefined && known.status !== AgentStatus.LoggedOut) return state;
      return put(state, move(event, AgentStatus.NotReady));
    }
    case 'EventAgentReady':
      return put(state, move(event, AgentStatus.Ready));
    case 'EventAgentNotReady': {
      const isAfterCallWork = event.agentWorkMode === WorkMode.AfterCallWork;
      return put(state, move(event, isAfterCallWork ? AgentStatus.AfterCallWork : AgentStatus.NotReady));
    }
    case 'EventAgentLogout':
      return put(state, move(event, AgentStatus.LoggedOut));
    case 'EventUnregistered': {
      const { [event.thisDN]: _gone, ...rest } = state.directoryNumbers;
      return { directoryNumbers: rest };
    }
    default:
      return state;
  }
}

type AgentEvent = Extract<
  TEvent,
  { name: 'EventAgentLogin' | 'EventAgentReady' | 'EventAgentNotReady' | 'EventAgentLogout' }
>;

function move(event: AgentEvent, status: AgentStatus): AgentOnDn {
  return {
    dn: event.thisDN,
    status,
    since: event.time,
    workMode: event.agentWorkMode,
    reason: reasonOf(event.reasons),
    agentID: event.agentID,
  };
}
