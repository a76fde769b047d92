import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { classNames } from '../lib/class-names.ts';

interface DialogProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

const focusable = 'button:not(:disabled), [href], input, select, textarea, [tabindex]:not([tabindex="-1"])';

/** A modal layer: takes the focus, keeps it, gives it back; Escape and a click beside it close. */
export function Dialog({ label, onClose, className, children }: DialogProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    const first = box.current?.querySelector<HTMLElement>('[data-autofocus]') ?? box.current;
    first?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  const keyPressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (event.key !== 'Tab') return;
    const all = [...(box.current?.querySelectorAll<HTMLElement>(focusable) ?? [])];
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (all.length === 0 || document.activeElement === edge || document.activeElement === box.current) {
      event.preventDefault();
      (event.shiftKey ? all.at(-1) : all[0])?.focus();
    }
  };

  return (
    <div className="fixed inset-0 z-50 flex items-start justify-center overflow-auto p-4 pt-[12vh] max-md:pt-4">
      <button
        type="button"
        tabIndex={-1}
        aria-hidden="true"
        onClick={onClose}
        className="fixed inset-0 cursor-default bg-[rgb(10_16_26/0.45)]"
      />
      <div
        ref={box}
        role="dialog"
        aria-modal="true"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={keyPressed}
        className={classNames(
          'raised relative w-full max-w-[560px] rounded-2xl border border-line bg-surface outline-none',
          className,
        )}
      >
        {children}
      </div>
    </div>
  );
}
