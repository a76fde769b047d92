import { timeRangeSchema } from '@cordboard/shared/statistics/stat-type';
import { describe, expect, test } from 'vitest';
import { CONSULT, fold, type Line, reader, TEN } from '../../../test/support/scenes/statistics-scene.ts';
import { DISTRIBUTED_MAX } from './folds/queue-fold.ts';

const queue = { type: 'queue' } as const;

/** Three chats come: one is answered after 30 s, one gives up after 50 s, one while it rings; then one waits. */
const DAY: readonly Line[] = [
  [0, 'AgentLogin', '1001'],
  [0, 'AgentReady', '1001'],
  [10, 'RouteRequest', 'RP1'],
  [10, 'Queued', 'VQ1'],
  [20, 'Ringing', '1001'],
  [40, 'RouteUsed', 'RP1', { thirdPartyDN: '1001' }],
  [40, 'Diverted', 'VQ1', { thirdPartyDN: '1001' }],
  [40, 'Established', '1001'],
  [100, 'RouteRequest', 'RP1', { call: 'c2' }],
  [100, 'Queued', 'VQ1', { call: 'c2' }],
  [140, 'Released', '1001'],
  [140, 'AgentNotReady', '1001', { agentWorkMode: 3 }],
  [150, 'Abandoned', 'VQ1', { call: 'c2' }],
  [150, 'Abandoned', 'RP1', { call: 'c2' }],
  [170, 'AgentReady', '1001'],
  [200, 'RouteRequest', 'RP1', { call: 'c3' }],
  [200, 'Queued', 'VQ1', { call: 'c3' }],
  [205, 'Ringing', '1001', { call: 'c3' }],
  [210, 'Abandoned', 'VQ1', { call: 'c3' }],
  [210, 'Abandoned', 'RP1', { call: 'c3' }],
  [210, 'Abandoned', '1001', { call: 'c3' }],
  [300, 'RouteRequest', 'RP1', { call: 'c4' }],
  [300, 'Queued', 'VQ1', { call: 'c4' }],
];

