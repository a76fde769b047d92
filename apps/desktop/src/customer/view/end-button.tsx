/** @jsxImportSource preact */
import { useState } from 'preact/hooks';

/** Ending cannot be undone, so it asks once, in place. */
export function EndButton({ onEnd }: { onEnd: () => void }) {
  const [isAsking, setIsAsking] = useState(false);
  if (!isAsking) {
    return (
      <button type="button" class="quiet" onClick={() => setIsAsking(true)}>
        End
      </button>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields, these are two answers to one question.
    <div class="end-question" role="group" aria-label="End this conversation?">
      <button type="button" class="quiet" ref={focusWhenShown} onClick={() => setIsAsking(false)}>
        Keep chatting
      </button>
      <button type="button" class="danger" onClick={onEnd}>
        End chat
      </button>
    </div>
  );
}

/** One function for all renderings, so that a text that arrives meanwhile does not move the focus again. */
function focusWhenShown(button: HTMLButtonElement | null): void {
  button?.focus();
}
