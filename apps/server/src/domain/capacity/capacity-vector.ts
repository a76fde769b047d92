import {
  type CapacityMedia,
  type CapacityRule,
  capacityMediaSchema,
} from '@cordboard/shared/configuration/capacity-rule';
import { maximumFor } from './maximum-for.ts';
import type { Occupancy } from './occupancy.ts';

/** Readiness (R or NR), interactions now, most under the rule given the other media, still routable. */
export type CapacityVector = readonly [state: 'R' | 'NR', current: number, maximum: number, routable: number];

/** The vector of one medium. Who is not ready keeps the maximum; nothing is routable. */
export function capacityVector(
  rule: CapacityRule,
  occupancy: Occupancy,
  media: CapacityMedia,
  isReady: boolean,
): CapacityVector {
  const current = occupancy[media];
  const maximum = maximumFor(rule, occupancy, media);
  return [isReady ? 'R' : 'NR', current, maximum, isReady ? Math.max(0, maximum - current) : 0];
}

/** The vectors of all media; `isReady` says for which the place is ready. */
export function capacityVectors(
  rule: CapacityRule,
  occupancy: Occupancy,
  isReady: Readonly<Record<CapacityMedia, boolean>>,
): Readonly<Record<CapacityMedia, CapacityVector>> {
  const vectors = capacityMediaSchema.options.map(
    (media) => [media, capacityVector(rule, occupancy, media, isReady[media])] as const,
  );
  return Object.fromEntries(vectors) as Record<CapacityMedia, CapacityVector>;
}
