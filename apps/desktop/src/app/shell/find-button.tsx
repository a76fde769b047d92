import { Search } from 'lucide-react';
import { classNames } from '../../lib/class-names.ts';
import { showOverlay } from '../../stores/view/view-store.ts';
import { Kbd } from '../../ui/kbd.tsx';

/** Opens the command palette; `words` say what it finds. */
export function FindButton({ words, className }: { readonly words: string; readonly className?: string }) {
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-label={words}
      onClick={() => showOverlay('palette')}
      className={classNames(
        'flex min-h-9 items-center gap-2 rounded-lg bg-sunk px-2.5 text-ink-3 hover:text-ink lg:w-[300px]',
        className,
      )}
    >
      <Search aria-hidden="true" className="size-4" />
      <span className="max-lg:hidden">{words}</span>
      <span className="ml-auto max-lg:hidden">
        <Kbd>Ctrl K</Kbd>
      </span>
    </button>
  );
}
