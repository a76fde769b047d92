import { z } from 'zod';

/** Whether it is an IANA time zone that this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const weekdaySchema = z.enum(['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']);
export type Weekday = z.infer<typeof weekdaySchema>;

const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time from 00:00 to 24:00');
const hours = z.strictObject({ from: timeOfDay, to: timeOfDay });

function isDayOfYear(text: string): boolean {
  const [month = 0, day = 0] = text.slice(-5).split('-').map(Number);
  // Without a year any day that a leap year has.
  const year = text.length === 5 ? 2000 : Number(text.slice(0, 4));
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const calendarDate = z
  .string()
  .regex(/^(?:\d{4}-)?\d{2}-\d{2}$/, 'must be a date such as 2026-12-24, or 12-24 for every year')
  .refine(isDayOfYear, 'must be a day that exists');

/** When a business is open. All times are local times of `timeZone`. */
export const calendarSchema = z.strictObject({
  name: z.string().min(1).max(128),
  /** IANA name, such as Europe/Berlin. */
  timeZone: z.string().max(64).refine(isTimeZone, 'must be an IANA time zone'),
  /** Hours whose `to` is not after `from` end on the next day. */
  weekly: z
    .array(z.strictObject({ days: z.array(weekdaySchema).min(1).max(7), ...hours.shape }))
    .max(50)
    .default([]),
  /** Closed for the whole day, whatever the week says. */
  holidays: z
    .array(z.strictObject({ date: calendarDate, name: z.string().max(128).optional() }))
    .max(500)
    .default([]),
  /** Hours of one day instead of those of the week and of a holiday; without hours it is closed. */
  exceptions: z
    .array(z.strictObject({ date: calendarDate, hours: z.array(hours).max(10) }))
    .max(500)
    .default([]),
});
export type Calendar = z.infer<typeof calendarSchema>;
