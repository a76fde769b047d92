import { isWideWindow } from '../lib/window-width.ts';
import { acceptCall, declineCall, endCall } from '../stores/call-actions.ts';
import { useChatStore } from '../stores/chat-store.ts';
import type { Interaction } from '../stores/interactions-reducer.ts';
import { useInteractionsStore } from '../stores/interactions-store.ts';
import { focusedChat, focusPane, neighbour, openChat, toggleSide } from '../stores/view-reducer.ts';
import { changeView, showOverlay, useViewStore } from '../stores/view-store.ts';
import { byUrgency, readWaiting } from '../stores/waiting.ts';
import { focusNextRegion } from './focus-region.ts';

export interface DeskShortcut {
  /** As people write it. */
  readonly keys: string;
  readonly words: string;
  /** As tinykeys reads it: physical keys, so that every keyboard layout works. */
  readonly bindings: readonly string[];
  readonly run: (event: KeyboardEvent) => void;
  /** A single character: not while something is typed. */
  readonly isCharacter?: boolean;
}

function firstRinging(): Interaction | undefined {
  return Object.values(useInteractionsStore.getState().interactions)
    .filter(({ phase }) => phase === 'ringing')
    .sort((left, right) => left.startedAt - right.startedAt)[0];
}

function open(connID: string | null | undefined): void {
  if (connID != null) changeView((view) => openChat(view, connID));
}

function walk(step: 1 | -1): void {
  const view = useViewStore.getState();
  open(neighbour(view.order, focusedChat(view), step));
}

/** The chat whose customer waits longest, other than the one in focus if there is another. */
function openMostUrgent(): void {
  const { chats } = useChatStore.getState();
  const current = focusedChat(useViewStore.getState());
  const waiting = Object.values(useInteractionsStore.getState().interactions)
    .map((interaction) => ({ interaction, waiting: readWaiting(interaction, chats[interaction.connID]) }))
    .filter((each) => each.waiting.customerSince !== null)
    .sort(byUrgency)
    .map(({ interaction }) => interaction.connID);
  open(waiting.find((connID) => connID !== current) ?? waiting[0]);
}

function focused(): Interaction | undefined {
  const connID = focusedChat(useViewStore.getState());
  return connID === null ? undefined : useInteractionsStore.getState().interactions[connID];
}

function withCall(call: Interaction | undefined, action: (call: Interaction) => Promise<void>): void {
  if (call !== undefined) void action(call);
}

/** All keys of the desk, once: bound, listed by `?`, shown in the palette. */
export const deskShortcuts: readonly DeskShortcut[] = [
  { keys: 'Ctrl K', words: 'Find a chat or action', bindings: ['$mod+KeyK'], run: () => showOverlay('palette') },
  {
    keys: 'Ctrl Shift A',
    words: 'Accept what rings (also Alt A)',
    bindings: ['Control+Shift+KeyA', 'Alt+KeyA'],
    run: () => withCall(firstRinging(), acceptCall),
  },
  {
    keys: 'Ctrl Shift X',
    words: 'Decline what rings',
    bindings: ['Control+Shift+KeyX'],
    run: () => withCall(firstRinging(), declineCall),
  },
  {
    keys: 'Ctrl Shift S',
    words: 'Status menu',
    bindings: ['Control+Shift+KeyS'],
    run: () => showOverlay('status'),
  },
  {
    keys: 'Ctrl Shift E',
    words: 'End the chat; again: done',
    bindings: ['Control+Shift+KeyE'],
    run: (event) => {
      if (!event.repeat) withCall(focused(), endCall);
    },
  },
  { keys: 'Alt ↓', words: 'Next chat', bindings: ['Alt+ArrowDown', 'Alt+KeyJ'], run: () => walk(1) },
  { keys: 'Alt ↑', words: 'Previous chat', bindings: ['Alt+ArrowUp', 'Alt+KeyK'], run: () => walk(-1) },
  {
    keys: 'Alt 1 … 9',
    words: 'Chat by its place',
    bindings: Array.from({ length: 9 }, (_, index) => `Alt+Digit${index + 1}`),
    run: (event) => open(useViewStore.getState().order[Number(event.code.slice(-1)) - 1]),
  },
  { keys: 'Alt N', words: 'Next chat that needs an answer', bindings: ['Alt+KeyN'], run: openMostUrgent },
  {
    keys: 'Alt O',
    words: 'Show or hide the panel',
    bindings: ['Alt+KeyO'],
    run: () => changeView((view) => toggleSide(view, isWideWindow())),
  },
  {
    keys: 'Ctrl Alt ←',
    words: 'Focus the left pane',
    bindings: ['Control+Alt+ArrowLeft'],
    run: () => changeView((view) => focusPane(view, 0)),
  },
  {
    keys: 'Ctrl Alt →',
    words: 'Focus the right pane',
    bindings: ['Control+Alt+ArrowRight'],
    run: () => changeView((view) => focusPane(view, 1)),
  },
  { keys: 'F6', words: 'Next region', bindings: ['F6'], run: () => focusNextRegion(1) },
  { keys: 'Shift F6', words: 'Previous region', bindings: ['Shift+F6'], run: () => focusNextRegion(-1) },
  {
    keys: '?',
    words: 'This card (also Ctrl /)',
    bindings: ['Shift+?'],
    isCharacter: true,
    run: () => showOverlay('shortcuts'),
  },
];
