import { BUILT_IN_STAT_SETS, BUILT_IN_STAT_TYPES } from '@cordboard/shared/statistics/built-in';
import { readMask } from '@cordboard/shared/statistics/mask';
import { statisticsConfigurationSchema, statTypeSchema } from '@cordboard/shared/statistics/stat-type';
import { describe, expect, test } from 'vitest';
import { eventsOf, fold, type Line, newModel, reader, TEN } from '../../../test/support/scenes/statistics-scene.ts';
import { StatDefinitions } from './stat-definitions.ts';
import { dayOf } from './tallies/day-of.ts';

const HOUR = 3600;
const chat = (from: number, to: number, call: string): readonly Line[] => [
  [from, 'Ringing', '1001', { call }],
  [from, 'Established', '1001', { call }],
  [to, 'Released', '1001', { call }],
];

describe('time profiles', () => {
  test('[NU16] [NU18] growing: what ends after midnight counts on the new day, adjusted time only from midnight on', () => {
    const model = fold([
      [0, 'AgentLogin', '1001'],
      [0, 'AgentReady', '1001'],
      ...chat(100, 200, 'c1'),
      // Midnight is 14 hours after ten.
      ...chat(14 * HOUR - 60, 14 * HOUR + 30, 'c2'),
    ]);
    const evening = fold([
      [0, 'AgentLogin', '1001'],
      ...chat(100, 200, 'c1'),
      ...chat(14 * HOUR - 60, 14 * HOUR + 30, 'c2').slice(0, 2),
    ]);
    expect(reader(evening, 14 * HOUR - 1)('1001', 'Total_Inbound_Time')).toBe(100);
    // Nothing has happened since midnight, yet it is another day.
    expect(reader(evening, 14 * HOUR)('1001', 'Total_Inbound_Time')).toBe(0);
    const adjusted = { category: 'TotalAdjustedTime', mainMask: 'CallInbound' } as const;
    expect(reader(evening, 14 * HOUR + 10)('1001', adjusted)).toBe(10);
    expect(reader(model, 15 * HOUR)('1001', 'Total_Inbound_Time')).toBe(90);
    expect(reader(model, 15 * HOUR)('1001', adjusted)).toBe(30);
    expect(reader(model, 15 * HOUR)('1001', 'Total_Login_Time')).toBe(HOUR);
    expect(reader(model, 15 * HOUR)('1001', 'Ready_Time_Percentage')).toBe(99.17);
  });

  test('[NU18] since the login, over midnight, until the next login', () => {
    const lines: readonly Line[] = [
      [0, 'AgentLogin', '1001'],
      ...chat(100, 200, 'c1'),
      [300, 'AgentLogout', '1001'],
      [13 * HOUR, 'AgentLogin', '1001'],
      ...chat(13 * HOUR + 10, 13 * HOUR + 40, 'c2'),
      ...chat(15 * HOUR, 15 * HOUR + 5, 'c3'),
    ];
    const sinceLogin = { profile: { type: 'sinceLogin' } } as const;
    expect(reader(fold(lines.slice(0, 5)), 400)('1001', 'Total_Inbound_Time', sinceLogin)).toBe(100);
    const read = reader(fold(lines), 16 * HOUR);
    expect(read('1001', 'Total_Inbound_Time', sinceLogin)).toBe(35);
    expect(read('1001', 'Total_Inbound_Time')).toBe(5);
    expect(read('1001', 'Total_Login_Time', sinceLogin)).toBe(3 * HOUR);
  });

  test('[NU18] sliding: the last seconds in steps of five', () => {
    const model = fold([[0, 'AgentLogin', '1001'], ...chat(1, 2, 'a'), ...chat(11, 21, 'b'), ...chat(30, 61, 'c')]);
    const at = (seconds: number, window: number, statType = 'Total_Calls_Inbound') =>
      reader(model, seconds)('1001', statType, { profile: { type: 'sliding', window } });
    expect([at(61, 5), at(61, 40), at(61, 45), at(61, 60), at(61, 65)]).toEqual([1, 1, 2, 2, 3]);
    expect(at(64, 45)).toBe(2);
    expect(at(65, 45)).toBe(1);
    expect(at(61, 65, 'Total_Inbound_Time')).toBe(42);
    expect(reader(model, 61)('1001', { category: 'MaxTime', mainMask: 'CallInbound' })).toBe(31);
    expect(at(3700, 3600)).toBe(0);
  });

  test('[NU18] sliding: of what lasts, the part that lies in the window', () => {
    const model = fold([
      [0, 'AgentLogin', '1001'],
      [10, 'AgentReady', '1001'],
      [60, 'AgentNotReady', '1001'],
      [90, 'AgentReady', '1001'],
    ]);
    const sliding = (window: number) => ({ profile: { type: 'sliding', window } }) as const;
    const at = (seconds: number, window: number, statType = 'Total_Ready_Time') =>
      reader(model, seconds)('1001', statType, sliding(window));
    expect([at(100, 5), at(100, 20), at(100, 50), at(100, 3600)]).toEqual([0, 10, 15, 60]);
    expect(at(102, 20)).toBe(12);
    expect(at(100, 50, 'Ready_Time_Percentage')).toBe(33.33);
    expect(at(100 + 3600, 3600)).toBe(3595);
    fold([[5000, 'AgentLogout', '1001']], model);
    expect(at(5100, 900)).toBe(795);
    expect(at(6000, 900, 'Ready_Time_Percentage')).toBeNull();
  });

  test('[NU18] a day is that of the time zone, of 23 and 25 hours too', () => {
    const day = (timeZone: string, iso: string) => {
      const { start, end } = dayOf(timeZone, Date.parse(iso));
      return [new Date(start).toISOString(), (end - start) / 3_600_000];
    };
    expect(day('UTC', '2026-03-02T10:00:00Z')).toEqual(['2026-03-02T00:00:00.000Z', 24]);
    expect(day('UTC', '2026-03-02T00:00:00Z')).toEqual(['2026-03-02T00:00:00.000Z', 24]);
    expect(day('Europe/Berlin', '2026-03-01T23:00:00Z')).toEqual(['2026-03-01T23:00:00.000Z', 24]);
    expect(day('Europe/Berlin', '2026-03-29T12:00:00Z')).toEqual(['2026-03-28T23:00:00.000Z', 23]);
    expect(day('Europe/Berlin', '2026-10-25T12:00:00Z')).toEqual(['2026-10-24T22:00:00.000Z', 25]);
    expect(day('Asia/Kolkata', '2026-03-02T18:29:59.999Z')).toEqual(['2026-03-01T18:30:00.000Z', 24]);
  });
});

