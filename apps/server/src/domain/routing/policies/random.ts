import type { TargetPolicy } from './target-policy.ts';

/** Anybody, each as likely as the other. */
export const random: TargetPolicy = {
  place: ({ waitingSince }) => ({ rank: 0, order: waitingSince }),
  begin: (count, next) => Math.min(count - 1, Math.floor(next() * count)),
  tieBreaker: () => 'random',
};
