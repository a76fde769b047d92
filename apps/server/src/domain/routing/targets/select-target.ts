import type { DecisionRecord } from '@cordboard/shared/rest/endpoints';
import type { AgentSession } from '../../agents/agent-session.ts';
import { pausedUntil } from '../decline-pause.ts';
import type { ReadyAgents } from '../ready-agents.ts';
import type { RouteRequest } from '../route-request.ts';
import type { RoutingTarget } from '../strategy/targets.ts';
import { policyOf } from './target-policies.ts';

/** Most candidates that a decision record names. */
export const CANDIDATES_MAX = 10;

export type Candidate = DecisionRecord['candidates'][number];

export interface Selection {
  readonly chosen: AgentSession | undefined;
  /** Best first, at most `CANDIDATES_MAX`. */
  readonly candidates: readonly Candidate[];
  /** Why the chosen one and not the next: `only candidate`, `no candidate`, or what the policy says. */
  readonly tieBreaker: string;
}

function candidate(session: AgentSession, excluded: string | null): Candidate {
  return { dn: session.id, agentID: session.agentId, waitingSince: session.waitingSince, excluded };
}

/** Why a free agent is not offered the request; null when he may be. */
function excludedBecause(request: RouteRequest, { id }: AgentSession, now: number): 'inCall' | 'declined' | null {
  if (request.inCall.includes(id)) return 'inCall';
  return pausedUntil(request, id, now) === null ? null : 'declined';
}

/** The agent whom the request gets now, without saying why. */
export function findTarget(
  target: RoutingTarget,
  readyAgents: ReadyAgents,
  request: RouteRequest,
  now: number,
): AgentSession | undefined {
  for (const session of policyOf(target.choice).inOrder(readyAgents, target.name)) {
    if (excludedBecause(request, session, now) === null) return session;
  }
  return undefined;
}

/** The agent whom the request gets now, and what the decision record says of it. */
export function selectTarget(
  target: RoutingTarget,
  readyAgents: ReadyAgents,
  request: RouteRequest,
  now: number,
): Selection {
  const policy = policyOf(target.choice);
  const candidates: Candidate[] = [];
  let chosen: AgentSession | undefined;
  let next: AgentSession | undefined;
  for (const session of policy.inOrder(readyAgents, target.name)) {
    if (next !== undefined && candidates.length >= CANDIDATES_MAX) break;
    const excluded = excludedBecause(request, session, now);
    if (excluded === null) {
      if (chosen === undefined) {
        chosen = session;
        // The chosen one is always named, whoever was left out before.
        if (candidates.length >= CANDIDATES_MAX) candidates.pop();
      } else next ??= session;
    }
    if (candidates.length < CANDIDATES_MAX) candidates.push(candidate(session, excluded));
  }
  if (chosen === undefined) return { chosen, candidates, tieBreaker: 'no candidate' };
  return { chosen, candidates, tieBreaker: next === undefined ? 'only candidate' : policy.tieBreaker(chosen, next) };
}
