import { expect, test } from 'vitest';
import { srv } from '../../../../test/support/fakes/fake-dns.ts';
import { SeededRandom } from '../../../../test/support/fakes/seeded-random.ts';
import { orderSrv } from './order-srv.ts';

test('[TP64] lower priorities come first, within one each record once', () => {
  const records = [srv(20, 0, 'c', 1), srv(10, 5, 'a', 1), srv(10, 0, 'b', 1)];
  for (let seed = 0; seed < 50; seed += 1) {
    const names = orderSrv(records, new SeededRandom(seed)).map(({ target }) => target);
    expect(names.toSorted()).toEqual(['a', 'b', 'c']);
    expect(names[2]).toBe('c');
  }
});

test('[TP64] who comes first within a priority goes by weight', () => {
  const records = [srv(1, 60, 'large', 1), srv(1, 20, 'small', 1), srv(1, 20, 'other', 1), srv(1, 0, 'last', 1)];
  const random = new SeededRandom(7);
  const counts: Record<string, number> = {};
  for (let round = 0; round < 4_000; round += 1) {
    const first = orderSrv(records, random)[0]?.target ?? '';
    counts[first] = (counts[first] ?? 0) + 1;
  }
  expect(counts['large']).toBeGreaterThan(2_200);
  expect(counts['large']).toBeLessThan(2_600);
  expect(counts['small']).toBeGreaterThan(650);
  expect(counts['last']).toBeLessThan(120);
});
