import { expect, it, vi } from 'vitest';
import { SystemClock } from './system-clock.ts';

it('tells the wall clock with a fraction, and never goes back by itself', () => {
  const clock = new SystemClock();
  const times = Array.from({ length: 1000 }, () => clock.now());
  expect(Math.abs((times[0] ?? 0) - Date.now())).toBeLessThan(60_000);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times.some((time) => !Number.isInteger(time))).toBe(true);
});

it('follows the wall clock when it is set', () => {
  const clock = new SystemClock();
  const set = Date.now() + 3_600_000;
  const dateNow = vi.spyOn(Date, 'now').mockReturnValue(set);
  expect(Math.abs(clock.now() - set)).toBeLessThan(60_000);
  dateNow.mockRestore();
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(60_000);
});

it('fires a timer once, unless it was stopped', async () => {
  const clock = new SystemClock();
  const fired: string[] = [];
  const stop = clock.startTimer(1, () => fired.push('stopped'));
  stop();
  clock.startTimer(2, () => fired.push('one'));
  await new Promise<void>((resolve) => clock.startTimer(20, resolve));
  expect(fired).toEqual(['one']);
});

it('waits longer than node can', () => {
  vi.useFakeTimers();
  const clock = new SystemClock();
  let hasFired = false;
  clock.startTimer(2_147_483_647 + 1000, () => {
    hasFired = true;
  });
  vi.advanceTimersByTime(2_147_483_647);
  expect(hasFired).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(hasFired).toBe(true);
  vi.useRealTimers();
});
