import { type KeyboardEvent, useEffect, useRef } from 'react';
import { byteLength } from '../../lib/byte-length.ts';
import { useConnectionStore } from '../../stores/connection-store.ts';
import { setDraft, useDraft } from '../../stores/drafts-store.ts';
import { nameOf } from '../../stores/interaction-name.ts';
import type { Interaction } from '../../stores/interactions-reducer.ts';
import { sendText } from '../../stores/outbox-store.ts';
import { useSessionStore } from '../../stores/session-store.ts';
import { Button } from '../../ui/button.tsx';

/** Of the limit: from here on the counter is shown. */
const COUNTER_FROM = 0.8;
const BYTES_MAX = 16_384;

interface ComposerProps {
  readonly interaction: Interaction;
  readonly isFocused: boolean;
}

/** Writes to one chat and to no other: its draft is kept under the chat's own id. */
export function Composer({ interaction, isFocused }: ComposerProps) {
  const { connID, dn } = interaction;
  const draft = useDraft(connID);
  const isLive = useConnectionStore((state) => state.status === 'live');
  const settings = useSessionStore((state) => state.settings);
  const box = useRef<HTMLTextAreaElement>(null);
  const bytesMax = settings?.textBytesMax ?? BYTES_MAX;
  const bytes = byteLength(draft);
  const isTooLong = bytes > bytesMax;
  const isEmpty = draft.trim() === '';
  const name = nameOf(interaction);

  useEffect(() => {
    if (isFocused) box.current?.focus();
  }, [isFocused]);

  const send = (): void => {
    if (isEmpty || isTooLong) return;
    sendText(dn, connID, draft.replace(/\s+$/, ''));
    setDraft(connID, '');
    box.current?.focus();
  };

  const keyPressed = (event: KeyboardEvent): void => {
    // Enter that ends the choice of an input method belongs to it.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      aria-label={`Write to ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="mx-3 mb-3 rounded-[14px] border border-line bg-surface px-3 py-2.5 focus-within:border-accent sm:mx-[18px] sm:mb-4"
    >
      <textarea
        ref={box}
        aria-label={`Message to ${name}`}
        aria-invalid={isTooLong || undefined}
        placeholder={`Write to ${name}`}
        rows={2}
        spellCheck={settings?.autoSpellCheck ?? true}
        value={draft}
        onChange={(event) => setDraft(connID, event.target.value)}
        onKeyDown={keyPressed}
        className="block max-h-48 min-h-11 w-full resize-none [field-sizing:content] bg-transparent text-ink outline-none placeholder:text-ink-3"
      />
      <div className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xs">
        {isTooLong ? (
          <span role="alert" className="num font-medium text-danger">
            {bytes - bytesMax} bytes too long: one text takes {bytesMax.toLocaleString('en')} bytes at most
          </span>
        ) : isLive ? (
          <span className="text-ink-3">Enter to send · Shift+Enter for a new line</span>
        ) : (
          <span className="text-partly">Not connected: what you send is kept and goes out when you are back</span>
        )}
        {!isTooLong && bytes >= bytesMax * COUNTER_FROM && (
          <span className="num text-ink-2">
            {bytes.toLocaleString('en')} of {bytesMax.toLocaleString('en')} bytes
          </span>
        )}
        <Button
          type="submit"
          look="primary"
          className="ml-auto"
          disabled={isEmpty || isTooLong}
          title={isEmpty ? 'Write something first' : isTooLong ? 'The text is too long' : 'Send (Enter)'}
        >
          Send
        </Button>
      </div>
    </form>
  );
}
