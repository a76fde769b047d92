import { type WaitLevel, waitLevel } from '../../stores/view/waiting.ts';

/** Edge and text of what waits; below the first threshold nothing stands out. */
export const waitChipLooks: Record<WaitLevel, string> = {
  new: 'border-line text-ink',
  warning: 'border-warn text-warn',
  critical: 'border-danger text-danger font-semibold',
};

export const waitTextLooks: Record<WaitLevel, string> = {
  new: 'text-ink',
  warning: 'text-warn font-medium',
  critical: 'text-danger font-semibold',
};

export const waitWords: Record<WaitLevel, string> = {
  new: '',
  warning: 'waits too long',
  critical: 'waits far too long',
};

export function levelSince(since: number | null, now: number, intervalSeconds: number): WaitLevel {
  return since === null ? 'new' : waitLevel(now - since, intervalSeconds);
}
