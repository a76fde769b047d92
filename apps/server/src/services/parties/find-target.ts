import { type Refusal, refuse } from '@cordboard/shared/errors';
import type { AgentId, Dn } from '@cordboard/shared/ids';
import { fail, type Result, succeed } from '../../base/result.ts';
import type { AgentSession } from '../../domain/agents/agent-session.ts';
import { isServed } from '../router/waiting/outside-router.ts';
import type { Decision } from '../switch/decision.ts';

/** Where a call can be sent: to an agent's DN, or to a routing point. */
export type CallTarget =
  | { readonly kind: 'agent'; readonly session: AgentSession }
  | { readonly kind: 'routingPoint'; readonly dn: Dn };

/**
 * What `otherDN` of a request means: a DN, an agent id, an agent group (its longest ready agent), a routing point, a queue
 * (the first routing point whose strategy leads into it). An agent
 * rings whatever his ready state or occupancy; refused are targets that are unknown, logged out or take no IMs, and oneself.
 */
export function findTarget(
  decision: Decision,
  thisDN: Dn,
  otherDN: string,
  mayTake: (session: AgentSession) => boolean = () => true,
): Result<CallTarget, Refusal> {
  const { configuration } = decision;
  const dn = configuration.findDn(otherDN as Dn);
  if (dn?.type === 'extension') return agentOn(decision, thisDN, otherDN as Dn);
  if (dn?.type === 'routingPoint') {
    return isServed(decision, otherDN as Dn)
      ? succeed({ kind: 'routingPoint', dn: otherDN as Dn })
      : fail(refuse('TargetNotAvailable', 'The routing point is closed or has no strategy.'));
  }
  if (dn !== undefined) {
    const feeding = configuration.routingPointOfQueue(otherDN as Dn);
    return feeding === undefined
      ? fail(refuse('TargetNotAvailable', 'No routing point leads into this queue.'))
      : succeed({ kind: 'routingPoint', dn: feeding });
  }
  if (configuration.findAgentLogin(otherDN as AgentId) !== undefined)
    return agentWithId(decision, thisDN, otherDN as AgentId);
  if (configuration.findAgentGroup(otherDN) !== undefined) {
    return longestReadyOf(decision, otherDN, (session) => session.id !== thisDN && mayTake(session));
  }
  return fail(refuse('UnknownDN'));
}

/** Whether the DN takes IMs, whichever way its texts go. */
export function takesIm(decision: Decision, dn: Dn): boolean {
  return decision.configuration.findExtension(dn)?.options.multimedia === true;
}

function agentOn(decision: Decision, thisDN: Dn, dn: Dn): Result<CallTarget, Refusal> {
  if (dn === thisDN) return fail(refuse('TargetIsSelf'));
  if (!takesIm(decision, dn)) return fail(refuse('TargetTakesNoIM'));
  const session = decision.agentSessions.get(dn);
  return session === undefined || session.logoutPending
    ? fail(refuse('TargetLoggedOut'))
    : succeed({ kind: 'agent', session });
}

function agentWithId(decision: Decision, thisDN: Dn, agentId: AgentId): Result<CallTarget, Refusal> {
  const session = decision.state.agentSessionsByAgent.get(agentId).find(({ id }) => takesIm(decision, id));
  return session === undefined ? fail(refuse('TargetLoggedOut')) : agentOn(decision, thisDN, session.id);
}

function longestReadyOf(
  decision: Decision,
  group: string,
  mayTake: (session: AgentSession) => boolean,
): Result<CallTarget, Refusal> {
  for (const session of decision.state.readyAgents.inOrder(group)) {
    if (mayTake(session)) return succeed({ kind: 'agent', session });
  }
  return fail(refuse('TargetNotAvailable'));
}
