import { type Calendar, calendarSchema } from '@cordboard/shared/routing/calendar';
import { describe, expect, test } from 'vitest';
import { localTime } from './local-time.ts';
import { openingAt } from './opening.ts';

const at = (iso: string) => Date.parse(iso);

function calendar(changes: Partial<Calendar>, timeZone = 'Europe/Berlin'): Calendar {
  return calendarSchema.parse({ name: 'C', timeZone, ...changes });
}

const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;
const office = calendar({
  weekly: [{ days: [...workdays], from: '09:00', to: '18:00' }],
  holidays: [{ date: '2026-05-01' }, { date: '12-25' }],
  exceptions: [
    { date: '2026-12-24', hours: [{ from: '09:00', to: '13:00' }] },
    { date: '2026-12-31', hours: [] },
    { date: '2027-12-25', hours: [{ from: '10:00', to: '11:00' }] },
  ],
});
const nights = calendar({
  weekly: [{ days: ['saturday'], from: '22:00', to: '03:30' }],
  holidays: [{ date: '2026-11-01' }],
});

describe('local time', () => {
  test.each([
    ['Europe/Berlin', '2026-01-15T08:30:00Z', '2026-01-15', 9 * 60 + 30, 4],
    ['Europe/Berlin', '2026-07-15T08:30:00Z', '2026-07-15', 10 * 60 + 30, 3],
    ['America/Los_Angeles', '2026-03-01T02:00:00Z', '2026-02-28', 18 * 60, 6],
    ['Pacific/Kiritimati', '2026-02-28T23:00:00Z', '2026-03-01', 13 * 60, 0],
    ['Asia/Kathmandu', '2026-02-28T18:15:00Z', '2026-03-01', 0, 0],
    ['UTC', '1970-01-01T00:00:00Z', '1970-01-01', 0, 4],
  ])('[RT56] in %s at %s', (timeZone, moment, date, minutes, weekday) => {
    expect(localTime(timeZone, at(moment))).toMatchObject({ date, minutes, weekday });
  });
});

describe('opening', () => {
  const rows: [id: string, calendar: Calendar, moment: string, opening: string][] = [
    ['RT56', office, '2026-01-15T07:59:59Z', 'closed'],
    ['RT56', office, '2026-01-15T08:00:00Z', 'open'],
    ['RT56', office, '2026-01-15T16:59:59Z', 'open'],
    ['RT56', office, '2026-01-15T17:00:00Z', 'closed'],
    // Summer time: an hour earlier in UTC.
    ['RT56', office, '2026-07-15T07:00:00Z', 'open'],
    ['RT56', office, '2026-07-15T16:00:00Z', 'closed'],
    ['RT56', office, '2026-01-17T10:00:00Z', 'closed'],
    ['RT57', office, '2026-05-01T10:00:00Z', 'holiday'],
    ['RT57', office, '2026-12-25T10:00:00Z', 'holiday'],
    ['RT57', office, '2028-12-25T10:00:00Z', 'holiday'],
    ['RT57', office, '2026-12-24T11:59:00Z', 'open'],
    ['RT57', office, '2026-12-24T12:00:00Z', 'closed'],
    ['RT57', office, '2026-12-31T10:00:00Z', 'closed'],
    ['RT57', office, '2027-12-25T09:30:00Z', 'open'],
    ['RT57', office, '2027-12-25T12:00:00Z', 'closed'],
    // Over midnight, in the night in which clocks go forward (29 March 2026, 2:00 to 3:00).
    ['RT56', nights, '2026-03-28T20:59:00Z', 'closed'],
    ['RT56', nights, '2026-03-28T21:00:00Z', 'open'],
    ['RT56', nights, '2026-03-29T01:29:00Z', 'open'],
    ['RT56', nights, '2026-03-29T01:30:00Z', 'closed'],
    // ... and back (25 October 2026, 3:00 to 2:00): 2:30 comes twice.
    ['RT56', nights, '2026-10-25T00:30:00Z', 'open'],
    ['RT56', nights, '2026-10-25T01:30:00Z', 'open'],
    ['RT56', nights, '2026-10-25T02:30:00Z', 'closed'],
    ['RT56', nights, '2026-03-30T00:30:00Z', 'closed'],
    // A holiday ends the night before it at midnight.
    ['RT57', nights, '2026-10-31T22:59:00Z', 'open'],
    ['RT57', nights, '2026-10-31T23:00:00Z', 'holiday'],
    [
      'RT56',
      calendar({ weekly: [{ days: ['sunday'], from: '00:00', to: '24:00' }] }, 'UTC'),
      '2026-11-22T23:59:00Z',
      'open',
    ],
  ];
  test.each(rows)('[%s] %# at %s', (_id, looked, moment, opening) => {
    expect(openingAt(looked, at(moment))).toBe(opening);
  });

  test.each([
    { timeZone: 'Europe/Nowhere' },
    { weekly: [{ days: ['monday'], from: '9:00', to: '18:00' }] },
    { weekly: [{ days: ['monday'], from: '09:00', to: '24:30' }] },
    { holidays: [{ date: '2026-02-30' }] },
    { holidays: [{ date: '13-01' }] },
  ])('[RT56] [RT57] is no calendar: %j', (changes) => {
    expect(calendarSchema.safeParse({ name: 'C', timeZone: 'UTC', ...changes }).success).toBe(false);
  });

  test('[RT57] 29 February is a day of every year that has one', () => {
    expect(calendarSchema.safeParse({ name: 'C', timeZone: 'UTC', holidays: [{ date: '02-29' }] }).success).toBe(true);
  });
});
