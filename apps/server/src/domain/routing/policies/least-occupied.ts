import type { AgentSession } from '../../agents/agent-session.ts';
import { byWait } from './longest-ready.ts';
import type { TargetPolicy } from './target-policy.ts';

/** Who has the fewest interactions of all media comes first, then who has been waiting longest. */
export const leastOccupied: TargetPolicy = {
  place: (session) => ({ rank: interactionsOf(session), order: session.waitingSince }),
  tieBreaker: (chosen, next) =>
    interactionsOf(chosen) < interactionsOf(next) ? 'least occupied' : byWait(chosen, next),
};

function interactionsOf({ occupancy }: AgentSession): number {
  return occupancy.chat + occupancy.voice;
}
