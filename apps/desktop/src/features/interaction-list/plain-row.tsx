import type { ReactNode } from 'react';
import { classNames } from '../../lib/class-names.ts';
import type { Interaction } from '../../stores/interactions/interaction.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { openChat } from '../../stores/view/view-reducer.ts';
import { changeView, useViewStore } from '../../stores/view/view-store.ts';
import { Avatar } from '../../ui/avatar.tsx';

interface PlainRowProps {
  readonly interaction: Interaction;
  /** Beside the name. */
  readonly tag?: ReactNode;
  /** Below the name. */
  readonly line: string;
  /** At the end of the row. */
  readonly children: ReactNode;
}

/** An interaction in which nothing is said: who it is with and how it stands; a press opens it. */
export function PlainRow({ interaction, tag, line, children }: PlainRowProps) {
  const { connID } = interaction;
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
            {tag}
          </span>
          <span className="block truncate text-xs text-ink-2">{line}</span>
        </span>
        {children}
      </button>
    </li>
  );
}
