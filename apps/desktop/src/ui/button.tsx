import type { ButtonHTMLAttributes } from 'react';
import { classNames } from '../lib/class-names.ts';

type Look = 'plain' | 'primary' | 'danger' | 'quiet' | 'private';

const looks: Record<Look, string> = {
  plain: 'border-line bg-surface text-ink enabled:hover:bg-sunk',
  primary: 'border-accent bg-accent text-on-accent enabled:hover:brightness-110',
  danger: 'border-line bg-surface text-danger enabled:hover:bg-danger-soft',
  /** What the customer does not get. */
  private: 'border-whisper bg-whisper text-on-whisper enabled:hover:brightness-110',
  quiet: 'border-transparent bg-transparent text-ink-2 enabled:hover:bg-sunk enabled:hover:text-ink',
};

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  /** A request is on its way. */
  readonly isPending?: boolean;
}

export function Button({ look = 'plain', isPending = false, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || isPending}
      aria-busy={isPending || undefined}
      className={classNames(
        'inline-flex min-h-8 items-center justify-center gap-1.5 rounded-lg border px-2.5 font-medium whitespace-nowrap',
        'disabled:cursor-not-allowed disabled:opacity-60',
        looks[look],
        className,
      )}
    >
      {children}
    </button>
  );
}
