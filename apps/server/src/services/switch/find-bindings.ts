import type { Binding } from './rows/binding.ts';
import type { SwitchState } from './switch-state.ts';

/** Where an account or a DN can be reached now: the preferred one first, among equals the one that was refreshed last. */
export function findBindings({ bindingsByAor }: SwitchState, aor: string, now: number): readonly Binding[] {
  return bindingsByAor
    .get(aor)
    .filter(({ expiresAt }) => expiresAt > now)
    .toSorted((one, other) => other.q - one.q || other.refreshedAt - one.refreshedAt || (one.id < other.id ? -1 : 1));
}
