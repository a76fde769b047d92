import type { TargetPolicy } from './target-policy.ts';

/** Who was offered an interaction longest ago comes first, however long it kept him busy; who never was comes before all. */
export const roundRobin: TargetPolicy = {
  place: ({ offeredAt }) => ({ rank: 0, order: offeredAt }),
  tieBreaker: (chosen, next) => (chosen.offeredAt < next.offeredAt ? 'round robin' : 'lower DN'),
};
