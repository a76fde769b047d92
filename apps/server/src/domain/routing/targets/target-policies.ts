import type { TargetChoice } from '../route-request.ts';
import { longestReady } from './longest-ready.ts';
import type { TargetPolicy } from './target-policy.ts';

/** Every policy by the name that select blocks use. A new one is its file, its line here and its rule in docs/spec/routing.md. */
export const targetPolicies: Readonly<Record<TargetChoice, TargetPolicy>> = {
  longestReady,
};
