import { Eye, Inbox, MessageCircle, UserRound } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import { useIsSupervisor } from '../../stores/supervision/team-access.ts';
import { useDeskLists } from '../../stores/view/desk-lists.ts';
import type { NarrowView } from '../../stores/view/view-reducer.ts';
import { changeView, useViewStore } from '../../stores/view/view-store.ts';

const entries: readonly { readonly view: NarrowView; readonly words: string; readonly icon: typeof Inbox }[] = [
  { view: 'chats', words: 'Chats', icon: Inbox },
  { view: 'chat', words: 'Chat', icon: MessageCircle },
  { view: 'customer', words: 'Customer', icon: UserRound },
];

/** Below 768 px one pane is shown at a time. */
export function BottomNav() {
  const shown = useViewStore((state) => state.narrowView);
  const { needing } = useDeskLists();
  const page = useViewStore((state) => state.page);
  const hasTeam = useIsSupervisor();
  return (
    <nav
      aria-label="Panes"
      data-region
      className="grid auto-cols-fr grid-flow-col border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {entries.map(({ view, words, icon }) => (
        <NavButton
          key={view}
          icon={icon}
          words={view === 'chats' && needing > 0 ? `${words} (${needing})` : words}
          isOn={page === 'chats' && shown === view}
          onClick={() => changeView((state) => ({ ...state, page: 'chats', narrowView: view }))}
        />
      ))}
      {hasTeam && (
        <NavButton
          icon={Eye}
          words="Team"
          isOn={page === 'team'}
          onClick={() => changeView((state) => ({ ...state, page: 'team' }))}
        />
      )}
    </nav>
  );
}

interface NavButtonProps {
  readonly icon: typeof Inbox;
  readonly words: string;
  readonly isOn: boolean;
  readonly onClick: () => void;
}

function NavButton({ icon: Icon, words, isOn, onClick }: NavButtonProps) {
  return (
    <button
      type="button"
      aria-current={isOn ? 'page' : undefined}
      onClick={onClick}
      className={classNames(
        'flex min-h-14 flex-col items-center justify-center gap-0.5 text-xs font-medium focus-visible:-outline-offset-2',
        isOn ? 'text-accent-ink' : 'text-ink-2',
      )}
    >
      <Icon aria-hidden="true" className="size-5" strokeWidth={1.8} />
      {words}
    </button>
  );
}
