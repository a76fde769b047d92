import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { byteLength } from '../../lib/byte-length.ts';
import { classNames } from '../../lib/class-names.ts';
import { isSendKey } from '../../lib/is-send-key.ts';
import { setDraft, useDraft } from '../../stores/chat/drafts-store.ts';
import { useTextBytesMax } from '../../stores/chat/text-limit.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import type { ObservedChat } from '../../stores/supervision/monitoring-reducer.ts';
import { sayObserved } from '../../stores/supervision/supervision-actions.ts';

interface LiveComposerProps {
  readonly chat: ObservedChat;
  readonly agentName: string;
  /** A change of mode is on its way: nobody knows yet who would hear. */
  readonly isSwitching: boolean;
}

/**
 * Writes as the mode says: to nobody, to the agent, to all. Each mode has its own draft, so a whisper that is typed never
 * becomes a word to the customer.
 */
export function LiveComposer({ chat, agentName, isSwitching }: LiveComposerProps) {
  const { connID, mode } = chat;
  if (mode === 'mute')
    return (
      <p className="mx-4 mb-4 rounded-xl border border-line bg-sunk px-3 py-3 text-[13px] text-ink-2">
        You listen silently. Choose Whisper or Barge in to write.
      </p>
    );
  return (
    <WritingComposer
      key={`${connID} ${mode}`}
      chat={chat}
      mode={mode}
      agentName={agentName}
      isSwitching={isSwitching}
    />
  );
}

function WritingComposer({
  chat,
  mode,
  agentName,
  isSwitching,
}: LiveComposerProps & { readonly mode: 'coach' | 'connect' }) {
  const draftKey = `${chat.connID}.${mode}`;
  const draft = useDraft(draftKey);
  const isLive = useConnectionStore((state) => state.status === 'live');
  const bytesMax = useTextBytesMax();
  const [isSending, setIsSending] = useState(false);
  const [isArmed, setIsArmed] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const isWhisper = mode === 'coach';
  const needsSecondPress = !isWhisper && chat.undoMode !== null;
  const isTooLong = byteLength(draft) > bytesMax;
  const isEmpty = draft.trim() === '';
  const canSend = isLive && !isSwitching && !isSending && !isEmpty && !isTooLong;
  const label = isWhisper ? `Whisper to ${agentName}` : `Write to the customer and ${agentName}`;

  useEffect(() => box.current?.focus(), []);

  const send = async (): Promise<void> => {
    if (!canSend) return;
    if (needsSecondPress && !isArmed) {
      setIsArmed(true);
      return;
    }
    setIsSending(true);
    setRefusal(null);
    const words = await sayObserved(chat, draft.replace(/\s+$/, ''));
    setIsSending(false);
    setIsArmed(false);
    setRefusal(words);
    if (words === null) setDraft(draftKey, '');
    box.current?.focus();
  };

  const keyPressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && isArmed) setIsArmed(false);
    if (!isSendKey(event)) return;
    event.preventDefault();
    // A key that is held down is no second press.
    if (!event.repeat) void send();
  };

  const line = lineFor({ isLive, isSwitching, isTooLong, isArmed, isWhisper });
  const button = isArmed ? 'Send to the customer' : isWhisper ? 'Whisper' : 'Send';
  return (
    <form
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      className={classNames(
        'mx-4 mb-4 rounded-xl border px-3 py-2.5',
        isWhisper
          ? 'border-dashed border-whisper bg-whisper-soft'
          : 'border-accent bg-surface focus-within:outline-1 focus-within:outline-accent',
      )}
    >
      <textarea
        ref={box}
        aria-label={label}
        aria-invalid={isTooLong || undefined}
        placeholder={`${label}…`}
        rows={2}
        value={draft}
        onChange={(event) => {
          setDraft(draftKey, event.target.value);
          setIsArmed(false);
        }}
        onKeyDown={keyPressed}
        className={classNames(
          'block max-h-40 min-h-11 w-full resize-none [field-sizing:content] bg-transparent text-ink outline-none',
          isWhisper ? 'placeholder:text-whisper' : 'placeholder:text-ink-3',
        )}
      />
      <div className="mt-1 flex flex-wrap items-center gap-2 text-xs">
        <span role="status" className={isWhisper ? 'text-whisper' : 'text-ink-2'}>
          {line}
        </span>
        <button
          type="submit"
          disabled={!canSend}
          className={classNames(
            'ml-auto min-h-8 rounded-lg px-3 font-medium disabled:cursor-not-allowed disabled:opacity-60',
            isWhisper ? 'bg-whisper text-on-whisper' : 'bg-accent text-on-accent',
          )}
        >
          {button}
        </button>
      </div>
      {refusal !== null && (
        <p role="alert" className="mt-1.5 text-[13px] text-danger">
          Not sent: {refusal}
        </p>
      )}
    </form>
  );
}

interface Writing {
  readonly isLive: boolean;
  readonly isSwitching: boolean;
  readonly isTooLong: boolean;
  readonly isArmed: boolean;
  readonly isWhisper: boolean;
}

/** What is in the way of the text, or who reads it. */
function lineFor({ isLive, isSwitching, isTooLong, isArmed, isWhisper }: Writing): string {
  if (!isLive) return 'Not connected: nothing can be sent';
  if (isSwitching) return 'The mode is changing…';
  if (isTooLong) return 'The text is too long';
  if (isArmed) return 'The customer will read this. Once more to send it.';
  return isWhisper ? 'The customer does not get it' : 'The customer reads it, under your name';
}
