import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '../lib/class-names.ts';

export interface MenuItem {
  readonly id: string;
  readonly content: ReactNode;
  readonly isChecked?: boolean;
  /** Why it cannot be chosen now. */
  readonly disabledReason?: string | undefined;
  /** Heading above this item. */
  readonly heading?: string;
  readonly choose: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly onClose: () => void;
  readonly className?: string;
}

/** A menu under its button: arrows, Home, End, Escape and Tab do what they do elsewhere. */
export function Menu({ label, items, onClose, className }: MenuProps) {
  const box = useRef<HTMLDivElement>(null);
  const entries = (): HTMLElement[] => [...(box.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];

  useEffect(() => {
    const before = document.activeElement;
    const all = box.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]');
    (box.current?.querySelector<HTMLElement>('[aria-checked="true"]') ?? all?.[0])?.focus();
    const pressedElsewhere = (event: PointerEvent): void => {
      if (!box.current?.parentElement?.contains(event.target as Node)) onClose();
    };
    document.addEventListener('pointerdown', pressedElsewhere);
    return () => {
      document.removeEventListener('pointerdown', pressedElsewhere);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [onClose]);

  const keyPressed = (event: KeyboardEvent): void => {
    const all = entries();
    const index = all.indexOf(document.activeElement as HTMLElement);
    const goals: Record<string, HTMLElement | undefined> = {
      ArrowDown: all[(index + 1) % all.length],
      ArrowUp: all[(index - 1 + all.length) % all.length],
      Home: all[0],
      End: all.at(-1),
    };
    if (event.key in goals) {
      event.preventDefault();
      event.stopPropagation();
      goals[event.key]?.focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
  };

  return (
    <div
      ref={box}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={keyPressed}
      className={classNames('raised absolute z-40 w-72 rounded-xl border border-line bg-surface p-1.5', className)}
    >
      {items.map((item) => (
        <div key={item.id} role="none">
          {item.heading !== undefined && (
            <div role="presentation" className="section-title px-2.5 pt-2.5 pb-1">
              {item.heading}
            </div>
          )}
          <button
            type="button"
            role={item.isChecked === undefined ? 'menuitem' : 'menuitemradio'}
            {...(item.isChecked === undefined ? {} : { 'aria-checked': item.isChecked })}
            aria-disabled={item.disabledReason !== undefined || undefined}
            onClick={() => {
              if (item.disabledReason !== undefined) return;
              onClose();
              item.choose();
            }}
            className={classNames(
              'flex min-h-9 w-full flex-wrap items-center gap-x-2.5 rounded-lg px-2.5 py-1.5 text-left',
              'hover:bg-sunk focus-visible:bg-sunk',
              item.isChecked === true && 'bg-accent-soft',
              item.disabledReason !== undefined && 'cursor-not-allowed text-ink-3',
            )}
          >
            {item.content}
            {item.disabledReason !== undefined && (
              <span className="basis-full text-xs text-ink-3">{item.disabledReason}</span>
            )}
          </button>
        </div>
      ))}
    </div>
  );
}
