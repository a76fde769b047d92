import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../../base/seeded-random.ts';
import { NONCE_LIFETIME_MS, Nonces } from './nonces.ts';

const NOW = 1_700_000_000_000;
const secret = Buffer.alloc(32, 7);

function open(options: { secret?: Buffer; since?: number; noncesMax?: number; seed?: number } = {}): Nonces {
  const { seed = 1, ...rest } = options;
  return new Nonces({ secret, since: NOW, random: new SeededRandom(seed), ...rest });
}

describe('nonces', () => {
  it('[DG3] are good for five minutes, then stale; nothing is kept of those that nobody used', () => {
    const nonces = open();
    const nonce = nonces.issue(NOW);
    expect(nonces.issue(NOW)).not.toBe(nonce);
    expect(nonces.stateOf(nonce, NOW + NONCE_LIFETIME_MS - 1)).toBe('good');
    expect(nonces.stateOf(nonce, NOW + NONCE_LIFETIME_MS)).toBe('stale');
    expect(nonces.size).toBe(0);
  });

  it('[DG3] of another secret, changed ones and what is none are foreign', () => {
    const nonces = open();
    const nonce = nonces.issue(NOW);
    expect(nonces.stateOf(open({ secret: Buffer.alloc(32, 8) }).issue(NOW), NOW)).toBe('foreign');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: nonce.length - 1 }),
        fc.constantFrom('A', 'b', '7', '_'),
        (at, character) => {
          const changed = `${nonce.slice(0, at)}${character}${nonce.slice(at + 1)}`;
          expect(nonces.stateOf(changed, NOW)).toBe(changed === nonce ? 'good' : 'foreign');
        },
      ),
    );
    for (const none of ['', 'x', '__proto__', 'A'.repeat(44), 'é'.repeat(44)]) {
      expect(nonces.stateOf(none, NOW)).toBe('foreign');
      expect(nonces.use(none, 1, NOW)).toBe(false);
    }
  });

  it('[DG4] of an earlier run are stale, not foreign', () => {
    const nonce = open().issue(NOW);
    expect(open({ since: NOW + 1, seed: 2 }).stateOf(nonce, NOW + 1)).toBe('stale');
  });

  it('[DG4] a count is good once, whatever the order, and not when it is 64 or more behind', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 200 }), (counts) => {
        const nonces = open();
        const nonce = nonces.issue(NOW);
        const seen = new Set<number>();
        let highest = 0;
        for (const count of counts) {
          const isGood = !seen.has(count) && highest - count < 64;
          expect(nonces.use(nonce, count, NOW)).toBe(isGood);
          if (isGood) seen.add(count);
          highest = Math.max(highest, count);
        }
      }),
    );
  });

  it('[DG6] without a count a nonce is good for one use', () => {
    const nonces = open();
    const nonce = nonces.issue(NOW);
    expect(nonces.use(nonce, undefined, NOW)).toBe(true);
    expect(nonces.use(nonce, undefined, NOW)).toBe(false);
    expect(nonces.use(nonce, 5, NOW)).toBe(false);
  });

  it('[DG4] the memory of used nonces is bounded: a forgotten one is stale, and can never be used again', () => {
    const nonces = open({ noncesMax: 10 });
    const issued = Array.from({ length: 40 }, (_, position) => nonces.issue(NOW + position));
    for (const nonce of issued) nonces.use(nonce, 1, NOW + 40);
    expect(nonces.size).toBe(10);
    expect(issued.map((nonce) => nonces.stateOf(nonce, NOW + 40)).filter((state) => state === 'good')).toHaveLength(10);
    for (const nonce of issued) expect(nonces.use(nonce, 1, NOW + 40)).toBe(false);
    const late = NOW + NONCE_LIFETIME_MS + 100;
    expect(nonces.use(nonces.issue(late), 1, late)).toBe(true);
    expect(nonces.size).toBe(1);
  });
});
