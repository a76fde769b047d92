import { expect, it } from 'vitest';
import { systemRandom } from './system-random.ts';

it('gives as many bytes as asked for, and never the same twice', () => {
  const given = Array.from({ length: 3000 }, () => systemRandom.hex(12));
  expect(given.every((hex) => /^[0-9a-f]{24}$/.test(hex))).toBe(true);
  expect(new Set(given).size).toBe(given.length);
});

it.each([0, 1, 4095, 4096, 4097, 10_000])('gives %i bytes in one piece', (bytes) => {
  const hex = systemRandom.hex(bytes);
  expect(hex).toHaveLength(2 * bytes);
  // A stretch that was never filled would be nothing but zeros.
  expect(/0{64}/.test(hex)).toBe(false);
});
