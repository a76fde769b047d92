/** `10:49:07.2400`: time of day with four decimals, in the zone `minutesEastOfUtc`. */
export function clockTime(time: number, minutesEastOfUtc: number): string {
  const iso = new Date(Math.floor(time) + minutesEastOfUtc * 60_000).toISOString();
  const tenths = Math.floor((time - Math.floor(time)) * 10);
  return `${iso.slice(11, 23)}${tenths}`;
}
