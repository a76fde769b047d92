import { plural } from './plural.ts';

/** `04:12` below an hour, `1:04:12` from then on; never negative. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = String(Math.floor(seconds / 60) % 60).padStart(2, '0');
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${minutes}:${rest}` : `${minutes}:${rest}`;
}

/** `0:48`: the short form of waits, without a leading zero. */
export function formatWait(ms: number): string {
  return formatDuration(ms).replace(/^0(?=\d:)/, '');
}

/** `4 minutes 12 seconds`, for those who hear it. */
export function speakDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  const parts = [plural(seconds % 60, 'second')];
  if (minutes > 0) parts.unshift(plural(minutes, 'minute'));
  return parts.join(' ');
}

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });
const fullFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** `10:49:07` */
export function formatClock(time: number): string {
  return clockFormat.format(time);
}

/** `Today`, `Yesterday` or `Sunday 22 November`. */
export function formatDay(time: number, now: number): string {
  if (dayKey(time) === dayKey(now)) return 'Today';
  if (dayKey(time) === dayKey(now - 86_400_000)) return 'Yesterday';
  return dayFormat.format(time);
}

/** The absolute time, for tooltips. */
export function formatFull(time: number): string {
  return fullFormat.format(time);
}

/** Equal for two times of the same local day. */
export function dayKey(time: number): string {
  return new Date(time).toDateString();
}
