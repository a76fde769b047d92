import type { Calendar, Weekday } from '@cordboard/shared/routing/calendar';
import { localTime } from './local-time.ts';

export type Opening = 'open' | 'closed' | 'holiday';

interface Hours {
  readonly from: string;
  readonly to: string;
}

const WEEKDAYS: readonly Weekday[] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Whether a business is open at a moment (ms since 1970). Hours over midnight belong to the day on which they begin. */
export function openingAt(calendar: Calendar, now: number): Opening {
  const local = localTime(calendar.timeZone, now);
  const today = hoursOf(calendar, local.date, local.weekday);
  const yesterday = hoursOf(calendar, local.dayBefore, (local.weekday + 6) % 7);
  const isOpen =
    today.hours.some(({ from, to }) => {
      const [start, end] = [minutesOf(from), minutesOf(to)];
      return local.minutes >= start && (local.minutes < end || end <= start);
    }) ||
    (!today.isHoliday &&
      yesterday.hours.some(({ from, to }) => isOverNight(from, to) && local.minutes < minutesOf(to)));
  if (isOpen) return 'open';
  return today.isHoliday ? 'holiday' : 'closed';
}

/** Hours that begin on a day: its exception, none on a holiday, else those of the week. */
function hoursOf(calendar: Calendar, date: string, weekday: number): { hours: readonly Hours[]; isHoliday: boolean } {
  const isOn = (entry: { readonly date: string }) => entry.date === date || entry.date === date.slice(5);
  const exception = calendar.exceptions.find(isOn);
  const isHoliday = calendar.holidays.some(isOn);
  if (exception !== undefined) return { hours: exception.hours, isHoliday: isHoliday && exception.hours.length === 0 };
  if (isHoliday) return { hours: [], isHoliday };
  const day = WEEKDAYS[weekday];
  return { hours: calendar.weekly.filter(({ days }) => days.some((name) => name === day)), isHoliday };
}

function isOverNight(from: string, to: string): boolean {
  return minutesOf(to) <= minutesOf(from);
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}
