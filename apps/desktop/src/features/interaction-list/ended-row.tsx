import { ClipboardCheck } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import { sayPhrase } from '../../stores/colleague-name.ts';
import { nameOf } from '../../stores/interaction-name.ts';
import type { Interaction } from '../../stores/interactions-reducer.ts';
import { endOf } from '../../stores/phrase.ts';
import { openChat } from '../../stores/view-reducer.ts';
import { changeView, useViewStore } from '../../stores/view-store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';

/** Over, but not Done: waits for its wrap-up note. */
export function EndedRow({ interaction }: { readonly interaction: Interaction }) {
  const { connID, endedAt } = interaction;
  const isFocused = useViewStore((state) => state.panes[state.focusedPane] === connID);
  return (
    <li className={classNames('mb-0.5 rounded-[10px]', isFocused ? 'bg-accent-soft' : 'hover:bg-sunk')}>
      <button
        type="button"
        aria-current={isFocused || undefined}
        onClick={() => changeView((view) => openChat(view, connID))}
        className="flex w-full min-w-0 items-center gap-2.5 rounded-[10px] px-2.5 py-2.5 text-left focus-visible:-outline-offset-2"
      >
        <Avatar name={nameOf(interaction)} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold">{nameOf(interaction)}</span>
          <span className="block truncate text-xs text-ink-2">{sayPhrase(endOf(interaction))}</span>
        </span>
        <span className="flex items-center gap-1 text-xs text-after-work">
          <ClipboardCheck aria-hidden="true" className="size-3" />
          <span className="sr-only">Wrap-up</span>
          {endedAt !== null && <Elapsed since={endedAt} isShort />}
        </span>
      </button>
    </li>
  );
}
