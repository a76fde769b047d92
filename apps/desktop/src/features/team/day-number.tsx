import { formatWait, speakDuration } from '../../lib/format-time.ts';

interface DayNumberProps {
  /** Undefined while it has not come, null when there is nothing to tell. */
  readonly value: number | null | undefined;
  readonly as?: 'number' | 'percentage' | 'time';
  /** Why it does not come. */
  readonly refusal?: string | undefined;
}

/** One number of the stat server: a time in seconds as `4:12`, a percentage without decimals. */
export function DayNumber({ value, as = 'number', refusal }: DayNumberProps) {
  if (value === undefined)
    return (
      <span className="text-ink-3" title={refusal}>
        <span aria-hidden="true">{refusal === undefined ? '…' : '–'}</span>
        <span className="sr-only">{refusal ?? 'loading'}</span>
      </span>
    );
  if (value === null)
    return (
      <span className="text-ink-3">
        <span aria-hidden="true">–</span>
        <span className="sr-only">nothing yet</span>
      </span>
    );
  if (as !== 'time') return <span className="num">{as === 'percentage' ? `${Math.round(value)} %` : value}</span>;
  return (
    <span className="num">
      <span aria-hidden="true">{formatWait(value * 1000)}</span>
      <span className="sr-only">{speakDuration(value * 1000)}</span>
    </span>
  );
}
