import type { CapacityMedia, CapacityRule } from '@cordboard/shared/configuration/capacity-rule';
import { maximumFor } from './maximum-for.ts';
import type { Occupancy } from './occupancy.ts';

/** Whether one more interaction of `media` may be routed to somebody who holds `occupancy`. */
export function canAccept(rule: CapacityRule, occupancy: Occupancy, media: CapacityMedia): boolean {
  return occupancy[media] < maximumFor(rule, occupancy, media);
}
