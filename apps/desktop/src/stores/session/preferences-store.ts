import { create } from 'zustand';
import { readStored, writeStored } from '../../lib/stored-value.ts';

export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  readonly theme: Theme;
  readonly isSoundOn: boolean;
}

const STORAGE_KEY = 'cordboard.preferences';
const storage = (): Storage => localStorage;
const defaults: Preferences = { theme: 'system', isSoundOn: true };

export const usePreferencesStore = create<Preferences>(() => ({
  ...defaults,
  ...readStored<Partial<Preferences>>(storage, STORAGE_KEY),
}));

export function setPreferences(changed: Partial<Preferences>): void {
  usePreferencesStore.setState(changed);
  writeStored(storage, STORAGE_KEY, usePreferencesStore.getState());
  showTheme();
}

/** The tokens follow `color-scheme`; without a choice the system decides. */
export function showTheme(): void {
  const { theme } = usePreferencesStore.getState();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
