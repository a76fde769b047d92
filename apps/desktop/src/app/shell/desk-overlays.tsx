import { useMemo } from 'react';
import { CommandPalette } from '../../features/command-palette/command-palette.tsx';
import { ShortcutHelp } from '../../features/command-palette/shortcut-help.tsx';
import { useInteractionsStore } from '../../stores/interactions/interactions-store.ts';
import { useIsSupervisor } from '../../stores/supervision/team-access.ts';
import { useViewStore } from '../../stores/view/view-store.ts';
import { deskShortcuts } from '../commands/desk-shortcuts.ts';
import { closeOverlay, paletteEntries } from '../commands/palette-entries.ts';
import { teamEntries } from '../commands/team-entries.ts';
import { pageShortcuts, tableKeys, teamShortcuts } from '../commands/team-shortcuts.ts';

/** The palette and the card of keys, over every page of the desk. */
export function DeskOverlays() {
  const overlay = useViewStore((state) => state.overlay);
  const hasTeam = useIsSupervisor();
  if (overlay === 'palette') return <Palette />;
  if (overlay !== 'shortcuts') return null;
  const shortcuts = hasTeam ? [...deskShortcuts, ...pageShortcuts, ...teamShortcuts, ...tableKeys] : deskShortcuts;
  return <ShortcutHelp shortcuts={shortcuts} onClose={closeOverlay} />;
}

function Palette() {
  const interactions = useInteractionsStore((state) => state.interactions);
  const hasTeam = useIsSupervisor();
  const entries = useMemo(
    () => [...paletteEntries(Object.values(interactions)), ...(hasTeam ? teamEntries() : [])],
    [interactions, hasTeam],
  );
  return <CommandPalette entries={entries} onClose={closeOverlay} />;
}
