import { isWideWindow } from '../../lib/window-width.ts';
import { acceptCall, declineCall, endCall, toggleHold } from '../../stores/call-actions.ts';
import { useChatStore } from '../../stores/chat/chat-store.ts';
import { consultationOf, type Interaction, kindOf } from '../../stores/interactions/interaction.ts';
import { useInteractionsStore } from '../../stores/interactions/interactions-store.ts';
import { addNotice } from '../../stores/requests/notices-store.ts';
import { focusedChat, focusPane, neighbour, openChat, toggleSide } from '../../stores/view/view-reducer.ts';
import { changeView, showDialog, showOverlay, useViewStore } from '../../stores/view/view-store.ts';
import { byUrgency, readWaiting } from '../../stores/view/waiting.ts';
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

/** The running chat with a customer that is in focus: the others are not transferred. */
function focusedChatOfCustomer(): Interaction | undefined {
  const call = focused();
  return call?.phase === 'active' && kindOf(call) === 'customer' ? call : undefined;
}

function openDirectory(action: 'consult' | 'transfer' | 'add'): void {
  const call = focusedChatOfCustomer();
  if (call === undefined) return;
  const consult = consultationOf(call.connID, useInteractionsStore.getState().interactions);
  if (consult === undefined || consult.phase === 'ended')
    showDialog({ kind: 'directory', connID: call.connID, action });
  else addNotice('note', 'Finish the consultation first: hand over, bring together or drop.');
}

function openAssist(): void {
  const call = focusedChatOfCustomer();
  if (call !== undefined) showDialog({ kind: 'assist', connID: call.connID });
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
  {
    keys: 'Alt M',
    words: 'Hold or retrieve; in a consultation: talk to the other one',
    bindings: ['Alt+KeyM'],
    run: () => withCall(focused(), toggleHold),
  },
  {
    keys: 'Alt T',
    words: 'Transfer the chat',
    bindings: ['Alt+KeyT'],
    run: () => openDirectory('transfer'),
  },
  {
    keys: 'Alt C',
    words: 'Consult a colleague',
    bindings: ['Alt+KeyC'],
    run: () => openDirectory('consult'),
  },
  {
    keys: 'Alt G',
    words: 'Add a colleague to the chat',
    bindings: ['Alt+KeyG'],
    run: () => openDirectory('add'),
  },
  { keys: 'Alt H', words: 'Ask a supervisor for help', bindings: ['Alt+KeyH'], run: openAssist },
  {
    keys: 'Alt W',
    words: 'New chat with a colleague or a customer',
    bindings: ['Alt+KeyW'],
    run: () => showDialog({ kind: 'newChat' }),
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
