import type { MonitorMode } from '@cordboard/shared/tlib/monitoring';
import { addNotice } from '../../stores/requests/notices-store.ts';
import type { ObservedChat } from '../../stores/supervision/monitoring-reducer.ts';
import { useMonitoringStore } from '../../stores/supervision/monitoring-store.ts';
import { stopObserving, switchMode } from '../../stores/supervision/supervision-actions.ts';
import { useTeamStore } from '../../stores/supervision/team-store.ts';
import type { DeskPage } from '../../stores/view/view-reducer.ts';
import { changeView } from '../../stores/view/view-store.ts';
import { type DeskShortcut, deskShortcuts } from './desk-shortcuts.ts';

function liveChat(): ObservedChat | undefined {
  const { live } = useTeamStore.getState();
  return live === null ? undefined : useMonitoringStore.getState().observed[live.connID];
}

function switchTo(mode: MonitorMode): void {
  const chat = liveChat();
  if (chat === undefined || chat.endedAt !== null || chat.mode === mode) return;
  void switchMode(chat, mode).then((refusal) => {
    if (refusal !== null) addNotice('error', `The mode was not changed: ${refusal}`);
  });
}

function stop(): void {
  const chat = liveChat();
  if (chat === undefined) return;
  void stopObserving(chat).then((refusal) => {
    if (refusal !== null) addNotice('error', `You are still in the chat: ${refusal}`);
  });
}

/** From everywhere on a supervisor's desk. */
export const pageShortcuts: readonly DeskShortcut[] = [
  {
    keys: 'Alt V',
    words: 'Team or own chats',
    bindings: ['Alt+KeyV'],
    run: () => changeView((view) => ({ ...view, page: view.page === 'team' ? 'chats' : 'team' })),
  },
];

/** Keys of the own chats: where these are not in sight, they do nothing. */
const chatKeys = deskShortcuts.filter(
  ({ keys }) => !['Ctrl K', 'Ctrl Shift A', 'Ctrl Shift X', 'Ctrl Shift S', 'F6', 'Shift F6', '?'].includes(keys),
);

/** What of the desk's keys works on each page. */
export function shortcutsOf(page: DeskPage): readonly DeskShortcut[] {
  return page === 'chats' ? deskShortcuts : deskShortcuts.filter((shortcut) => !chatKeys.includes(shortcut));
}

/** On the Team page. */
export const teamShortcuts: readonly DeskShortcut[] = [
  { keys: 'Alt S', words: 'Live view: Silent', bindings: ['Alt+KeyS'], run: () => switchTo('mute') },
  { keys: 'Alt P', words: 'Live view: Whisper', bindings: ['Alt+KeyP'], run: () => switchTo('coach') },
  { keys: 'Alt B', words: 'Live view: Barge in', bindings: ['Alt+KeyB'], run: () => switchTo('connect') },
  { keys: 'Alt X', words: 'Live view: Stop', bindings: ['Alt+KeyX'], run: stop },
];

/** Keys of the table of agents, which it handles itself; for the card of keys. */
export const tableKeys: readonly Pick<DeskShortcut, 'keys' | 'words'>[] = [
  { keys: '/', words: 'Find an agent' },
  { keys: '↑ ↓', words: 'Next or previous agent' },
  { keys: '→ ←', words: 'Show or hide an agent’s chats' },
  { keys: 'Enter', words: 'Open the live view of an agent' },
];
