import { expect, test } from 'vitest';
import { ratioRows, type Series, seriesTable } from './comparison.ts';
import type { Measurement } from './contender.ts';

function round(answered: number, cpuSeconds: number): Measurement {
  return {
    ...{ sent: answered + 1, answered, lost: 1, repeated: 0, retransmissions: 2, seconds: 5 },
    ...{ answerMs: [1, 2, 3], deliveryMs: [], cpuSeconds, loadBefore: 0.5, loadAfter: 1 },
  };
}

function series(name: string, rounds: readonly Measurement[]): Series {
  const measure = () => Promise.reject(new Error('not measured here'));
  return { contender: { name, does: 'answered', limits: 'none', measure }, load: '200 in flight', rounds };
}

const ours = series('ours', [round(1_000, 1), round(1_000, 2), round(3_000, 1)]);
const other = series('other', [round(2_000, 1), round(2_000, 1), round(2_000, 1)]);

test('a ratio is the median of rounds side by side, with what is wanted of it', () => {
  const wanted = { ours: 'ours', other: 'other', wanted: 0.6, aim: 1 };
  const [row] = ratioRows('200 in flight', [ours, other], [wanted]);
  expect(row).toMatchObject({ name: 'ours : other, 200 in flight', value: 0.5 });
  expect(row?.note).toBe('wanted 0.6 (NOT reached), aim 1; rounds 0.50 / 0.25 / 1.50');
  expect(ratioRows('200 in flight', [ours, other], [{ ...wanted, wanted: 0.5 }])[0]?.note).toContain('(reached)');
});

test('a server that was left out is named, not passed over', () => {
  const [row] = ratioRows('200 in flight', [ours], [{ ours: 'ours', other: 'other', wanted: 4, aim: 8 }]);
  expect(row).toMatchObject({ value: Number.NaN, note: 'wanted 4; not measured in this run' });
});

test('the table sums what was lost and takes medians of the rest', () => {
  const [, , line] = seriesTable([ours]).split('\n');
  expect(line).toBe(
    '| ours | answered | none | 200 in flight | 200 | 1,000 (1,000 / 500 / 3,000) | 3 | 0 | 6 | 2.0, 3.0 (3.0 / 3.0 / 3.0) | – | 0.5–1.0 / 0.5–1.0 / 0.5–1.0 |',
  );
});
