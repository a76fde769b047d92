import type { AgentSession } from '../../agents/agent-session.ts';
import type { TargetPolicy } from './target-policy.ts';

/** Who has been waiting for an interaction longest comes first; of two who have waited alike, the lower DN. */
export const longestReady: TargetPolicy = {
  place: ({ waitingSince }) => ({ rank: 0, order: waitingSince }),
  tieBreaker: byWait,
};

/** How policies decide between those who are alike to them. */
export function byWait(chosen: AgentSession, next: AgentSession): string {
  return chosen.waitingSince < next.waitingSince ? 'longest ready' : 'lower DN';
}
