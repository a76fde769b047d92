import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AgedMap } from './aged-map.ts';

test('it holds what a Map holds, and its oldest entry is the one that was set first', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const step = fc.oneof(
    fc.record({ what: fc.constant('set' as const), key, value: fc.integer() }),
    fc.record({ what: fc.constant('delete' as const), key }),
    fc.record({ what: fc.constant('clear' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const aged = new AgedMap<number>();
      const plain = new Map<string, number>();
      for (const one of steps) {
        if (one.what === 'clear') {
          aged.clear();
          plain.clear();
        } else {
          aged.delete(one.key);
          plain.delete(one.key);
          if (one.what === 'set') {
            aged.set(one.key, one.value);
            plain.set(one.key, one.value);
          }
        }
        expect(aged.oldest()).toEqual(plain.entries().next().value);
        expect(aged.size).toBe(plain.size);
        expect([...aged.values()]).toEqual([...plain.values()]);
        for (const name of 'abcd') expect(aged.get(name)).toBe(plain.get(name));
      }
    }),
  );
});
