import { type KeyboardEvent, useRef } from 'react';
import { classNames } from '../lib/class-names.ts';

interface SegmentedProps<Id extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly words: string; readonly title?: string }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  readonly className?: string;
}

/** One of a few: a row of radio buttons, walked through by the arrows. */
export function Segmented<Id extends string>({ label, options, chosen, onChoose, className }: SegmentedProps<Id>) {
  const row = useRef<HTMLDivElement>(null);
  const keyPressed = (event: KeyboardEvent): void => {
    const forward = event.key === 'ArrowRight' || event.key === 'ArrowDown';
    if (!forward && event.key !== 'ArrowLeft' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    event.stopPropagation();
    const index = options.findIndex(({ id }) => id === chosen);
    const next = (index + (forward ? 1 : -1) + options.length) % options.length;
    const option = options[next];
    if (option === undefined) return;
    onChoose(option.id);
    row.current?.querySelectorAll<HTMLElement>('[role="radio"]')[next]?.focus();
  };
  return (
    <div
      ref={row}
      role="radiogroup"
      aria-label={label}
      onKeyDown={keyPressed}
      className={classNames(
        'grid auto-cols-fr grid-flow-col overflow-hidden rounded-[10px] border border-line',
        className,
      )}
    >
      {options.map(({ id, words, title }) => (
        // biome-ignore lint/a11y/useSemanticElements: looks and behaves as one control; the keys are handled above.
        <button
          key={id}
          type="button"
          role="radio"
          aria-checked={id === chosen}
          tabIndex={id === chosen ? 0 : -1}
          title={title}
          onClick={() => onChoose(id)}
          className={classNames(
            'min-h-9 border-l border-line px-2 font-medium first:border-l-0 focus-visible:-outline-offset-2',
            id === chosen ? 'bg-accent-soft text-accent-ink' : 'bg-surface text-ink-2 hover:bg-sunk hover:text-ink',
          )}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
