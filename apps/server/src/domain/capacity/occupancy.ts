import type { CapacityMedia } from '@cordboard/shared/configuration/capacity-rule';

/** Interactions held now, per medium. */
export type Occupancy = Readonly<Record<CapacityMedia, number>>;

export const NO_OCCUPANCY: Occupancy = { voice: 0, chat: 0 };
