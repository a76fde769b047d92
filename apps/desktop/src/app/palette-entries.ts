import type { PaletteEntry } from '../features/command-palette/palette-entry.ts';
import { customerAddress } from '../lib/customer-name.ts';
import { nameOf } from '../stores/interaction-name.ts';
import type { Interaction } from '../stores/interactions-reducer.ts';
import { setPreferences, type Theme, usePreferencesStore } from '../stores/preferences-store.ts';
import { logOut } from '../stores/session-actions.ts';
import { openChat } from '../stores/view-reducer.ts';
import { changeView, showOverlay } from '../stores/view-store.ts';
import { deskShortcuts } from './desk-shortcuts.ts';

const themes: readonly Theme[] = ['system', 'light', 'dark'];
const phaseWords = { ringing: 'ringing', active: 'active', ended: 'wrap-up' } as const;

/** Open chats and everything the keys can do. */
export function paletteEntries(interactions: readonly Interaction[]): PaletteEntry[] {
  const chats = interactions
    .filter(({ phase }) => phase !== 'ringing')
    .map(
      (interaction): PaletteEntry => ({
        id: interaction.connID,
        group: 'Chats',
        words: nameOf(interaction),
        detail: [phaseWords[interaction.phase], interaction.routingPoint, customerAddress(interaction.customer)]
          .filter(Boolean)
          .join(' · '),
        run: () => changeView((view) => openChat(view, interaction.connID)),
      }),
    );
  const keys = deskShortcuts
    .filter(({ bindings, keys: written }) => bindings.length <= 2 && written !== 'Ctrl K')
    .map(
      ({ words, keys: shortcut, run }): PaletteEntry => ({
        id: `key-${shortcut.replaceAll(' ', '-')}`,
        group: 'Actions',
        words: words === 'This card (also Ctrl /)' ? 'Keyboard shortcuts' : words,
        shortcut,
        // A key that opens another layer comes after this one has gone.
        run: () => queueMicrotask(() => run(new KeyboardEvent('keydown'))),
      }),
    );
  const { theme: current, isSoundOn } = usePreferencesStore.getState();
  const looks = themes
    .filter((theme) => theme !== current)
    .map(
      (theme): PaletteEntry => ({
        id: `theme-${theme}`,
        group: 'Actions',
        words: `Theme: ${theme}`,
        run: () => setPreferences({ theme }),
      }),
    );
  return [
    ...chats,
    ...keys,
    ...looks,
    {
      id: 'sound',
      group: 'Actions',
      words: isSoundOn ? 'Mute sounds' : 'Unmute sounds',
      run: () => setPreferences({ isSoundOn: !isSoundOn }),
    },
    { id: 'logout', group: 'Actions', words: 'Log out', run: () => void logOut() },
  ];
}

export function closeOverlay(): void {
  showOverlay(null);
}