describe('numbers of a queue', () => {
  test.each([
    ['Total_Entered', 4],
    ['Total_Distributed', 1],
    ['Total_Answered', 1],
    ['Total_Abandoned', 2],
    ['Percentage_Abandoned', 50],
    ['Total_Cleared', 0],
    ['Average_Speed_Of_Answer', 30],
    ['Average_Time_To_Abandon', 30],
    ['Max_Waiting', 50],
    ['Current_In_Queue', 1],
    ['Current_Max_Waiting', 60],
    ['Current_Average_Waiting', 60],
    ['Queue_Average_Handling_Time', 100 + 30],
  ])('[NU9] [NU10] [NU11] [NU12] %s at 360 s is %d', (statType, expected) => {
    const read = reader(fold(DAY), 360);
    expect(read('VQ1', statType, queue)).toBe(expected);
    expect(read('RP1', statType, queue)).toBe(expected);
    expect(read('VQ1', statType, { ...queue, filter: 'Chat' })).toBe(expected);
  });

  test.each([
    ['Service_Level', 0, 30, 33.33],
    ['Service_Level', 0, 29, 0],
    ['Service_Level_Distributed', 0, 30, 100],
    ['Service_Level_Distributed', 30, 60, 0],
    ['Total_Answered_In_Range', 29, 30, 1],
    ['Total_Abandoned_In_Range', 0, 10, 1],
    ['Total_Abandoned_In_Range', 10, undefined, 1],
    ['Total_Abandoned_In_Range', 50, undefined, 0],
    ['Total_Abandoned_In_Range', 0, undefined, 2],
  ])('[NU33] %s, longer than %j and not longer than %j s: %d', (statType, from, to, expected) => {
    const asked = { ...queue, timeRange: { from, to } };
    const read = reader(fold(DAY), 360);
    expect(read('VQ1', statType, asked)).toBe(expected);
    expect(read('RP1', statType, { ...asked, filter: 'Chat' })).toBe(expected);
    const slides = { ...asked, profile: { type: 'sliding', window: 600 } } as const;
    expect(read('VQ1', statType, slides)).toBe(expected);
    const nothing = statType.startsWith('Total') ? 0 : null;
    expect(read('VQ1', statType, { ...slides, profile: { type: 'sliding', window: 60 } })).toBe(nothing);
    expect(read('VQ1', statType, { ...asked, filter: 'VoiceCall' })).toBe(nothing);
    expect(reader(fold(DAY), 15 * 3600)('VQ1', statType, asked)).toBe(nothing);
  });

  test('[NU33] ranges end at whole seconds up to a minute, then at wider steps', () => {
    const isRange = (range: unknown) => timeRangeSchema.safeParse(range).success;
    expect([{ to: 1 }, { from: 59, to: 60 }, { from: 65, to: 3600 }, { from: 330 }].map(isRange)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([{ to: 0 }, { to: 61 }, { to: 301 }, { to: 3630 }, { from: 20, to: 20 }, { to: 1.5 }].map(isRange)).toEqual(
      Array.from({ length: 6 }, () => false),
    );
  });

  test('[NU34] the load: what one more would wait', () => {
    const answered = fold([
      [0, 'Queued', 'VQ1', { call: 'a' }],
      [20, 'Diverted', 'VQ1', { call: 'a' }],
      [20, 'Ringing', '1001', { call: 'a' }],
      [20, 'Established', '1001', { call: 'a' }],
    ]);
    expect(reader(fold([]), 30)('VQ1', 'Load_Balance', queue)).toBeNull();
    expect(reader(answered, 30)('VQ1', 'Load_Balance', queue)).toBe(20);
    fold([[30, 'Queued', 'VQ1', { call: 'b' }]], answered);
    expect(reader(answered, 40)('VQ1', 'Load_Balance', queue)).toBe(2 * (20 + 10));
  });

  test('[NU10] [NU19] ringing is told from waiting; voice has nothing of it', () => {
    const read = reader(fold(DAY), 360);
    expect(read('VQ1', { category: 'TotalNumber', mainMask: 'CallAbandonedFromRinging' }, queue)).toBe(1);
    expect(read('VQ1', { category: 'TotalNumber', mainMask: '*, ~CallEntered, ~CallWait, ~CallReleased' }, queue)).toBe(
      5,
    );
    expect(read('VQ1', 'Total_Entered', { ...queue, filter: 'VoiceCall' })).toBe(0);
    expect(read('VQ1', 'Average_Speed_Of_Answer', { ...queue, filter: 'VoiceCall' })).toBeNull();
    expect(read('VQ1', 'Percentage_Abandoned', { ...queue, filter: 'VoiceCall' })).toBeNull();
  });

  test('[NU37] of what went somewhere outside, where no answer is seen, the last are kept, for a day', () => {
    const model = fold(
      Array.from({ length: DISTRIBUTED_MAX + 3 }, (_, at): readonly Line[] => [
        [at / 100, 'Queued', 'VQ1', { call: `c${at}` }],
        [at / 100, 'Diverted', 'VQ1', { call: `c${at}`, thirdPartyDN: 'sip:ann@example.net' }],
      ]).flat(),
    );
    expect(reader(model, 360)('VQ1', 'Total_Distributed', queue)).toBe(DISTRIBUTED_MAX + 3);
    const kept = model.storePosition(TEN + 360_000).distributed;
    expect(kept).toHaveLength(DISTRIBUTED_MAX);
    expect(kept[0]?.connId).toBe('c3');
    expect(model.storePosition(TEN + 25 * 3600_000).distributed).toEqual([]);
  });

  test('[NU10] a strategy that leaves the queue clears it', () => {
    const model = fold([
      [0, 'RouteRequest', 'RP1'],
      [0, 'Queued', 'VQ1'],
      [60, 'Abandoned', 'VQ1', { callState: 19 }],
      [60, 'Queued', 'VQ2'],
      [90, 'Abandoned', 'VQ2', { callState: 19 }],
      [90, 'Abandoned', 'RP1', { callState: 19 }],
    ]);
    for (const name of ['VQ1', 'VQ2', 'RP1']) {
      expect(reader(model, 100)(name, 'Total_Cleared', queue)).toBe(1);
      expect(reader(model, 100)(name, 'Total_Abandoned', queue)).toBe(0);
      expect(reader(model, 100)(name, 'Current_In_Queue', queue)).toBe(0);
    }
  });

  test('[NU9] [NU10] what was redirected while it rang: answered, given up, or back in the queue', () => {
    const redirected = (call: string, at: number): readonly Line[] => [
      [at, 'RouteRequest', 'RP1', { call }],
      [at, 'Queued', 'VQ1', { call }],
      [at + 5, 'Ringing', '1001', { call }],
      [at + 8, 'Released', '1001', { call, callState: 22 }],
      [at + 8, 'RouteUsed', 'RP1', { call, thirdPartyDN: '1002' }],
      [at + 8, 'Diverted', 'VQ1', { call, thirdPartyDN: '1002' }],
      [at + 8, 'Ringing', '1002', { call }],
    ];
    const model = fold([
      ...redirected('c1', 0),
      [12, 'Established', '1002', { call: 'c1' }],
      ...redirected('c2', 100),
      [120, 'Abandoned', '1002', { call: 'c2' }],
      ...redirected('c3', 200),
      [220, 'Released', '1002', { call: 'c3', callState: 7 }],
      [220, 'RouteRequest', 'RP1', { call: 'c3' }],
      [220, 'Queued', 'VQ1', { call: 'c3' }],
    ]);
    const read = reader(model, 230);
    expect(read('VQ1', 'Total_Entered', queue)).toBe(4);
    expect(read('VQ1', 'Total_Answered', queue)).toBe(1);
    expect(read('VQ1', 'Average_Speed_Of_Answer', queue)).toBe(12);
    expect(read('VQ1', 'Total_Abandoned', queue)).toBe(1);
    expect(read('VQ1', 'Average_Time_To_Abandon', queue)).toBe(20);
    expect(read('VQ1', 'Total_Cleared', queue)).toBe(1);
    expect(read('VQ1', 'Current_In_Queue', queue)).toBe(1);
  });

  test('[NU13] a consultation that becomes the call waits on', () => {
    const model = fold([
      [0, 'RouteRequest', 'RP1', { call: 'c2', callType: CONSULT, previousConnID: 'c1' }],
      [0, 'Queued', 'VQ1', { call: 'c2', callType: CONSULT, previousConnID: 'c1' }],
      [30, 'PartyChanged', 'RP1', { callState: 1, previousConnID: 'c2' }],
      [30, 'PartyChanged', 'VQ1', { callState: 1, previousConnID: 'c2' }],
    ]);
    expect(reader(model, 40)('VQ1', 'Current_Max_Waiting', queue)).toBe(40);
    fold([[50, 'Abandoned', 'VQ1']], model);
    expect(reader(model, 60)('VQ1', 'Max_Waiting', queue)).toBe(50);
    expect(reader(model, 60)('VQ1', 'Total_Entered', queue)).toBe(1);
  });

  test('[NU14] treatments', () => {
    const model = fold([
      [0, 'RouteRequest', 'RP1'],
      [1, 'TreatmentApplied', 'RP1'],
      [2, 'TreatmentEnd', 'RP1'],
      [3, 'TreatmentNotApplied', 'RP1'],
    ]);
    for (const action of ['CallTreatmentStarted', 'CallTreatmentCompleted', 'CallTreatmentNotStarted']) {
      expect(reader(model, 5)('RP1', { category: 'TotalNumber', mainMask: action }, queue)).toBe(1);
    }
  });

  test('[NU20] the estimate: time between answers while somebody waited, times who waits', () => {
    const served = (call: string, at: number, wait: number): readonly Line[] => [
      [at, 'Queued', 'VQ1', { call }],
      [at + wait, 'Diverted', 'VQ1', { call }],
      [at + wait, 'Ringing', '1001', { call }],
      [at + wait, 'Established', '1001', { call }],
    ];
    const model = fold([[0, 'Queued', 'VQ1', { call: 'x' }]]);
    expect(reader(model, 10)('VQ1', 'Estimated_Wait', queue)).toBeNull();
    fold([[10, 'Abandoned', 'VQ1', { call: 'x' }]], model);
    expect(reader(model, 10)('VQ1', 'Estimated_Wait', queue)).toBe(0);
    fold([...served('a', 100, 20), ...served('b', 400, 40)], model);
    // 10 + 20 + 40 s busy, two answers; then two come: 35 s each, and the 10 s since.
    fold(
      [
        [600, 'Queued', 'VQ1', { call: 'd' }],
        [605, 'Queued', 'VQ1', { call: 'e' }],
      ],
      model,
    );
    expect(reader(model, 610)('VQ1', 'Estimated_Wait', queue)).toBe((2 * (70 + 10)) / 2);
    // A quarter of an hour later all of that is forgotten.
    expect(
      reader(model, 2000)('VQ1', 'Estimated_Wait', { ...queue, profile: { type: 'sliding', window: 900 } }),
    ).toBeNull();
  });
});
