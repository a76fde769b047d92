import { isLeaderTab } from '../../lib/leader-tab.ts';
import { playTone, type Tone } from '../../lib/tones.ts';
import { usePreferencesStore } from '../../stores/session/preferences-store.ts';

/** Plays a tone in the one tab that leads, unless sounds are off. */
export function sound(tone: Tone): void {
  if (usePreferencesStore.getState().isSoundOn && isLeaderTab()) playTone(tone);
}
