import { describe, expect, it } from 'vitest';
import { isWaitedFor } from './waiting-text.ts';

describe('a text that waits for its customer', () => {
  it.each([
    ['stored', 4_999, false],
    ['stored', 5_000, true],
    ['sent', 60_000, false],
    ['delivered', 60_000, false],
    ['failed', 60_000, false],
  ] as const)('[MQ42] %s for %i ms', (state, ageMs, waits) => {
    expect(isWaitedFor({ state, time: 1_000 }, 1_000 + ageMs)).toBe(waits);
  });
});
