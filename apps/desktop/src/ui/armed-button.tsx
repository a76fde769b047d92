import { type ButtonHTMLAttributes, type ReactNode, useEffect, useState } from 'react';
import { Button } from './button.tsx';

/** How long the second press is waited for. */
const ARMED_MS = 4000;

interface ArmedButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick'> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly isPending?: boolean;
  /** What it says while it waits for the second press. */
  readonly question: string;
  readonly onConfirm: () => void;
  readonly children: ReactNode;
}

/** For what cannot be taken back: the first press asks, the second one does it; elsewhere or later it asks anew. */
export function ArmedButton({ question, onConfirm, children, look = 'plain', ...rest }: ArmedButtonProps) {
  const [isArmed, setIsArmed] = useState(false);
  useEffect(() => {
    if (!isArmed) return;
    const timer = setTimeout(() => setIsArmed(false), ARMED_MS);
    return () => clearTimeout(timer);
  }, [isArmed]);
  return (
    <Button
      {...rest}
      look={isArmed ? 'danger' : look}
      onBlur={() => setIsArmed(false)}
      onClick={() => {
        setIsArmed(!isArmed);
        if (isArmed) onConfirm();
      }}
    >
      <span aria-live="polite">{isArmed ? question : children}</span>
    </Button>
  );
}
