import type { CapacityMedia, CapacityRule } from '@cordboard/shared/configuration/capacity-rule';
import { describe, expect, test } from 'vitest';
import { type CapacityVector, capacityVector, capacityVectors } from './capacity-vector.ts';

const rule: CapacityRule = {
  name: 'demo',
  limits: [
    { media: 'chat', max: 3 },
    { media: 'voice', max: 1 },
    { media: 'chat', max: 1, while: { media: 'voice', atLeast: 1 } },
  ],
};

describe('capacityVector', () => {
  const rows: [voice: number, chat: number, media: CapacityMedia, isReady: boolean, vector: CapacityVector][] = [
    [0, 0, 'chat', true, ['R', 0, 3, 3]],
    [0, 2, 'chat', true, ['R', 2, 3, 1]],
    [0, 4, 'chat', true, ['R', 4, 3, 0]],
    [1, 0, 'chat', true, ['R', 0, 1, 1]],
    [1, 2, 'chat', true, ['R', 2, 1, 0]],
    [0, 1, 'chat', false, ['NR', 1, 3, 0]],
    [0, 1, 'voice', true, ['R', 0, 1, 1]],
    [0, 2, 'voice', true, ['R', 0, 0, 0]],
    [1, 1, 'voice', true, ['R', 1, 1, 0]],
  ];
  test.each(rows)('[CP8] voice %i, chat %i: %s, ready %s', (voice, chat, media, isReady, vector) => {
    expect(capacityVector(rule, { voice, chat }, media, isReady)).toEqual(vector);
  });

  test('[CP8] each medium has its own readiness', () => {
    expect(capacityVectors(rule, { voice: 0, chat: 1 }, { voice: false, chat: true })).toEqual({
      voice: ['NR', 0, 1, 0],
      chat: ['R', 1, 3, 2],
    });
  });
});
