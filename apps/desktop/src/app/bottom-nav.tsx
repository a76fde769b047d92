import { Inbox, MessageCircle, UserRound } from 'lucide-react';
import { classNames } from '../lib/class-names.ts';
import { useDeskLists } from '../stores/desk-lists.ts';
import type { NarrowView } from '../stores/view-reducer.ts';
import { changeView, useViewStore } from '../stores/view-store.ts';

const entries: readonly { readonly view: NarrowView; readonly words: string; readonly icon: typeof Inbox }[] = [
  { view: 'chats', words: 'Chats', icon: Inbox },
  { view: 'chat', words: 'Chat', icon: MessageCircle },
  { view: 'customer', words: 'Customer', icon: UserRound },
];

/** Below 768 px one pane is shown at a time. */
export function BottomNav() {
  const shown = useViewStore((state) => state.narrowView);
  const { needing } = useDeskLists();
  return (
    <nav
      aria-label="Panes"
      data-region
      className="grid grid-cols-3 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {entries.map(({ view, words, icon: Icon }) => (
        <button
          key={view}
          type="button"
          aria-current={shown === view ? 'page' : undefined}
          onClick={() => changeView((state) => ({ ...state, narrowView: view }))}
          className={classNames(
            'flex min-h-14 flex-col items-center justify-center gap-0.5 text-xs font-medium focus-visible:-outline-offset-2',
            shown === view ? 'text-accent-ink' : 'text-ink-2',
          )}
        >
          <Icon aria-hidden="true" className="size-5" strokeWidth={1.8} />
          {view === 'chats' && needing > 0 ? `${words} (${needing})` : words}
        </button>
      ))}
    </nav>
  );
}
