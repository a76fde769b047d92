import { PencilLine } from 'lucide-react';
import { customerName } from '../../lib/customer-name.ts';
import type { Writer } from '../../stores/chat/typing-reducer.ts';
import { useWriters } from '../../stores/chat/typing-store.ts';
import { colleagueName } from '../../stores/interactions/colleague-name.ts';
import type { Interaction } from '../../stores/interactions/interaction.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';

function nameOfWriter({ who }: Writer, interaction: Interaction): string {
  return who === interaction.customer ? customerName(nameOf(interaction)) : colleagueName(who);
}

function wordsFor(writers: readonly Writer[], interaction: Interaction): string {
  const names = writers.map((writer) => nameOfWriter(writer, interaction) + (writer.isWhisper ? ' (whisper)' : ''));
  if (names.length > 2) return `${names.length} people are typing…`;
  return names.length === 2 ? `${names.join(' and ')} are typing…` : `${names[0]} is typing…`;
}

/** Who writes in this chat now. Its place stays, so that nothing moves when somebody begins. */
export function TypingLine({ interaction }: { readonly interaction: Interaction }) {
  const writers = useWriters(interaction.connID);
  return (
    <p
      aria-live="polite"
      className="flex min-h-6 items-center justify-center gap-1.5 truncate px-4 pb-1 text-xs text-ink-3 sm:px-5"
    >
      {writers.length > 0 && (
        <>
          <PencilLine aria-hidden="true" className="size-3 shrink-0 motion-safe:animate-pulse" />
          <span className="truncate">{wordsFor(writers, interaction)}</span>
        </>
      )}
    </p>
  );
}
