import { expect, test } from 'vitest';
import { RowCache } from './row-cache.ts';

test('[DF16] a row is built once and kept until it is refreshed', () => {
  const cache = new RowCache((key) => ({ key }));
  expect([cache.get('a'), cache.get('a'), cache.built]).toEqual([{ key: 'a' }, { key: 'a' }, 1]);
});

test('[DF13] [DF14] says whether a row is the same, another or gone', () => {
  let row: { name: string } | null = null;
  const cache = new RowCache(() => row && { ...row });
  expect([cache.refresh('a'), cache.get('a')]).toEqual(['same', null]);
  row = { name: 'x' };
  expect([cache.refresh('a'), cache.refresh('a')]).toEqual(['changed', 'same']);
  row = { name: 'y' };
  expect(cache.get('a')).toEqual({ name: 'x' });
  expect([cache.refresh('a'), cache.get('a')]).toEqual(['changed', { name: 'y' }]);
  row = null;
  expect([cache.refresh('a'), cache.refresh('a')]).toEqual(['vanished', 'same']);
});

test('[DF13] a row that was never shown is another', () => {
  const cache = new RowCache((key) => ({ key }));
  expect(cache.refresh('a')).toBe('changed');
  cache.forget('a');
  expect(cache.refresh('a')).toBe('changed');
});
