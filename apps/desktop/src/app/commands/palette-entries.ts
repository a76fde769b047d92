import type { PaletteEntry } from '../../features/command-palette/palette-entry.ts';
import { customerAddress } from '../../lib/customer-name.ts';
import { bringTogether, dropConsultation, handOver } from '../../stores/call-actions.ts';
import { consultationOf, type Interaction, mainCallOf } from '../../stores/interactions/interaction.ts';
import { nameOf } from '../../stores/interactions/interaction-name.ts';
import { setPreferences, type Theme, usePreferencesStore } from '../../stores/session/preferences-store.ts';
import { logOut } from '../../stores/session-actions.ts';
import { openChat } from '../../stores/view/view-reducer.ts';
import { changeView, showOverlay, useViewStore } from '../../stores/view/view-store.ts';
import { shortcutsOf } from './team-shortcuts.ts';

const themes: readonly Theme[] = ['system', 'light', 'dark'];
const phaseWords = { ringing: 'ringing', dialing: 'calling', active: 'active', ended: 'wrap-up' } as const;

/** Open chats and everything the keys can do. */
export function paletteEntries(interactions: readonly Interaction[]): PaletteEntry[] {
  const byID = Object.fromEntries(interactions.map((each) => [each.connID, each]));
  const chats = interactions
    .filter((each) => each.phase !== 'ringing' && mainCallOf(each, byID) === undefined)
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
  const keys = shortcutsOf(useViewStore.getState().page)
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
  const consultations = interactions.flatMap((main) => consultEntries(main, interactions));
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
    ...consultations,
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

/** How a consultation can end, by name. */
function consultEntries(main: Interaction, all: readonly Interaction[]): PaletteEntry[] {
  const consult = consultationOf(main.connID, Object.fromEntries(all.map((each) => [each.connID, each])));
  if (consult === undefined || consult.phase === 'ended') return [];
  const customer = nameOf(main);
  const colleague = nameOf(consult);
  const entry = (id: string, words: string, run: () => Promise<void>): PaletteEntry => ({
    id: `${id}-${main.connID}`,
    group: 'Consultation',
    words,
    run: () => void run(),
  });
  return [
    entry('hand-over', `Hand ${customer} over to ${colleague}`, () => handOver(main, consult)),
    ...(consult.phase === 'active'
      ? [entry('bring-together', `Bring ${customer} and ${colleague} together`, () => bringTogether(main, consult))]
      : []),
    entry('drop', `Drop the consultation with ${colleague}`, () => dropConsultation(main, consult)),
  ];
}

export function closeOverlay(): void {
  showOverlay(null);
}
