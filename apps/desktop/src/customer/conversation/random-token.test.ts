import { expect, it } from 'vitest';
import { createMessageId, createRandomToken } from './random-token.ts';

it('[WC4] message ids have 24 characters and differ', () => {
  const ids = Array.from({ length: 500 }, createMessageId);
  expect(ids.every((id) => /^[a-z0-9]{24}$/.test(id))).toBe(true);
  expect(new Set(ids).size).toBe(500);
});

it('[WC2] a guest name has the length asked for', () => {
  expect(createRandomToken(12)).toMatch(/^[a-z0-9]{12}$/);
});
