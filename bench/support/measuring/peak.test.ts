import { expect, test } from 'vitest';
import type { Measurement } from './contender.ts';
import { findPeak, shortcomings } from './peak.ts';

const HELD: Measurement = {
  ...{ sent: 1_000, answered: 1_000, lost: 0, repeated: 0, retransmissions: 0, seconds: 1 },
  ...{ answerMs: [1, 2, 3], deliveryMs: [], cpuSeconds: 1, loadBefore: 0, loadAfter: 0 },
};
const LOST: Measurement = { ...HELD, answered: 900, lost: 100, answerMs: [1, 700] };

test('a rate is held when nothing is lost and the answers keep up', () => {
  expect(shortcomings(HELD, 1_000)).toEqual([]);
  expect(shortcomings(LOST, 1_000)).toEqual(['100 lost', '900/s reached', 'p99 of the answers 700 ms']);
  expect(shortcomings({ ...HELD, repeated: 1, retransmissions: 2 }, 1_000)).toEqual(['1 seen twice', '2 sent again']);
});

test('the peak is the last rate that was held; a rate has a second chance', async () => {
  const outcomes = [HELD, LOST, { ...HELD, answered: 2_000 }, LOST, LOST];
  const tried: number[] = [];
  const { peak, steps } = await findPeak([1_000, 2_000, 3_000, 4_000], async (rate) => {
    tried.push(rate);
    return outcomes.shift() ?? LOST;
  });
  expect(peak).toBe(2_000);
  expect(tried).toEqual([1_000, 2_000, 2_000, 3_000, 3_000]);
  expect(steps.map(({ failings }) => failings.length === 0)).toEqual([true, false, true, false, false]);
});

test('a server that does not hold the first rate has no peak', async () => {
  expect((await findPeak([1_000, 2_000], async () => LOST)).peak).toBe(0);
});
