/** @jsxImportSource preact */
import type { StatusLine as Status } from '../conversation/describe-status.ts';
import { ClockIcon, DotIcon, OverIcon, RingIcon, TroubleIcon, WorkingIcon } from './icons.tsx';

const ICONS = {
  idle: RingIcon,
  working: WorkingIcon,
  waiting: ClockIcon,
  here: DotIcon,
  trouble: TroubleIcon,
  over: OverIcon,
} as const;

export function StatusLine({ status }: { status: Status }) {
  const Icon = ICONS[status.tone];
  return (
    <p class={`status status-${status.tone}`} role="status">
      <Icon />
      <span>{status.words}</span>
    </p>
  );
}
