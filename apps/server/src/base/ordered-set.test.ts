import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBefore, type Ordered, OrderedSet } from './ordered-set.ts';

describe('OrderedSet', () => {
  test('is like a sorted array, whatever comes and goes', () => {
    const item = fc.record({ rank: fc.nat(1), order: fc.nat(30), id: fc.nat(400).map(String) });
    const change = fc.record({ item, adds: fc.integer({ min: 0, max: 2 }).map((choice) => choice > 0) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 900, size: 'max' }), (changes) => {
        const set = new OrderedSet<Ordered>();
        const model = new Map<string, Ordered>();
        for (const { item: changed, adds } of changes) {
          const key = `${changed.rank}/${changed.order}/${changed.id}`;
          if (!adds) expect(set.remove({ ...changed })).toBe(model.delete(key));
          else if (!model.has(key)) {
            model.set(key, changed);
            set.add(changed);
          }
        }
        const sorted = [...model.values()].sort((left, right) => (isBefore(left, right) ? -1 : 1));
        expect(set.chunks.flat()).toEqual(sorted);
        expect(set.size).toBe(sorted.length);
        expect(set.first).toEqual(sorted[0]);
        const middle = sorted.length >> 1;
        expect([...set.from(middle)]).toEqual([...sorted.slice(middle), ...sorted.slice(0, middle)]);
        const pivot = sorted[middle];
        expect(set.countWhile((one) => pivot !== undefined && isBefore(one, pivot))).toBe(middle);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['rising', (index: number) => index],
    ['falling', (index: number) => 5000 - index],
    ['scattered', (index: number) => (index * 7919) % 5000],
    ['all alike', () => 1],
  ])('holds 5,000 items with %s order and empties again', (_name, orderOf) => {
    const items = Array.from({ length: 5000 }, (_, index) => ({ rank: 0, order: orderOf(index), id: String(index) }));
    const set = new OrderedSet<Ordered>();
    for (const item of items) set.add(item);
    expect(set.chunks.flat()).toEqual([...items].sort((left, right) => (isBefore(left, right) ? -1 : 1)));
    while (set.first !== undefined) expect(set.remove(set.first)).toBe(true);
    expect(set.size).toBe(0);
    expect(set.chunks.flat()).toEqual([]);
  });

  test('removing what is not inside changes nothing', () => {
    const set = new OrderedSet<Ordered>();
    expect(set.remove({ rank: 0, order: 1, id: 'a' })).toBe(false);
    set.add({ rank: 0, order: 1, id: 'a' });
    expect(set.remove({ rank: 0, order: 2, id: 'a' })).toBe(false);
    expect(set.remove({ rank: 0, order: 1, id: 'b' })).toBe(false);
    expect(set.size).toBe(1);
  });
});
