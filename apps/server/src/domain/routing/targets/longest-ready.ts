import type { TargetPolicy } from './target-policy.ts';

/** Who has been waiting for an interaction longest comes first; of two who have waited alike, the lower DN. */
export const longestReady: TargetPolicy = {
  inOrder: (readyAgents, group) => readyAgents.inOrder(group),
  tieBreaker: (chosen, next) => (chosen.waitingSince < next.waitingSince ? 'longest ready' : 'lower DN'),
};
