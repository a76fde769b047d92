import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { classNames } from '../../lib/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { findEntries, type PaletteEntry } from './palette-entry.ts';

interface CommandPaletteProps {
  readonly entries: readonly PaletteEntry[];
  readonly onClose: () => void;
}

/** Find a chat or an action by typing; each line teaches its own key. */
export function CommandPalette({ entries, onClose }: CommandPaletteProps) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [index, setIndex] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const found = findEntries(entries, typed);
  const chosen = found[Math.min(index, found.length - 1)];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen line is the occasion.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' });
  }, [chosen]);

  const run = (entry: PaletteEntry): void => {
    onClose();
    entry.run();
  };
  const keyPressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || found.length === 0) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      setIndex((Math.min(index, found.length - 1) + step + found.length) % found.length);
    } else if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      run(chosen);
    }
  };

  return (
    <Dialog label="Find a chat or action" onClose={onClose}>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden="true" className="size-4 text-ink-3" />
        <input
          data-autofocus
          role="combobox"
          aria-label="Find a chat or action"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.id}`}
          autoComplete="off"
          spellCheck={false}
          placeholder="Find a chat or action"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setIndex(0);
          }}
          onKeyDown={keyPressed}
          className="min-h-12 flex-1 bg-transparent outline-none placeholder:text-ink-3"
        />
        <Kbd>Esc</Kbd>
      </div>
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label="Chats and actions"
        className="max-h-[50vh] overflow-auto p-1.5"
      >
        {found.map((entry, position) => (
          <div key={entry.id} role="presentation">
            {entry.group !== found[position - 1]?.group && (
              <p role="presentation" className="section-title px-2.5 pt-2.5 pb-1">
                {entry.group}
              </p>
            )}
            <div
              id={`${id}-${entry.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={entry === chosen}
              onPointerMove={() => setIndex(position)}
              onClick={() => run(entry)}
              onKeyDown={keyPressed}
              className={classNames(
                'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5',
                entry === chosen && 'bg-accent-soft',
              )}
            >
              <span className="truncate">{entry.words}</span>
              {entry.detail !== undefined && <span className="truncate text-xs text-ink-2">{entry.detail}</span>}
              {entry.shortcut !== undefined && (
                <span className="ml-auto">
                  <Kbd>{entry.shortcut}</Kbd>
                </span>
              )}
            </div>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="px-4 pb-5 text-ink-2">Nothing is called “{typed}”.</p>}
    </Dialog>
  );
}
