import type { CapacityRule } from '@cordboard/shared/configuration/capacity-rule';

/** What applies where no rule is assigned: one voice interaction and nothing else. */
export const DEFAULT_CAPACITY_RULE: CapacityRule = {
  name: 'One voice interaction',
  limits: [
    { media: 'voice', max: 1 },
    { media: 'chat', max: 0 },
  ],
};