describe('definitions', () => {
  test('[NU19] masks are read from left to right', () => {
    const all = ['a', 'b', 'c'];
    expect([...readMask('*', all)]).toEqual(['a', 'b', 'c']);
    expect([...readMask('*, ~b', all)]).toEqual(['a', 'c']);
    expect([...readMask('~b, *', all)]).toEqual(['a', 'b', 'c']);
    expect([...readMask(' c ,, a', all)]).toEqual(['c', 'a']);
  });

  test.each([
    [{ category: 'TotalNumber', mainMask: 'CallInbound, CallBack' }, 'DNAction has no CallBack'],
    [{ category: 'TotalNumber', mainMask: '*, ~Resting' }, 'DNAction has no Resting'],
    [{ category: 'CurrentNumber', subject: 'AgentStatus', objects: ['place'] }, 'AgentStatus is not kept for place'],
    [{ category: 'RelativeNumberPercentage' }, 'RelativeNumberPercentage needs relMask'],
    [{ category: 'CurrentState' }, 'CurrentState needs the subject to be a status'],
    [{ category: 'CurrentMaxTime', objects: ['agentGroup'] }, 'CurrentMaxTime is not kept for agentGroup'],
    [{ category: 'EstimWaitingTime' }, 'EstimWaitingTime is kept for queue only'],
    [{ category: 'LoadBalance' }, 'LoadBalance is kept for queue only'],
    [{ category: 'TotalNumberInTimeRange' }, 'TotalNumberInTimeRange is kept for queue only'],
  ])('[NU23] what cannot be kept is refused: %j', (given, message) => {
    const parsed = statTypeSchema.safeParse({ name: 'x', objects: ['agent'], ...given });
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  test('[NU23] one of the configuration stands in place of the built-in one', () => {
    const own = { name: 'Total_Entered', objects: ['queue'], category: 'MaxTime', mainMask: 'CallWait' };
    const definitions = new StatDefinitions(statisticsConfigurationSchema.parse({ statTypes: [own] }));
    expect(definitions.findStatType('Total_Entered')).toMatchObject(own);
    expect(definitions.findStatType('Total_Answered')).toMatchObject({ category: 'TotalNumber' });
    expect(definitions.findFilter('Chat')).toEqual({ name: 'Chat', mediaType: 'chat' });
    expect(definitions.findStatType('toString')).toBeUndefined();
  });

  test('[NU23] [NU24] the built-in ones are right, and the sets name nothing else', () => {
    for (const statType of BUILT_IN_STAT_TYPES) expect(statTypeSchema.parse(statType)).toEqual(statType);
    const names = BUILT_IN_STAT_TYPES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const definitions = new StatDefinitions({ statTypes: [], filters: [] });
    expect(BUILT_IN_STAT_SETS.map(({ name }) => name)).toEqual([
      'Resource Chat Handling',
      'Chat Queue Report',
      'Resource Voice Handling',
      'Voice Queue Report',
    ]);
    for (const { objects, filter, columns } of BUILT_IN_STAT_SETS) {
      expect(definitions.findFilter(filter)).toBeDefined();
      for (const { statType } of columns) {
        for (const object of objects) expect(definitions.findStatType(statType)?.objects).toContain(object);
      }
    }
  });
});

describe('cost', () => {
  /** What a shift of one agent costs while so many others are logged in. */
  function writesOfShift(agents: number): number {
    const model = newModel();
    const crowd: Line[] = [];
    for (let index = 0; index < agents; index += 1) {
      crowd.push([0, 'AgentLogin', String(100_000 + index)], [0, 'AgentReady', String(100_000 + index)]);
    }
    fold(crowd, model);
    const before = model.book.writes;
    fold(
      [
        [10, 'AgentLogin', '1001'],
        [10, 'AgentReady', '1001'],
        [20, 'RouteRequest', 'RP1'],
        [20, 'Queued', 'VQ1'],
        ...chat(30, 60, 'c1'),
        [70, 'AgentLogout', '1001'],
      ],
      model,
    );
    return model.book.writes - before;
  }

  test('[NU22] an event writes the same numbers among 10 and among 10,000 agents', () => {
    const few = writesOfShift(10);
    expect(few).toBeGreaterThan(50);
    expect(writesOfShift(10_000)).toBe(few);
  });

  test('[NU21] an event that comes again changes nothing', () => {
    const events = eventsOf([[0, 'AgentLogin', '1001'], ...chat(1, 2, 'a')]);
    const model = newModel();
    for (const event of [...events, ...events]) model.apply(event);
    expect(reader(model, 5)('1001', 'Total_Calls_Inbound')).toBe(1);
    expect(TEN).toBe(Date.UTC(2026, 2, 2, 10));
  });
});
