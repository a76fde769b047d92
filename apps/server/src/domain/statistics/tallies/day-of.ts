const HOUR_MS = 3600_000;
/** The longest day there is, with an hour to spare. */
const HOURS_MAX = 26;

/** A day from midnight to midnight, in ms since 1970. */
export interface Day {
  readonly start: number;
  readonly end: number;
}

/** The day of a moment in a time zone. Days of 23 and 25 hours are what they are. */
export function dayOf(timeZone: string, time: number): Day {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const date = format.format(time);
  return {
    start: firstMoment(time - HOURS_MAX * HOUR_MS, time, (at) => format.format(at) === date),
    end: firstMoment(time, time + HOURS_MAX * HOUR_MS, (at) => format.format(at) !== date),
  };
}

/** The first whole ms after `from` and up to `to` at which it is so; it is so at `to`, and once it is so it stays so. */
function firstMoment(from: number, to: number, isSo: (at: number) => boolean): number {
  let before = Math.floor(from);
  let after = Math.floor(to);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (isSo(middle)) after = middle;
    else before = middle;
  }
  return after;
}
