import type { KeyboardEvent } from 'react';

/** Enter alone. The one that ends the choice of an input method belongs to it. */
export function isSendKey(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return false;
  return !(event.shiftKey || event.altKey || event.ctrlKey || event.metaKey);
}
