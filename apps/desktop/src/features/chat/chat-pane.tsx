import type { ReactNode } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { nameOf } from '../../stores/interaction-name.ts';
import type { Interaction } from '../../stores/interactions-reducer.ts';
import { focusPane, type Pane } from '../../stores/view-reducer.ts';
import { changeView } from '../../stores/view-store.ts';
import { ChatHeader } from './chat-header.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

interface ChatPaneProps {
  readonly interaction: Interaction;
  readonly pane: Pane;
  readonly isFocused: boolean;
  /** Two panes are shown: then the focused one has a ring. */
  readonly hasNeighbour: boolean;
  /** Takes the place of the composer once the chat has ended. */
  readonly wrapUp: ReactNode;
}

/** One conversation: header, transcript, composer. Mounted anew for each chat, so nothing typed goes elsewhere. */
export function ChatPane({ interaction, pane, isFocused, hasNeighbour, wrapUp }: ChatPaneProps) {
  const takeFocus = (): void => changeView((view) => focusPane(view, pane));
  return (
    <section
      aria-label={`Chat with ${nameOf(interaction)}`}
      data-region
      onFocusCapture={takeFocus}
      onPointerDownCapture={takeFocus}
      className={classNames(
        'relative flex min-w-0 flex-1 flex-col bg-bg',
        hasNeighbour && 'border-r border-line last:border-r-0',
      )}
    >
      <ChatHeader interaction={interaction} />
      <MessageList interaction={interaction} isFocused={isFocused} />
      {interaction.phase === 'ended' ? wrapUp : <Composer interaction={interaction} isFocused={isFocused} />}
      {hasNeighbour && isFocused && (
        <span aria-hidden="true" className="pointer-events-none absolute inset-0 border-2 border-accent" />
      )}
    </section>
  );
}
