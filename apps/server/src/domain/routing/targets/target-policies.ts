import type { TargetChoice } from '@cordboard/shared/routing/routing-target';
import { longestReady } from './longest-ready.ts';
import type { TargetPolicy } from './target-policy.ts';

/** Every policy by the name that select blocks use. A new one is its file, its line here and its rule in docs/spec/routing.md. */
const targetPolicies: Readonly<Partial<Record<TargetChoice, TargetPolicy>>> = {
  longestReady,
};

/** The policy of this name. */
export function policyOf(choice: TargetChoice): TargetPolicy {
  return targetPolicies[choice] ?? longestReady;
}
