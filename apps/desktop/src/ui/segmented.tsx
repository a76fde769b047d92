import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { classNames } from '../lib/class-names.ts';

export interface SegmentOption<Id extends string> {
  readonly id: Id;
  readonly words: string;
  readonly title?: string;
  readonly icon?: ReactNode;
  /** Colours while it is chosen; those of the accent otherwise. */
  readonly chosenLook?: string;
}

interface SegmentedProps<Id extends string> {
  readonly label: string;
  readonly options: readonly SegmentOption<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  /** Arrows only move the focus: choosing has consequences and takes a press of its own. */
  readonly isManual?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** One of a few: a row of radio buttons, walked through by the arrows. */
export function Segmented<Id extends string>(props: SegmentedProps<Id>) {
  const { label, options, chosen, onChoose, isManual = false, disabled = false, className } = props;
  const row = useRef<HTMLDivElement>(null);
  const keyPressed = (event: KeyboardEvent): void => {
    const forward = event.key === 'ArrowRight' || event.key === 'ArrowDown';
    if (!forward && event.key !== 'ArrowLeft' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    event.stopPropagation();
    const radios = [...(row.current?.querySelectorAll<HTMLElement>('[role="radio"]') ?? [])];
    const focused = radios.indexOf(document.activeElement as HTMLElement);
    const index = focused >= 0 ? focused : options.findIndex(({ id }) => id === chosen);
    const next = (index + (forward ? 1 : -1) + options.length) % options.length;
    const option = options[next];
    if (option === undefined) return;
    if (!isManual) onChoose(option.id);
    radios[next]?.focus();
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
      {options.map(({ id, words, title, icon, chosenLook = 'bg-accent-soft text-accent-ink' }) => (
        // biome-ignore lint/a11y/useSemanticElements: looks and behaves as one control; the keys are handled above.
        <button
          key={id}
          type="button"
          role="radio"
          aria-checked={id === chosen}
          tabIndex={id === chosen ? 0 : -1}
          title={title}
          disabled={disabled}
          onClick={() => onChoose(id)}
          className={classNames(
            'flex min-h-9 items-center justify-center gap-1.5 border-l border-line px-2 font-medium first:border-l-0',
            'focus-visible:-outline-offset-2 disabled:cursor-not-allowed disabled:opacity-60',
            id === chosen ? chosenLook : 'bg-surface text-ink-2 enabled:hover:bg-sunk enabled:hover:text-ink',
          )}
        >
          {icon}
          {words}
        </button>
      ))}
    </div>
  );
}
