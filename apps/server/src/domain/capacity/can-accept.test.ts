import type { CapacityRule } from '@cordboard/shared/configuration/capacity-rule';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canAccept } from './can-accept.ts';
import { DEFAULT_CAPACITY_RULE } from './default-rule.ts';

type Limit = CapacityRule['limits'][number];

const demoRule: CapacityRule = {
  name: 'demo',
  limits: [
    { media: 'chat', max: 3 },
    { media: 'voice', max: 1 },
    { media: 'chat', max: 1, while: { media: 'voice', atLeast: 1 } },
  ],
};
const conditionOnly: CapacityRule = {
  name: 'chat while voice',
  limits: [{ media: 'chat', max: 2, while: { media: 'voice', atLeast: 1 } }],
};
const ownCondition: CapacityRule = {
  name: 'own condition',
  limits: [{ media: 'chat', max: 1, while: { media: 'chat', atLeast: 3 } }],
};

describe('canAccept', () => {
  const rows: [id: string, rule: CapacityRule, voice: number, chat: number, takesChat: boolean, takesVoice: boolean][] =
    [
      ['CP2', demoRule, 0, 0, true, true],
      ['CP2', demoRule, 0, 1, true, true],
      ['CP4', demoRule, 0, 2, true, false],
      ['CP2', demoRule, 0, 3, false, false],
      ['CP1', demoRule, 1, 0, true, false],
      ['CP1', demoRule, 1, 1, false, false],
      ['CP5', demoRule, 2, 0, true, false],
      ['CP5', demoRule, 0, 4, false, false],
      ['CP3', conditionOnly, 0, 0, false, false],
      ['CP3', conditionOnly, 1, 1, true, false],
      ['CP3', conditionOnly, 1, 2, false, false],
      ['CP1', ownCondition, 0, 1, true, false],
      ['CP1', ownCondition, 0, 2, false, false],
      ['CP3', { name: 'empty', limits: [] }, 0, 0, false, false],
      ['CP6', DEFAULT_CAPACITY_RULE, 0, 0, false, true],
      ['CP6', DEFAULT_CAPACITY_RULE, 1, 0, false, false],
      ['CP5', DEFAULT_CAPACITY_RULE, 0, 1, false, true],
    ];
  test.each(rows)('[%s] %o with voice %i, chat %i', (_id, rule, voice, chat, takesChat, takesVoice) => {
    expect(canAccept(rule, { voice, chat }, 'chat')).toBe(takesChat);
    expect(canAccept(rule, { voice, chat }, 'voice')).toBe(takesVoice);
  });

  test('[CP1] [CP4] what was accepted one by one never breaks a limit', () => {
    const media = fc.constantFrom('voice' as const, 'chat' as const);
    const limit = fc
      .record({
        media,
        max: fc.nat(4),
        condition: fc.option(fc.record({ media, atLeast: fc.integer({ min: 1, max: 3 }) })),
      })
      .map(({ condition, ...rest }): Limit => (condition === null ? rest : { ...rest, while: condition }));
    fc.assert(
      fc.property(fc.array(limit, { maxLength: 5 }), fc.array(media, { maxLength: 12 }), (limits, arrivals) => {
        const rule: CapacityRule = { name: 'any', limits };
        const occupancy = { voice: 0, chat: 0 };
        for (const arriving of arrivals) {
          if (canAccept(rule, occupancy, arriving)) occupancy[arriving] += 1;
          for (const { media: limited, max, while: condition } of limits) {
            if (condition === undefined || occupancy[condition.media] >= condition.atLeast) {
              expect(occupancy[limited]).toBeLessThanOrEqual(max);
            }
          }
        }
      }),
    );
  });
});
