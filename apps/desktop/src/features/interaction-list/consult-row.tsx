import { CornerDownRight } from 'lucide-react';
import { useChatStore } from '../../stores/chat/chat-store.ts';
import { sayPhrase } from '../../stores/interactions/colleague-name.ts';
import { consultationOf, type Interaction, kindOf } from '../../stores/interactions/interaction.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { useInteractionsStore } from '../../stores/interactions/interactions-store.ts';
import { endOf } from '../../stores/interactions/phrase.ts';
import { openChat } from '../../stores/view/view-reducer.ts';
import { changeView } from '../../stores/view/view-store.ts';
import { Elapsed } from '../../ui/elapsed.tsx';

/** What is not a customer's chat says so. */
export function RowTag({ interaction }: { readonly interaction: Interaction }) {
  const kind = kindOf(interaction);
  if (kind === 'customer') return null;
  return (
    <span className="shrink-0 text-xs font-medium text-whisper">{kind === 'consult' ? 'consult' : 'internal'}</span>
  );
}

/** The consultation about a chat, under its row. */
export function ConsultRow({ interaction }: { readonly interaction: Interaction }) {
  const consult = useInteractionsStore((state) => consultationOf(interaction.connID, state.interactions));
  const lastText = useChatStore((state) => {
    const last =
      consult === undefined ? undefined : state.chats[consult.connID]?.lines.findLast(({ kind }) => kind === 'text');
    return last?.kind === 'text' ? last.im : null;
  });
  if (consult === undefined) return null;
  const words =
    consult.phase === 'dialing'
      ? 'Rings…'
      : consult.phase === 'ended'
        ? sayPhrase(endOf(consult))
        : (lastText ?? 'Talking');
  return (
    <button
      type="button"
      onClick={() => changeView((view) => openChat(view, interaction.connID))}
      className="mt-0.5 ml-5 flex w-[calc(100%-20px)] items-center gap-2 rounded-[10px] px-2.5 py-1.5 text-left hover:bg-sunk focus-visible:-outline-offset-2"
    >
      <CornerDownRight aria-hidden="true" className="size-4 shrink-0 text-whisper" />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-1.5">
          <span className="truncate font-semibold">{nameOf(consult)}</span>
          <RowTag interaction={consult} />
        </span>
        <span className="block truncate text-xs text-ink-2">{words}</span>
      </span>
      {consult.phase !== 'ended' && (
        <span className="text-xs text-ink-3">
          <Elapsed since={consult.establishedAt ?? consult.startedAt} isShort />
        </span>
      )}
    </button>
  );
}
