/** @jsxImportSource preact */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { measureText, TEXT_BYTES_MAX } from '../conversation/text-size.ts';
import { SendIcon } from './icons.tsx';

interface ComposerProps {
  draft: string;
  onDraft: (draft: string) => void;
  onSend: (text: string) => void;
  /** Who reads it, for the label. */
  recipient: string | undefined;
}

/** Below this share of the limit nobody needs a counter. */
const COUNTER_FROM = 0.8;

export function Composer({ draft, onDraft, onSend, recipient }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { bytes, isTooLong } = measureText(draft);
  const isEmpty = draft.trim() === '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the draft that was just drawn.
  useLayoutEffect(() => {
    if (field.current) growToContent(field.current);
  }, [draft]);

  const send = () => {
    if (!isEmpty && !isTooLong) onSend(draft.trim());
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method is composing, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {bytes > TEXT_BYTES_MAX * COUNTER_FROM && (
        <p id="composer-size" class={isTooLong ? 'size too-long' : 'size'} role={isTooLong ? 'alert' : undefined}>
          {isTooLong ? 'Too long to send: ' : ''}
          {bytes.toLocaleString('en')} of {TEXT_BYTES_MAX.toLocaleString('en')} bytes
        </p>
      )}
      <div class="composer-row">
        <textarea
          ref={field}
          rows={1}
          value={draft}
          placeholder="Write a message"
          aria-label={recipient ? `Write a message to ${recipient}` : 'Write a message'}
          {...(isTooLong ? { 'aria-describedby': 'composer-size' } : {})}
          aria-invalid={isTooLong}
          enterkeyhint="send"
          onInput={(event) => onDraft(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="send" aria-label="Send" title="Send" aria-disabled={isEmpty || isTooLong}>
          <SendIcon />
        </button>
      </div>
    </form>
  );
}

function growToContent(field: HTMLTextAreaElement): void {
  field.style.height = 'auto';
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}
