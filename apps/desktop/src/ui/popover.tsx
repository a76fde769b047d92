import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { classNames } from '../lib/class-names.ts';

interface PopoverProps {
  readonly label: string;
  /** What it belongs to: it stands under it and gives the focus back to it. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly className?: string;
  readonly children: ReactNode;
}

const GAP_PX = 6;
const MARGIN_PX = 8;
const focusable = 'button:not(:disabled), [href], input:not(:disabled), select:not(:disabled), textarea';

/** A small card under its button, above everything that scrolls. Escape, Tab out of it or a press beside it close it. */
export function Popover({ label, anchor, onClose, className, children }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ readonly top: number; readonly left: number }>();

  useLayoutEffect(() => {
    const button = anchor.current?.getBoundingClientRect();
    const card = box.current?.getBoundingClientRect();
    if (button === undefined || card === undefined) return;
    const isBelow = button.bottom + GAP_PX + card.height + MARGIN_PX <= window.innerHeight;
    const top = isBelow ? button.bottom + GAP_PX : Math.max(MARGIN_PX, button.top - GAP_PX - card.height);
    const left = Math.max(MARGIN_PX, Math.min(button.right - card.width, window.innerWidth - card.width - MARGIN_PX));
    setPlace({ top, left });
  }, [anchor]);

  useEffect(() => {
    const button = anchor.current;
    const first = box.current?.querySelector<HTMLElement>('[data-autofocus]');
    (first ?? box.current?.querySelector<HTMLElement>(focusable) ?? box.current)?.focus();
    const pressedElsewhere = (event: PointerEvent): void => {
      const target = event.target as Node;
      if (box.current?.contains(target) !== true && button?.contains(target) !== true) onClose();
    };
    document.addEventListener('pointerdown', pressedElsewhere);
    return () => {
      document.removeEventListener('pointerdown', pressedElsewhere);
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body || box.current?.contains(activeElement) === true)
        button?.focus();
    };
  }, [anchor, onClose]);

  const keyPressed = (event: KeyboardEvent): void => {
    // The table behind it has keys of its own.
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
      anchor.current?.focus();
    }
    if (event.key !== 'Tab') return;
    const all = [...(box.current?.querySelectorAll<HTMLElement>(focusable) ?? [])].filter(
      ({ tabIndex }) => tabIndex >= 0,
    );
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  };

  return createPortal(
    <div
      ref={box}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={keyPressed}
      style={{ top: place?.top ?? 0, left: place?.left ?? 0, visibility: place === undefined ? 'hidden' : undefined }}
      className={classNames('raised fixed z-40 rounded-xl border border-line bg-surface p-3 outline-none', className)}
    >
      {children}
    </div>,
    document.body,
  );
}
