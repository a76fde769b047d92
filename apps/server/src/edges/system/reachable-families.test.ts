import { expect, test } from 'vitest';
import { reachableFamilies } from './reachable-families.ts';

test.each([
  ['127.0.0.1', [4]],
  ['cordboard.example', [4]],
  ['2001:db8::1', [6]],
  ['::', [6, 4]],
])('[TP62] bound to %s', (host, families) => {
  expect(reachableFamilies(host)).toEqual(families);
});
