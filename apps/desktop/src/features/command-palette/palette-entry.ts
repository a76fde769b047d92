/** One line of the palette: a chat to open or an action to do. */
export interface PaletteEntry {
  readonly id: string;
  readonly group: 'Chats' | 'Consultation' | 'Actions';
  readonly words: string;
  readonly detail?: string;
  /** The key that does the same without the palette. */
  readonly shortcut?: string;
  readonly run: () => void;
}

/** Entries that contain every word of what was typed; those that begin with it first. */
export function findEntries(entries: readonly PaletteEntry[], typed: string): PaletteEntry[] {
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const text = (entry: PaletteEntry): string => `${entry.words} ${entry.detail ?? ''}`.toLowerCase();
  const found = entries.filter((entry) => words.every((word) => text(entry).includes(word)));
  const begins = (entry: PaletteEntry): number => (text(entry).startsWith(words[0] ?? '') ? 0 : 1);
  return found.sort((left, right) => left.group.localeCompare(right.group) * -1 || begins(left) - begins(right));
}
