import { expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

it('[GW11] lets the burst through at once and then the rate', () => {
  const bucket = new TokenBucket({ perSecond: 10, burst: 3 }, 0);
  expect([0, 0, 0, 0, 50, 100, 150, 200].map((now) => bucket.take(now))).toEqual([
    true,
    true,
    true,
    false,
    false,
    true,
    false,
    true,
  ]);
});

it('[GW11] never fills above the burst, and a clock set back gives nothing', () => {
  const bucket = new TokenBucket({ perSecond: 1000, burst: 2 }, 0);
  expect([60_000, 60_000, 60_000, 0].map((now) => bucket.take(now))).toEqual([true, true, false, false]);
});
