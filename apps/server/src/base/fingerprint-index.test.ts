import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FingerprintIndex } from './fingerprint-index.ts';
import { FingerprintTable } from './fingerprint-table.ts';

/** Few lows, so that many meet at one place, also around the end. */
const fingerprints = fc.record({
  low: fc.constantFrom(1, 2, 3, 1023, 1024, 1025, 2047, -1, -1024, 0x7fffffff, -0x80000000),
  high: fc.integer({ min: -3, max: 3 }),
});
const steps = fc.array(fc.tuple(fc.constantFrom('set', 'delete'), fingerprints, fc.nat(9)), { maxLength: 200 });
const textOf = ({ low, high }: { readonly low: number; readonly high: number }) => `${low} ${high}`;

describe.each([
  ['FingerprintIndex', () => new FingerprintIndex()],
  ['FingerprintTable', () => new FingerprintTable<number>()],
])('%s', (_name, create) => {
  test('holds what a Map would hold', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const table = create();
        const map = new Map<string, number>();
        for (const [what, fingerprint, value] of list) {
          if (what === 'set') {
            table.set(fingerprint, value);
            map.set(textOf(fingerprint), value);
          } else {
            table.delete(fingerprint);
            map.delete(textOf(fingerprint));
          }
          expect(table.size).toBe(map.size);
        }
        for (const [, fingerprint] of list) expect(table.get(fingerprint)).toBe(map.get(textOf(fingerprint)));
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('grows and shrinks without losing any', () => {
    const table = create();
    const nth = (index: number) => ({ low: Math.imul(index + 1, 0x9e3779b1), high: index });
    for (let index = 0; index < 5_000; index++) table.set(nth(index), index);
    for (let index = 0; index < 5_000; index += 1) if (index % 50 !== 0) table.delete(nth(index));
    expect(table.size).toBe(100);
    for (let index = 0; index < 5_000; index++) {
      expect(table.get(nth(index))).toBe(index % 50 === 0 ? index : undefined);
    }
  });
});
