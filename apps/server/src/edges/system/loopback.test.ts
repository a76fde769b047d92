import { expect, test } from 'vitest';
import { isWildcard } from './loopback.ts';

test.each([
  ['0.0.0.0', true],
  ['::', true],
  ['0:0:0:0:0:0:0:0', true],
  ['127.0.0.1', false],
  ['::1', false],
  ['cordboard.example', false],
])('[TP6] %s is no address for peers: %s', (address, expected) => {
  expect(isWildcard(address)).toBe(expected);
});
