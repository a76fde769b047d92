import type { DecisionRecord } from '@cordboard/shared/rest/endpoints';
import type { AgentSession } from '../../agents/agent-session.ts';
import type { Choosing } from '../matching/matching.ts';
import { readThreshold } from '../matching/read-threshold.ts';
import type { TargetAgents } from '../matching/target-agents.ts';
import { longestReady } from '../policies/longest-ready.ts';
import { policyOf } from '../policies/target-policies.ts';
import { pausedUntil } from '../requests/decline-pause.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import type { RoutingTarget } from '../strategy/run/targets.ts';

/** Most candidates that a decision record names. */
export const CANDIDATES_MAX = 20;

export type Candidate = DecisionRecord['candidates'][number];

export interface Selection {
  /** The target whose agent is chosen; without one the last that was tried. */
  readonly target: RoutingTarget | undefined;
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

/** Whether one of the ready agents may be offered the request. */
export function isAnybodyFor(request: RouteRequest, agents: TargetAgents, now: number): boolean {
  if (agents.readyCount > 0 && request.declined.length === 0 && request.inCall.length === 0) return true;
  for (const session of agents.inOrder(longestReady)) {
    if (excludedBecause(request, session, now) === null) return true;
  }
  return false;
}

/** The agent whom the request gets now, of the first of its targets that has one, and what the decision record says of it. */
export function selectTarget(request: RouteRequest, choosing: Choosing): Selection {
  let last: Selection = { target: undefined, chosen: undefined, candidates: [], tieBreaker: 'no candidate' };
  for (const target of request.targets) {
    const threshold = readThreshold(target.threshold);
    if (threshold === false || (threshold !== null && !choosing.holds(threshold))) continue;
    const selection = selectOf(target, request, choosing, last.candidates);
    if (selection.chosen !== undefined) return selection;
    last = selection;
  }
  return last;
}

/** `before` are the candidates of earlier targets, all of them excluded. */
function selectOf(
  target: RoutingTarget,
  request: RouteRequest,
  { readyAgents, now, random }: Choosing,
  before: readonly Candidate[],
): Selection {
  const policy = policyOf(target.choice);
  const agents = readyAgents.of(target);
  const first = policy.begin === undefined ? 0 : Math.max(0, policy.begin(agents.readyCount, random));
  const candidates = [...before];
  let chosen: AgentSession | undefined;
  let next: AgentSession | undefined;
  for (const session of agents.inOrder(policy, first)) {
    if (next !== undefined && candidates.length >= CANDIDATES_MAX) break;
    const excluded = excludedBecause(request, session, now);
    if (excluded === null) {
      if (chosen === undefined) {
        chosen = session;
        // The chosen one is always named, whoever was left out before.
        if (candidates.length >= CANDIDATES_MAX) candidates.pop();
      } else next ??= session;
    }
    const isNamed = before.some(({ dn }) => dn === session.id);
    if (candidates.length < CANDIDATES_MAX && !isNamed) candidates.push(candidate(session, excluded));
  }
  if (chosen === undefined) return { target, chosen, candidates, tieBreaker: 'no candidate' };
  const tieBreaker = next === undefined ? 'only candidate' : policy.tieBreaker(chosen, next, agents);
  return { target, chosen, candidates, tieBreaker };
}
