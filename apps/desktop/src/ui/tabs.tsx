import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { classNames } from '../lib/class-names.ts';

interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly content: ReactNode;
}

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  /** What stands at the end of the tab row. */
  readonly end?: ReactNode;
}

export function Tabs<Id extends string>({ label, tabs, chosen, onChoose, end }: TabsProps<Id>) {
  const base = useId();
  const row = useRef<HTMLDivElement>(null);
  const keyPressed = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const index = tabs.findIndex((tab) => tab.id === chosen);
    const next = (index + step + tabs.length) % tabs.length;
    const tab = tabs[next];
    if (tab === undefined) return;
    onChoose(tab.id);
    row.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  return (
    <>
      <div className="flex shrink-0 items-center border-b border-line px-4">
        <div ref={row} role="tablist" aria-label={label} onKeyDown={keyPressed} className="flex flex-1 gap-3.5">
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${base}-${tab.id}`}
              aria-selected={tab.id === chosen}
              aria-controls={`${base}-panel`}
              tabIndex={tab.id === chosen ? 0 : -1}
              onClick={() => onChoose(tab.id)}
              className={classNames(
                'min-h-11 font-medium',
                tab.id === chosen ? 'text-ink shadow-[inset_0_-2px_var(--accent)]' : 'text-ink-3 hover:text-ink',
              )}
            >
              {tab.label}
            </button>
          ))}
        </div>
        {end}
      </div>
      <div
        role="tabpanel"
        id={`${base}-panel`}
        aria-labelledby={`${base}-${chosen}`}
        className="min-h-0 flex-1 overflow-auto p-4"
      >
        {tabs.find((tab) => tab.id === chosen)?.content}
      </div>
    </>
  );
}
