import { tinykeys } from 'tinykeys';
import type { DeskShortcut } from './desk-shortcuts.ts';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

/** Binds keys to the window. None acts while an input method composes or a dialog is open. Returns how to unbind them. */
export function bindShortcuts(shortcuts: readonly DeskShortcut[]): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const { bindings: keys, run, isCharacter } of shortcuts)
    for (const key of keys)
      bindings[key] = (event) => {
        if (isCharacter === true && isTyping(event.target)) return;
        if (document.querySelector('[aria-modal="true"]') !== null) return;
        event.preventDefault();
        run(event);
      };
  return tinykeys(window, bindings, { ignore: (event) => event.isComposing });
}
