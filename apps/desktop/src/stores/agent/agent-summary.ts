import { AgentStatus } from '@cordboard/shared/tlib/agent-states';
import type { AgentOnDn, AgentState } from './agent-reducer.ts';

/** What the status pill says about all DNs of the place together. */
export type OverallStatus = 'loggedOut' | 'notReady' | 'ready' | 'readyForSome' | 'afterCallWork';

export interface AgentSummary {
  readonly status: OverallStatus;
  /** Server time since which it is so. */
  readonly since: number;
  readonly reason: string | null;
  /** DNs on which the agent is logged in. */
  readonly loggedIn: readonly AgentOnDn[];
}

/** Ready for only some of the DNs logged in to is its own status, as in the original (orange). */
export function summarizeAgent(state: AgentState): AgentSummary {
  const all = Object.values(state.directoryNumbers);
  const loggedIn = all.filter((agent) => agent.status !== AgentStatus.LoggedOut);
  const inStatus = (status: AgentStatus): AgentOnDn[] => loggedIn.filter((agent) => agent.status === status);
  const latest = (agents: readonly AgentOnDn[]): number => Math.max(0, ...agents.map((agent) => agent.since));
  const ready = inStatus(AgentStatus.Ready);
  const notReady = inStatus(AgentStatus.NotReady);
  const afterCallWork = inStatus(AgentStatus.AfterCallWork);
  const reason = notReady.find((agent) => agent.reason !== null)?.reason ?? null;
  if (loggedIn.length === 0) return { status: 'loggedOut', since: latest(all), reason: null, loggedIn };
  if (ready.length === loggedIn.length) return { status: 'ready', since: latest(ready), reason: null, loggedIn };
  if (ready.length > 0) return { status: 'readyForSome', since: latest(loggedIn), reason, loggedIn };
  if (afterCallWork.length > 0)
    return { status: 'afterCallWork', since: latest(afterCallWork), reason: null, loggedIn };
  return { status: 'notReady', since: latest(notReady), reason, loggedIn };
}
