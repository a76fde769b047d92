import { ClipboardCheck } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { writeNote } from '../../api/interactions.ts';
import { finishCall } from '../../stores/call-actions.ts';
import { setDraft, useDraft } from '../../stores/chat/drafts-store.ts';
import { sayPhrase } from '../../stores/interactions/colleague-name.ts';
import type { Interaction } from '../../stores/interactions/interactions-reducer.ts';
import { endOf } from '../../stores/interactions/phrase.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { Button } from '../../ui/button.tsx';

const NOTE_LENGTH_MAX = 4000;

interface WrapUpFormProps {
  readonly interaction: Interaction;
  readonly isFocused: boolean;
}

/** The chat has ended: a note on what came of it, then Done. */
export function WrapUpForm({ interaction, isFocused }: WrapUpFormProps) {
  const { connID } = interaction;
  const id = useId();
  const token = useSessionStore((state) => state.token);
  const draftKey = `note-${connID}`;
  const note = useDraft(draftKey);
  const [isPending, setIsPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    // Who was writing here goes on writing here; nobody else's focus is taken.
    if (isFocused && document.activeElement === document.body) box.current?.focus();
  }, [isFocused]);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (token === null || isPending) return;
    setIsPending(true);
    setFailure(null);
    try {
      if (note.trim() !== '') await writeNote(token, connID, note.trim());
      setDraft(draftKey, '');
      finishCall(connID);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'The note could not be saved.');
      setIsPending(false);
    }
  };

  return (
    <form
      aria-label="Wrap-up"
      onSubmit={submit}
      className="mx-3 mb-3 rounded-[14px] border border-line bg-surface px-3 py-2.5 sm:mx-[18px] sm:mb-4"
    >
      <p className="flex items-center gap-1.5 text-[13px] font-semibold text-after-work">
        <ClipboardCheck aria-hidden="true" className="size-4" />
        {sayPhrase(endOf(interaction))} · wrap-up
      </p>
      <label htmlFor={id} className="mt-2 mb-1 block text-xs text-ink-2">
        Note
      </label>
      <textarea
        ref={box}
        id={id}
        rows={2}
        maxLength={NOTE_LENGTH_MAX}
        value={note}
        placeholder="What was it about, what was agreed?"
        onChange={(event) => setDraft(draftKey, event.target.value)}
        className="block max-h-40 min-h-11 w-full resize-none [field-sizing:content] rounded-[9px] border border-line-strong/60 bg-surface px-2.5 py-1.5 placeholder:text-ink-3"
      />
      <div className="mt-2 flex items-center gap-2.5">
        <span role={failure === null ? undefined : 'alert'} className="text-xs text-danger">
          {failure}
        </span>
        <Button type="submit" look="primary" className="ml-auto" isPending={isPending} title="Done (Ctrl+Shift+E)">
          {note.trim() === '' ? 'Done' : 'Save and done'}
        </Button>
      </div>
    </form>
  );
}
