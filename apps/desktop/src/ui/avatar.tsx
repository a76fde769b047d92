import { classNames } from '../lib/class-names.ts';
import { initials } from '../lib/initials.ts';

interface AvatarProps {
  readonly name: string;
  /** 0 to 1: how far the green ring has closed while one waits for the other side. */
  readonly ring?: number;
  readonly className?: string;
}

const RADIUS = 17;
const LENGTH = 2 * Math.PI * RADIUS;

export function Avatar({ name, ring = 0, className }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'relative grid size-[34px] shrink-0 place-items-center rounded-full bg-sunk text-xs font-semibold text-ink-2',
        className,
      )}
    >
      {initials(name)}
      {ring > 0 && (
        <svg viewBox="0 0 38 38" className="absolute -inset-0.5 -rotate-90 text-ready" role="presentation">
          <circle
            cx="19"
            cy="19"
            r={RADIUS}
            fill="none"
            stroke="currentColor"
            strokeWidth="2.5"
            strokeDasharray={`${LENGTH * Math.min(1, ring)} ${LENGTH}`}
          />
        </svg>
      )}
    </span>
  );
}
