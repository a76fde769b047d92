import type { ConnId, Dn, UserName } from '@cordboard/shared/ids';
import type { KeyValueList } from '@cordboard/shared/tlib/attached-data';
import type { TRequestName } from '@cordboard/shared/tlib/requests';
import type { AgentSession } from '../../../domain/agents/agent-session.ts';
import type { AuditEntry } from '../../../domain/call-model/supervision/audit-entry.ts';
import type { Decision } from '../../switch/decision.ts';
import type { TlibClient } from '../../switch/effects/tlib-client.ts';

/** What a supervisor may ask for on the DN of an agent. */
const SUPERVISOR_REQUESTS: ReadonlySet<TRequestName> = new Set([
  'TAgentSetNotReady',
  'TAgentLogout',
  'TRedirectCall',
  'TSingleStepTransfer',
]);

/** A supervisor who acts on the DN of somebody else. */
export interface ActingSupervisor {
  readonly userName: UserName;
  readonly agent: AgentSession;
  /** Extensions by which the agent learns who it was. */
  readonly told: KeyValueList;
}

/** Whether this request of a supervisor is about the agent who is logged in on the DN, and not about himself. */
export function actsOnAgent(decision: Decision, client: TlibClient, name: TRequestName, dn: Dn): boolean {
  if (client.role !== 'supervisor' || !SUPERVISOR_REQUESTS.has(name)) return false;
  const session = decision.agentSessions.get(dn);
  return session !== undefined && session.userName !== client.userName;
}

/** The supervisor who acts, once the rights were checked; undefined when the agent himself does. */
export function actingSupervisor(decision: Decision, client: TlibClient, dn: Dn): ActingSupervisor | undefined {
  const agent = decision.agentSessions.get(dn);
  if (client.role !== 'supervisor' || agent === undefined || agent.userName === client.userName) return undefined;
  const person = decision.configuration.findPerson(client.userName);
  const name = `${person?.firstName ?? ''} ${person?.lastName ?? ''}`.trim();
  return { userName: client.userName, agent, told: { by: client.userName, byName: name || client.userName } };
}

/** Keeps what the supervisor did. */
export function auditAct(
  decision: Decision,
  by: ActingSupervisor,
  what: AuditEntry['what'],
  about: { readonly connID?: ConnId; readonly detail?: KeyValueList } = {},
): void {
  const { connID = null, detail = {} } = about;
  decision.recordAudit({ what, who: by.userName, whom: by.agent.userName, connID, detail });
}
