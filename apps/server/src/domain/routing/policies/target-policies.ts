import type { TargetChoice } from '@cordboard/shared/routing/routing-target';
import { highestSkill } from './highest-skill.ts';
import { leastOccupied } from './least-occupied.ts';
import { longestReady } from './longest-ready.ts';
import { random } from './random.ts';
import { roundRobin } from './round-robin.ts';
import type { TargetPolicy } from './target-policy.ts';

/** Every policy by the name that select blocks use. A new one is its file, its line here and its rule in docs/spec/routing.md. */
const targetPolicies: Readonly<Record<TargetChoice, TargetPolicy>> = {
  longestReady,
  leastOccupied,
  highestSkill,
  roundRobin,
  random,
};

/** The policy of this name. */
export function policyOf(choice: TargetChoice): TargetPolicy {
  return targetPolicies[choice];
}
