import type { PaletteEntry } from '../../features/command-palette/palette-entry.ts';
import { customerName } from '../../lib/customer-name.ts';
import { useDeskStore } from '../../stores/desk/desk-store.ts';
import { openLive } from '../../stores/supervision/supervision-actions.ts';
import { canBeMonitored, teamAgents } from '../../stores/supervision/team-rows.ts';
import { changeView } from '../../stores/view/view-store.ts';
import { pageShortcuts } from './team-shortcuts.ts';

/** What a supervisor finds by Ctrl K besides the own chats: the pages, and the chats of the team. */
export function teamEntries(): PaletteEntry[] {
  const pages = pageShortcuts.map(
    ({ keys: shortcut, words, run }): PaletteEntry => ({
      id: `key-${shortcut.replaceAll(' ', '-')}`,
      group: 'Actions',
      words,
      shortcut,
      run: () => queueMicrotask(() => run(new KeyboardEvent('keydown'))),
    }),
  );
  const chats = teamAgents(useDeskStore.getState().agents.values(), null).flatMap((agent) =>
    agent.calls.filter(canBeMonitored).map(
      (call): PaletteEntry => ({
        id: `live-${agent.dn}-${call.connID}`,
        group: 'Chats',
        words: `Listen to ${call.customer === null ? (call.otherDN ?? 'a colleague') : customerName(call.customer)}`,
        detail: `with ${agent.name}`,
        run: () => {
          changeView((view) => ({ ...view, page: 'team' }));
          void openLive(agent.dn, call.connID);
        },
      }),
    ),
  );
  return [...pages, ...chats];
}
