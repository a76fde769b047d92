import { Columns2, Pause } from 'lucide-react';
import type { MouseEvent } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { plural } from '../../lib/plural.ts';
import { useNow } from '../../lib/use-now.ts';
import { useWriters } from '../../stores/chat/typing-store.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { useSessionStore } from '../../stores/session/session-store.ts';
import { openBeside, openChat } from '../../stores/view/view-reducer.ts';
import { changeView, useViewStore } from '../../stores/view/view-store.ts';
import { type Ordered, waitLevel } from '../../stores/view/waiting.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Elapsed } from '../../ui/elapsed.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { ConsultRow, RowTag } from './consult-row.tsx';
import { useAgentWaitRing, WaitMark } from './wait-mark.tsx';

const bars = { new: 'bg-new', warning: 'bg-partly', critical: 'bg-danger' } as const;

interface ActiveRowProps extends Ordered {
  /** 1 to 9: the number of its key. */
  readonly place: number;
}

export function ActiveRow({ interaction, waiting, place }: ActiveRowProps) {
  const { connID, heldSince } = interaction;
  const panes = useViewStore((state) => state.panes);
  const focusedPane = useViewStore((state) => state.focusedPane);
  const settings = useSessionStore((state) => state.settings);
  const customerWaitIntervalSeconds = settings?.customerWaitIntervalSeconds ?? 30;
  const agentWaitIntervalSeconds = settings?.agentWaitIntervalSeconds ?? 20;
  const ring = useAgentWaitRing(waiting, agentWaitIntervalSeconds);
  const now = useNow();
  const isTyping = useWriters(connID).some(({ who }) => who === interaction.customer);
  const isFocused = panes[focusedPane] === connID;
  const isOpen = panes.includes(connID);
  const { unanswered, customerSince } = waiting;
  const open = (event: MouseEvent): void =>
    changeView((view) => (event.altKey ? openBeside(view, connID) : openChat(view, connID)));
  return (
    <li className="mb-0.5">
      <div
        className={classNames(
          'group relative flex items-center overflow-hidden rounded-[10px] focus-within:bg-sunk',
          isFocused ? 'bg-accent-soft focus-within:bg-accent-soft' : isOpen ? 'bg-sunk' : 'hover:bg-sunk',
        )}
      >
        {customerSince !== null && (
          <span
            aria-hidden="true"
            className={`absolute inset-y-1.5 left-0 w-1 rounded-full ${bars[waitLevel(now - customerSince, customerWaitIntervalSeconds)]}`}
          />
        )}
        <button
          type="button"
          aria-current={isFocused || undefined}
          onClick={open}
          title={place <= 9 ? `Alt+${place} · Alt+click opens it beside` : 'Alt+click opens it beside'}
          className="flex min-w-0 flex-1 items-center gap-2.5 rounded-[10px] py-2.5 pr-2.5 pl-2.5 text-left focus-visible:-outline-offset-2"
        >
          <Avatar name={nameOf(interaction)} ring={ring} />
          <span className="min-w-0 flex-1">
            <span className="flex items-baseline gap-1.5">
              <span className="truncate font-semibold">{nameOf(interaction)}</span>
              <RowTag interaction={interaction} />
            </span>
            <span className="block truncate text-xs text-ink-2">
              {heldSince !== null && (
                <span className="font-medium text-partly">
                  <Pause aria-hidden="true" className="mr-0.5 inline size-3 align-[-1px]" />
                  On hold <Elapsed since={heldSince} isShort />
                  {' · '}
                </span>
              )}
              {isTyping ? 'is typing…' : (waiting.lastText ?? 'No text yet')}
            </span>
          </span>
          <span className="flex flex-col items-end gap-1">
            <WaitMark {...{ waiting, customerWaitIntervalSeconds, agentWaitIntervalSeconds }} />
            {unanswered > 0 && (
              <span className="num rounded-full bg-accent px-1.5 text-[11px] leading-4 font-semibold text-on-accent">
                <span aria-hidden="true">{unanswered}</span>
                <span className="sr-only">{plural(unanswered, 'unanswered text')}</span>
              </span>
            )}
          </span>
        </button>
        <IconButton
          icon={Columns2}
          size="small"
          label={`Open ${nameOf(interaction)} beside`}
          shortcut="Alt+click"
          onClick={() => changeView((view) => openBeside(view, connID))}
          className="absolute right-1 bottom-1 border border-line bg-surface opacity-0 group-hover:opacity-100 focus-visible:opacity-100 max-lg:hidden"
        />
      </div>
      <ConsultRow interaction={interaction} />
    </li>
  );
}
