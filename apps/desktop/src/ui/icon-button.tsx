import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';
import { classNames } from '../lib/class-names.ts';

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: LucideIcon;
  /** What it does: its name, and its tooltip together with the shortcut. */
  readonly label: string;
  readonly shortcut?: string;
  readonly isOn?: boolean;
  readonly size?: 'small' | 'large';
}

export function IconButton({ icon: Icon, label, shortcut, isOn, size = 'large', className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      aria-pressed={isOn}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      className={classNames(
        'grid shrink-0 place-items-center rounded-[10px] disabled:cursor-not-allowed disabled:opacity-50',
        size === 'large' ? 'size-9' : 'size-7',
        isOn === true ? 'bg-accent-soft text-accent-ink' : 'text-ink-2 enabled:hover:bg-sunk enabled:hover:text-ink',
        className,
      )}
    >
      <Icon aria-hidden="true" className={size === 'large' ? 'size-[18px]' : 'size-4'} strokeWidth={1.8} />
    </button>
  );
}
