import { useEffect } from 'react';
import { isSupervisor } from '../../stores/supervision/team-access.ts';
import type { DeskPage } from '../../stores/view/view-reducer.ts';
import { showOverlay } from '../../stores/view/view-store.ts';
import { bindShortcuts } from './bind-shortcuts.ts';
import { pageShortcuts, shortcutsOf } from './team-shortcuts.ts';

/** Binds the keys of a page while it is shown. */
export function useDeskShortcuts(page: DeskPage): void {
  useEffect(() => bindShortcuts([...shortcutsOf(page), ...(isSupervisor() ? pageShortcuts : [])]), [page]);
  useEffect(() => {
    // Also while a dialog is open: it is how one asks what the keys are.
    const keyPressed = (event: KeyboardEvent): void => {
      if (event.code !== 'Slash' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
      event.preventDefault();
      showOverlay('shortcuts');
    };
    window.addEventListener('keydown', keyPressed);
    return () => window.removeEventListener('keydown', keyPressed);
  }, []);
}
