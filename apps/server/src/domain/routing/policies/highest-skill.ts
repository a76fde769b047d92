import { byWait } from './longest-ready.ts';
import type { TargetPolicy } from './target-policy.ts';

/** Who has the highest sum of levels of the skills that the target names comes first, then who has been waiting longest. */
export const highestSkill: TargetPolicy = {
  asksOfTarget: true,
  place: (session, target) => ({ rank: -target.levelOf(session), order: session.waitingSince }),
  tieBreaker: (chosen, next, target) =>
    target.levelOf(chosen) > target.levelOf(next) ? 'highest skill' : byWait(chosen, next),
};
