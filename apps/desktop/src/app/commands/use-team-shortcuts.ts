import { type RefObject, useEffect } from 'react';
import { bindShortcuts } from './bind-shortcuts.ts';
import { teamShortcuts } from './team-shortcuts.ts';

/** Binds the keys of the Team page while it is shown. */
export function useTeamShortcuts(filterInput: RefObject<HTMLInputElement | null>): void {
  useEffect(
    () =>
      bindShortcuts([
        ...teamShortcuts,
        {
          keys: '/',
          words: 'Find an agent',
          bindings: ['/'],
          isCharacter: true,
          run: () => filterInput.current?.focus(),
        },
      ]),
    [filterInput],
  );
}
