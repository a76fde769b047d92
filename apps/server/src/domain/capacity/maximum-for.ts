import type { CapacityMedia, CapacityRule } from '@cordboard/shared/configuration/capacity-rule';
import type { Occupancy } from './occupancy.ts';

type Limit = CapacityRule['limits'][number];

/** The most interactions of `media` that one limit allows while the other media stay as they are; undefined: no opinion. */
function capOf(limit: Limit, occupancy: Occupancy, media: CapacityMedia): number | undefined {
  const condition = limit.while;
  if (limit.media === media) {
    if (condition === undefined) return limit.max;
    if (condition.media === media) return Math.max(limit.max, condition.atLeast - 1);
    return occupancy[condition.media] >= condition.atLeast ? limit.max : undefined;
  }
  // A limit of another medium that would begin to apply, and already does not hold, keeps this medium below its condition.
  if (condition?.media === media && occupancy[limit.media] > limit.max) return condition.atLeast - 1;
  return undefined;
}

/** A medium gets nothing unless a limit that applies names it. */
function isNamed(limit: Limit, occupancy: Occupancy, media: CapacityMedia): boolean {
  if (limit.media !== media) return false;
  const condition = limit.while;
  return condition === undefined || condition.media === media || occupancy[condition.media] >= condition.atLeast;
}

/** The most interactions of `media` that the rule allows while the other media stay as they are. */
export function maximumFor(rule: CapacityRule, occupancy: Occupancy, media: CapacityMedia): number {
  if (!rule.limits.some((limit) => isNamed(limit, occupancy, media))) return 0;
  let maximum = Number.POSITIVE_INFINITY;
  for (const limit of rule.limits) maximum = Math.min(maximum, capOf(limit, occupancy, media) ?? maximum);
  return maximum;
}
