import { BellOff, BellRing, Keyboard, MessageSquare, Monitor, Moon, Sun } from 'lucide-react';
import { setPreferences, type Theme, usePreferencesStore } from '../stores/preferences-store.ts';
import { showOverlay } from '../stores/view-store.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Logo } from '../ui/logo.tsx';

const nextTheme: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const themeIcons = { system: Monitor, light: Sun, dark: Moon };

/** The narrow column at the left: where one is, and how the desk looks and sounds. */
export function Rail() {
  return (
    <nav
      aria-label="Desk"
      data-region
      className="flex flex-col items-center gap-1.5 border-r border-line bg-surface py-2.5 max-md:hidden"
    >
      <span className="mb-2">
        <Logo />
      </span>
      <span
        title="Desk"
        className="grid size-9 place-items-center rounded-[10px] bg-accent-soft text-accent-ink"
        aria-current="page"
      >
        <MessageSquare aria-hidden="true" className="size-[18px]" strokeWidth={1.8} />
        <span className="sr-only">Desk</span>
      </span>
      <span className="flex-1" />
      <LooksButtons />
    </nav>
  );
}

/** Sound, theme, keys. */
export function LooksButtons() {
  const { theme, isSoundOn } = usePreferencesStore();
  return (
    <>
      <IconButton
        icon={isSoundOn ? BellRing : BellOff}
        label={isSoundOn ? 'Mute sounds' : 'Unmute sounds'}
        onClick={() => setPreferences({ isSoundOn: !isSoundOn })}
      />
      <IconButton
        icon={themeIcons[theme]}
        label={`Theme: ${theme}. Change to ${nextTheme[theme]}`}
        onClick={() => setPreferences({ theme: nextTheme[theme] })}
      />
      <IconButton icon={Keyboard} label="Keyboard shortcuts" shortcut="?" onClick={() => showOverlay('shortcuts')} />
    </>
  );
}
