import { type StatFilter, statisticsConfigurationSchema } from '@cordboard/shared/statistics/stat-type';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, type Line, newModel, reader, VOICE } from '../../../test/support/scenes/statistics-scene.ts';

const GOLD: StatFilter = { name: 'Gold', userData: { segment: 'gold' } };
const queue = { type: 'queue', filter: GOLD } as const;
const agent = { filter: GOLD } as const;
const gold = { userData: { segment: 'gold' } };

const model = (lines: readonly Line[], filter = GOLD) => fold(lines, newModel('UTC', [filter]));

describe('filters on attached data', () => {
  test('[NU36] what happens counts by the data of that moment, and what ends by the data at its end', () => {
    const day = model([
      [0, 'AgentLogin', '1001'],
      [10, 'RouteRequest', 'RP1'],
      // The strategy asks and attaches the answer; the virtual queue is entered after that.
      [20, 'AttachedDataChanged', 'RP1', gold],
      [20, 'Queued', 'VQ1', gold],
      [30, 'Ringing', '1001', gold],
      [40, 'RouteUsed', 'RP1', gold],
      [40, 'Diverted', 'VQ1', gold],
      [40, 'Established', '1001', gold],
      [100, 'Released', '1001', gold],
      [100, 'AgentNotReady', '1001', { agentWorkMode: 3 }],
      [130, 'AgentReady', '1001'],
      [200, 'Queued', 'VQ1', { call: 'c2' }],
    ]);
    const read = reader(day, 210);
    expect(read('VQ1', 'Total_Entered', queue)).toBe(1);
    expect(read('VQ1', 'Average_Speed_Of_Answer', queue)).toBe(20);
    expect(read('VQ1', 'Current_In_Queue', queue)).toBe(0);
    expect(read('VQ1', 'Service_Level', { ...queue, timeRange: { from: 0, to: 20 } })).toBe(100);
    expect(read('VQ1', 'Queue_Average_Handling_Time', queue)).toBe(60 + 30);
    // It was not known yet when it came to the routing point.
    expect(read('RP1', 'Total_Entered', queue)).toBe(0);
    expect(read('RP1', 'Max_Waiting', queue)).toBe(30);
    expect(read('1001', 'Total_Calls_Inbound', agent)).toBe(1);
    expect(read('1001', 'Average_Handling_Time', agent)).toBe(60 + 30);
    expect(read('G', 'Total_Calls_Answered', { ...agent, type: 'agentGroup' })).toBe(1);
    expect(reader(day, 210)('VQ1', 'Total_Entered', { type: 'queue' })).toBe(2);
  });

  test('[NU36] what goes on counts as its data is now, from its begin', () => {
    const lines: readonly Line[] = [
      [0, 'AgentLogin', '1001'],
      [0, 'Ringing', '1001'],
      [10, 'Established', '1001'],
    ];
    const day = model(lines);
    expect(reader(day, 20)('1001', 'Current_Calls', agent)).toBe(0);
    fold([[20, 'AttachedDataChanged', '1001', gold]], day);
    expect(reader(day, 30)('1001', 'Current_Calls', agent)).toBe(1);
    const time = { category: 'CurrentTime', mainMask: 'CallInbound' } as const;
    expect(reader(day, 30)('1001', time, agent)).toBe(20);
    fold([[40, 'AttachedDataChanged', '1001', { userData: { segment: 'silver' } }]], day);
    expect(reader(day, 50)('1001', 'Current_Calls', agent)).toBe(0);
    expect(reader(day, 50)('1001', 'Total_Calls_Inbound', agent)).toBe(0);
    expect(reader(day, 50)('1001', 'Current_Calls')).toBe(1);
  });

  test.each([
    [{ userData: { segment: '*' } }, { segment: 'any' }, 1],
    [{ userData: { segment: '*' } }, { other: 'any' }, 0],
    [{ userData: { level: '3' } }, { level: 3 }, 1],
    [{ userData: { a: '1', b: '2' } }, { a: '1' }, 0],
    [{ userData: { a: '1', b: '2' } }, { a: '1', b: '2', c: '3' }, 1],
    [{ userData: { toString: '*' } }, {}, 0],
    [{ mediaType: 'voice', userData: { a: '1' } }, { a: '1' }, 0],
    [{ mediaType: 'chat', userData: { a: '1' } }, { a: '1' }, 1],
  ] as const)('[NU36] the filter %j lets %j through: %d', (given, userData, expected) => {
    const filter: StatFilter = { name: 'F', ...given };
    const day = model([[0, 'Queued', 'VQ1', { userData }]], filter);
    expect(reader(day, 1)('VQ1', 'Total_Entered', { type: 'queue', filter })).toBe(expected);
  });

  test('[NU36] a call of another medium passes only with a filter that names none', () => {
    const day = model([[0, 'Queued', 'VQ1', { ...gold, mediaType: VOICE }]]);
    expect(reader(day, 1)('VQ1', 'Total_Entered', queue)).toBe(1);
  });

  test.each([
    [[{ name: 'F' }], 'must name mediaType or userData'],
    [[{ name: 'F', userData: {} }], 'must name a key'],
    [
      Array.from({ length: 21 }, (_, index) => ({ name: `F${index}`, userData: { key: '*' } })),
      'at most 20 filters may name userData',
    ],
  ])('[NU23] filters that cannot be kept: %#', (filters, message) => {
    const parsed = statisticsConfigurationSchema.safeParse({ filters });
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  test('[NU21] [NU36] whatever changes when: the filter sees those that have its data', () => {
    const change = fc.record({ call: fc.nat(4), isGold: fc.boolean(), ends: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const waiting = new Map<string, boolean>();
        const lines: Line[] = [];
        let cleared = 0;
        changes.forEach(({ call, isGold, ends }, index) => {
          const name = `c${call}`;
          const attributes = { call: name, userData: isGold ? gold.userData : {} };
          if (!waiting.has(name)) lines.push([index, 'Queued', 'VQ1', attributes]);
          else if (!ends) lines.push([index, 'AttachedDataChanged', 'VQ1', attributes]);
          else lines.push([index, 'Abandoned', 'VQ1', attributes]);
          if (waiting.has(name) && ends) {
            waiting.delete(name);
            if (isGold) cleared += 1;
          } else waiting.set(name, isGold);
        });
        const read = reader(model(lines), changes.length);
        expect(read('VQ1', 'Current_In_Queue', queue)).toBe([...waiting.values()].filter(Boolean).length);
        expect(read('VQ1', 'Total_Abandoned', queue)).toBe(cleared);
        expect(read('VQ1', { category: 'TotalNumber', mainMask: 'CallWait' }, queue)).toBe(cleared);
      }),
    );
  });
});
