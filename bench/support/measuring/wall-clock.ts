const CALIBRATION_MS = 20;

/**
 * The wall clock in milliseconds with microseconds. `Date.now()` cuts them off, so the moments at which it ticks are looked
 * for; the result is good to some microseconds and comparable with `gettimeofday` of other programs on this machine.
 */
export function calibrateWallClock(): () => number {
  const start = performance.now();
  let offset = Number.NEGATIVE_INFINITY;
  for (let now = start; now < start + CALIBRATION_MS; now = performance.now()) {
    offset = Math.max(offset, Date.now() - performance.now());
  }
  return () => offset + performance.now();
}
