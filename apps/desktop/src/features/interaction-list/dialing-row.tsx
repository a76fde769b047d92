import { classNames } from '../../lib/class-names.ts';
import type { Interaction } from '../../stores/interaction.ts';
import { nameOf } from '../../stores/interaction-name.ts';
import { openChat } from '../../stores/view-reducer.ts';
import { changeView, useViewStore } from '../../stores/view-store.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { RowTag } from './consult-row.tsx';

/** We call; nobody has answered yet. */
export function DialingRow({ interaction }: { readonly interaction: Interaction }) {
  const { connID, startedAt } = interaction;
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
          <span className="flex items-baseline gap-1.5">
            <span className="truncate font-semibold">{nameOf(interaction)}</span>
            <RowTag interaction={interaction} />
          </span>
          <span className="block truncate text-xs text-ink-2">Rings…</span>
        </span>
        <span className="text-xs text-ink-3">
          <Elapsed since={startedAt} isShort />
        </span>
      </button>
    </li>
  );
}
