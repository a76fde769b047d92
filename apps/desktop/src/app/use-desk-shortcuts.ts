import { useEffect } from 'react';
import { tinykeys } from 'tinykeys';
import { showOverlay } from '../stores/view-store.ts';
import { deskShortcuts } from './desk-shortcuts.ts';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

/** Binds the keys of the desk while it is shown. None fires while an input method composes or a dialog is open. */
export function useDeskShortcuts(): void {
  useEffect(() => {
    const bindings: Record<string, (event: KeyboardEvent) => void> = {};
    for (const { bindings: keys, run, isCharacter } of deskShortcuts)
      for (const key of keys)
        bindings[key] = (event) => {
          if (isCharacter === true && isTyping(event.target)) return;
          if (document.querySelector('[aria-modal="true"]') !== null) return;
          event.preventDefault();
          run(event);
        };
    bindings['$mod+Slash'] = (event) => {
      event.preventDefault();
      showOverlay('shortcuts');
    };
    return tinykeys(window, bindings, { ignore: (event) => event.isComposing });
  }, []);
}
