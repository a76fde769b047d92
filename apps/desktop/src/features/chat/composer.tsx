import { Lock, Pause } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { byteLength } from '../../lib/byte-length.ts';
import { classNames } from '../../lib/class-names.ts';
import { isSendKey } from '../../lib/is-send-key.ts';
import { setDraft, useDraft } from '../../stores/chat/drafts-store.ts';
import { sendText } from '../../stores/chat/outbox-store.ts';
import { noteTyping, stopTyping, textSent } from '../../stores/chat/own-typing.ts';
import { useTextBytesMax } from '../../stores/chat/text-limit.ts';
import { readersOf, whyNotWriting } from '../../stores/chat/writing.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import type { Interaction } from '../../stores/interactions/interactions-reducer.ts';
import { useConnectionStore } from '../../stores/session/connection-store.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { Button } from '../../ui/button.tsx';
import { whisperLook } from '../../ui/whisper-look.ts';

/** Of the limit: from here on the counter is shown. */
const COUNTER_FROM = 0.8;

interface ComposerProps {
  readonly interaction: Interaction;
  readonly isFocused: boolean;
  /** To the supervisor who whispers, and to nobody else: a composer of its own, with a draft of its own. */
  readonly whisperTo?: string;
  /** Takes what is in the way of writing out of it, such as Retrieve. */
  readonly remedy?: React.ReactNode;
}

/** Writes to one chat and to no other: its draft is kept under the chat's own id. */
export function Composer({ interaction, isFocused, whisperTo, remedy }: ComposerProps) {
  const { connID, dn } = interaction;
  const isWhisper = whisperTo !== undefined;
  const draftKey = isWhisper ? `whisper-${connID}` : connID;
  const draft = useDraft(draftKey);
  const spellCheck = useSessionStore((state) => state.settings?.autoSpellCheck) ?? true;
  const box = useRef<HTMLTextAreaElement>(null);
  const bytesMax = useTextBytesMax();
  const bytes = byteLength(draft);
  const isTooLong = bytes > bytesMax;
  const isEmpty = draft.trim() === '';
  const name = whisperTo ?? nameOf(interaction);
  const isPrivate = isWhisper || readersOf(interaction) === 'colleague';
  // A whisper reaches the supervisor also while the customer is on hold.
  const whyNot = isWhisper ? null : whyNotWriting(interaction);

  useEffect(() => {
    if (isFocused && whyNot === null) box.current?.focus();
  }, [isFocused, whyNot]);

  // Whoever leaves the chat has stopped writing in it.
  useEffect(() => () => stopTyping({ dn, connID, isWhisper }), [dn, connID, isWhisper]);

  const send = (): void => {
    if (isEmpty || isTooLong || whyNot !== null) return;
    sendText(dn, connID, draft.replace(/\s+$/, ''), isWhisper ? 'whisper' : 'text');
    textSent({ dn, connID, isWhisper });
    setDraft(draftKey, '');
    box.current?.focus();
  };

  const keyPressed = (event: KeyboardEvent): void => {
    if (!isSendKey(event)) return;
    event.preventDefault();
    send();
  };

  return (
    <form
      aria-label={isWhisper ? `Whisper to ${name}` : `Write to ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className={classNames(
        'mx-3 mb-3 rounded-[14px] border px-3 py-2.5 sm:mx-[18px] sm:mb-4',
        isPrivate ? whisperLook : 'border-line bg-surface focus-within:border-accent',
      )}
    >
      <textarea
        ref={box}
        aria-label={isWhisper ? `Whisper to ${name}` : `Message to ${name}`}
        aria-invalid={isTooLong || undefined}
        placeholder={isWhisper ? `Answer ${name} alone` : `Write to ${name}`}
        rows={isWhisper ? 1 : 2}
        disabled={whyNot !== null}
        spellCheck={spellCheck}
        value={draft}
        onChange={(event) => {
          setDraft(draftKey, event.target.value);
          if (interaction.phase === 'active') noteTyping({ dn, connID, isWhisper }, event.target.value);
        }}
        onKeyDown={keyPressed}
        className={classNames(
          'block max-h-48 w-full resize-none [field-sizing:content] bg-transparent outline-none disabled:cursor-not-allowed disabled:opacity-60',
          isWhisper ? 'min-h-6' : 'min-h-11',
          isPrivate ? 'placeholder:text-whisper' : 'text-ink placeholder:text-ink-3',
        )}
      />
      <div className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xs">
        <ComposerLine
          bytesOver={bytes - bytesMax}
          bytesMax={bytesMax}
          whyNot={whyNot}
          readers={isWhisper ? `Only ${name} reads this` : isPrivate ? 'Only colleagues read this' : null}
        />
        {!isTooLong && bytes >= bytesMax * COUNTER_FROM && (
          <span className="num text-ink-2">
            {bytes.toLocaleString('en')} of {bytesMax.toLocaleString('en')} bytes
          </span>
        )}
        {whyNot !== null ? (
          <span className="ml-auto">{remedy}</span>
        ) : (
          <Button
            type="submit"
            look={isPrivate ? 'private' : 'primary'}
            className="ml-auto"
            disabled={isEmpty || isTooLong}
            title={isEmpty ? 'Write something first' : isTooLong ? 'The text is too long' : 'Send (Enter)'}
          >
            {isWhisper ? 'Whisper' : 'Send'}
          </Button>
        )}
      </div>
    </form>
  );
}

interface ComposerLineProps {
  /** By how much the text is too long; not above 0 when it fits. */
  readonly bytesOver: number;
  readonly bytesMax: number;
  readonly whyNot: string | null;
  /** Who alone reads it, in words; null when the customer does. */
  readonly readers: string | null;
}

/** What is in the way of the text, or what becomes of it. */
function ComposerLine({ bytesOver, bytesMax, whyNot, readers }: ComposerLineProps) {
  const isLive = useConnectionStore((state) => state.status === 'live');
  if (bytesOver > 0)
    return (
      <span role="alert" className="num font-medium text-danger">
        {bytesOver} bytes too long: one text takes {bytesMax.toLocaleString('en')} bytes at most
      </span>
    );
  if (whyNot !== null)
    return (
      <span className={classNames('flex items-center gap-1.5', readers === null ? 'text-partly' : 'text-whisper')}>
        <Pause aria-hidden="true" className="size-3.5 shrink-0" />
        {whyNot}
      </span>
    );
  if (!isLive)
    return <span className="text-partly">Not connected: what you send is kept and goes out when you are back</span>;
  if (readers === null) return <span className="text-ink-3">Enter to send · Shift+Enter for a new line</span>;
  return (
    <span className="flex items-center gap-1.5">
      <Lock aria-hidden="true" className="size-3.5 shrink-0" />
      {readers}
    </span>
  );
}
