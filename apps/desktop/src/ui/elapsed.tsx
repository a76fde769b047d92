import { formatDuration, formatWait } from '../lib/format-time.ts';
import { useNow } from '../lib/use-now.ts';

interface ElapsedProps {
  /** Server time. */
  readonly since: number;
  /** `0:48` instead of `00:48`. */
  readonly isShort?: boolean;
}

/** Time that runs on the server's clock. Hidden from screen readers: a ticking text would never let them rest. */
export function Elapsed({ since, isShort = false }: ElapsedProps) {
  const ms = useNow() - since;
  return (
    <span aria-hidden="true" className="num">
      {isShort ? formatWait(ms) : formatDuration(ms)}
    </span>
  );
}
