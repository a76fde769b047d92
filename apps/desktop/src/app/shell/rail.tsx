import { BellOff, BellRing, Eye, Keyboard, type LucideIcon, MessageSquare, Monitor, Moon, Sun } from 'lucide-react';
import { useDeskStore } from '../../stores/desk/desk-store.ts';
import { setPreferences, type Theme, usePreferencesStore } from '../../stores/session/preferences-store.ts';
import { useIsSupervisor } from '../../stores/supervision/team-access.ts';
import { useDeskLists } from '../../stores/view/desk-lists.ts';
import type { DeskPage } from '../../stores/view/view-reducer.ts';
import { changeView, showOverlay, useViewStore } from '../../stores/view/view-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Logo } from '../../ui/logo.tsx';

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
      <Pages />
      <span className="flex-1" />
      <LooksButtons />
    </nav>
  );
}

/** The pages of the desk: one for agents, two for supervisors. */
function Pages() {
  const page = useViewStore((state) => state.page);
  const hasTeam = useIsSupervisor();
  const { needing } = useDeskLists();
  const asking = useDeskStore((state) => state.helpRequests.length);
  if (!hasTeam)
    return (
      <span
        title="Desk"
        className="grid size-9 place-items-center rounded-[10px] bg-accent-soft text-accent-ink"
        aria-current="page"
      >
        <MessageSquare aria-hidden="true" className="size-[18px]" strokeWidth={1.8} />
        <span className="sr-only">Desk</span>
      </span>
    );
  return (
    <>
      <PageButton page="chats" words="Chats" icon={MessageSquare} isOn={page === 'chats'} count={needing} />
      <PageButton page="team" words="Team" icon={Eye} isOn={page === 'team'} count={asking} />
    </>
  );
}

interface PageButtonProps {
  readonly page: DeskPage;
  readonly words: string;
  readonly icon: LucideIcon;
  readonly isOn: boolean;
  /** What needs somebody there. */
  readonly count: number;
}

function PageButton({ page, words, icon: Icon, isOn, count }: PageButtonProps) {
  return (
    <button
      type="button"
      aria-current={isOn ? 'page' : undefined}
      aria-label={count > 0 ? `${words}, ${count} waiting` : words}
      title={`${words} (Alt+V)`}
      onClick={() => changeView((view) => ({ ...view, page }))}
      className={`relative grid size-9 place-items-center rounded-[10px] ${
        isOn ? 'bg-accent-soft text-accent-ink' : 'text-ink-2 hover:bg-sunk hover:text-ink'
      }`}
    >
      <Icon aria-hidden="true" className="size-[18px]" strokeWidth={1.8} />
      {count > 0 && (
        <span
          aria-hidden="true"
          className="num absolute -top-1 -right-1 min-w-4 rounded-full bg-accent px-1 text-[10px] leading-4 font-semibold text-on-accent"
        >
          {count}
        </span>
      )}
    </button>
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
