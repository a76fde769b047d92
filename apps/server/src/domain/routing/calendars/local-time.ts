/** What clock and calendar on the wall of a time zone show. */
export interface LocalTime {
  /** Such as 2026-12-24. */
  readonly date: string;
  /** The date of the day before. */
  readonly dayBefore: string;
  /** Sunday is 0. */
  readonly weekday: number;
  /** Minutes since midnight, as the wall clock shows them. */
  readonly minutes: number;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The local time of a moment (ms since 1970). The time zone is an IANA name that exists. */
export function localTime(timeZone: string, now: number): LocalTime {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter.formatToParts(now)) parts[type] = value;
  const { year = '1970', month = '01', day = '01', hour = '0', minute = '0' } = parts;
  const midday = Date.UTC(Number(year), Number(month) - 1, Number(day), 12);
  return {
    date: `${year}-${month}-${day}`,
    dayBefore: new Date(midday - 86_400_000).toISOString().slice(0, 10),
    weekday: new Date(midday).getUTCDay(),
    minutes: Number(hour) * 60 + Number(minute),
  };
}
