import { describe, expect, test } from 'vitest';
import { CONSULT, fold, type Line, newModel, reader, VOICE } from '../../../test/support/scenes/statistics-scene.ts';
import type { StatisticsModel } from './statistics-model.ts';

/** A morning of one agent, by hand: a chat of 300 s with 60 s on hold, 40 s of after-call work, one missed chat. */
const MORNING: readonly Line[] = [
  [0, 'AgentLogin', '1001'],
  [0, 'AgentNotReady', '1001', { agentWorkMode: 4, reasons: { ReasonCode: 'Break' } }],
  [100, 'AgentReady', '1001'],
  [200, 'Ringing', '1001'],
  [210, 'Established', '1001'],
  [300, 'Held', '1001'],
  [360, 'Retrieved', '1001'],
  [510, 'Released', '1001'],
  [510, 'AgentNotReady', '1001', { agentWorkMode: 3 }],
  [550, 'AgentReady', '1001'],
  [600, 'Ringing', '1001', { call: 'c2' }],
  [620, 'AgentNotReady', '1001', { agentWorkMode: 4, reasons: { ReasonCode: 'NoAnswer' } }],
  [620, 'Released', '1001', { call: 'c2', callState: 7 }],
];

describe('numbers of an agent', () => {
  test.each([
    ['Total_Calls_Answered', 1],
    ['Total_Calls_Inbound', 1],
    ['Total_Calls_Missed', 1],
    ['Total_Calls_Handled', 1],
    ['Total_Inbound_Time', 300],
    ['Total_Hold_Time', 60],
    ['Total_Work_Time', 40],
    ['Average_Handling_Time', 340],
    ['Average_Ringing_Time', 10],
    ['Total_Ready_Time', 100 + 50],
    ['Total_Not_Ready_Time', 100 + 80],
    ['Total_Login_Time', 700],
    ['Current_Calls', 0],
  ])('[NU1] [NU2] [NU3] [NU4] [NU16] [NU17] %s at 700 s is %d', (statType, expected) => {
    const model = fold(MORNING);
    expect(reader(model, 700)('1001', statType)).toBe(expected);
    if (statType !== 'Total_Ready_Time' && statType !== 'Total_Not_Ready_Time' && statType !== 'Total_Login_Time') {
      for (const type of ['place', 'dn'] as const)
        expect(reader(model, 700)('1001', statType, { type })).toBe(expected);
    }
    expect(reader(model, 700)('G', statType, { type: 'agentGroup' })).toBe(expected);
  });

  test.each([
    [50, 'NotReadyForNextCall', 0, 'Break'],
    [150, 'WaitForNextCall', 100, undefined],
    [205, 'CallRinging', 200, undefined],
    [250, 'CallInbound', 210, undefined],
    [330, 'CallOnHold', 300, undefined],
    [400, 'CallInbound', 360, undefined],
    [520, 'AfterCallWork', 510, undefined],
    [560, 'WaitForNextCall', 550, undefined],
    [630, 'NotReadyForNextCall', 620, 'NoAnswer'],
  ])('[NU8] the status at %d s is %s', (at, status, since, reason) => {
    const model = fold(MORNING.filter(([when]) => when <= at));
    const read = reader(model, at);
    const base = Date.UTC(2026, 2, 2, 10);
    const state = { status, since: base + since * 1000, ...(reason === undefined ? {} : { reason }) };
    expect(read('1001', 'CurrentAgentState')).toEqual(state);
    expect(read('1001', 'CurrentPlaceState', { type: 'place' })).toEqual(state);
    expect(read('1001', 'CurrentDNState', { type: 'dn' })).toEqual(state);
    expect(read('1001', 'CurrentAgentStateTime')).toBe(at - since);
  });

  test('[NU8] before anything is known, and after the logout', () => {
    expect(reader(newModel(), 0)('1001', 'CurrentAgentState')).toEqual({ status: 'LoggedOut', since: null });
    expect(reader(newModel(), 0)('1001', 'CurrentDNState', { type: 'dn' })).toEqual({
      status: 'Monitored',
      since: null,
    });
    const model = fold([...MORNING, [800, 'AgentLogout', '1001']]);
    expect(reader(model, 900)('1001', 'CurrentAgentState')).toMatchObject({ status: 'LoggedOut' });
    expect(reader(model, 900)('1001', 'CurrentPlaceState', { type: 'place' })).toMatchObject({ status: 'Monitored' });
    expect(reader(model, 900)('1001', 'Total_Login_Time')).toBe(800);
    expect(reader(model, 900)('G', 'CurrentLoggedInAgents', { type: 'agentGroup' })).toBe(0);
  });

  test('[NU1] the same state once more goes on', () => {
    const model = fold([
      [0, 'AgentLogin', '1001'],
      [0, 'AgentReady', '1001'],
      [10, 'AgentLogin', '1001'],
      [20, 'AgentReady', '1001'],
    ]);
    expect(reader(model, 30)('1001', 'CurrentAgentStateTime')).toBe(30);
    expect(reader(model, 30)('G', 'CurrentReadyAgents', { type: 'agentGroup' })).toBe(1);
  });

  test('[NU7] [NU8] [NU15] [NU19] a medium sees its own and what belongs to none', () => {
    const model = fold([
      [0, 'AgentLogin', '9001a'],
      [0, 'AgentReady', '9001a'],
      [10, 'AgentLogin', '9001b'],
      [10, 'AgentReady', '9001b'],
      [20, 'Ringing', '9001a'],
      [25, 'Established', '9001a'],
      [40, 'Ringing', '9001b', { call: 'v1', mediaType: VOICE }],
      [100, 'Released', '9001a'],
      [100, 'AgentNotReady', '9001a', { agentWorkMode: 3 }],
      [130, 'AgentReady', '9001a'],
    ]);
    const read = reader(model, 140);
    expect(read('9001', 'CurrentAgentState')).toMatchObject({ status: 'CallRinging' });
    expect(read('9001', 'CurrentAgentState', { filter: 'VoiceCall' })).toMatchObject({ status: 'CallRinging' });
    expect(read('9001', 'CurrentAgentState', { filter: 'Chat' })).toMatchObject({ status: 'WaitForNextCall' });
    expect(read('9001', 'Total_Calls_Inbound', { filter: 'Chat' })).toBe(1);
    expect(read('9001', 'Total_Calls_Inbound', { filter: 'VoiceCall' })).toBe(0);
    expect(read('9001', 'Total_Work_Time', { filter: 'Chat' })).toBe(30);
    expect(read('9001', 'Total_Work_Time', { filter: 'VoiceCall' })).toBe(0);
    expect(read('9001a', 'Total_Calls_Inbound', { type: 'dn' })).toBe(1);
    expect(read('9001b', 'Total_Calls_Inbound', { type: 'dn' })).toBe(0);
    expect(read('H', 'Total_Calls_Inbound', { type: 'agentGroup' })).toBe(1);
  });

  test('[NU5] a transfer after a consultation', () => {
    const model = fold([
      [0, 'AgentLogin', '1001'],
      [0, 'AgentLogin', '1002'],
      [0, 'AgentReady', '1002'],
      [10, 'Ringing', '1001'],
      [20, 'Established', '1001'],
      [50, 'Held', '1001'],
      [50, 'Dialing', '1001', { call: 'c2', callType: CONSULT, previousConnID: 'c1' }],
      [50, 'Ringing', '1002', { call: 'c2', callType: CONSULT, previousConnID: 'c1' }],
      [60, 'Established', '1002', { call: 'c2', callType: CONSULT, previousConnID: 'c1' }],
      [60, 'Established', '1001', { call: 'c2', callType: CONSULT, previousConnID: 'c1' }],
      [80, 'Released', '1001', { call: 'c2', callType: CONSULT, callState: 1, previousConnID: 'c1' }],
      [80, 'Released', '1001', { callState: 1 }],
      [80, 'PartyChanged', '1002', { callState: 1, previousConnID: 'c2' }],
      [200, 'Released', '1002'],
    ]);
    const read = reader(model, 300);
    expect(read('1001', 'Total_Transfers_Made')).toBe(1);
    expect(read('1002', 'Total_Transfers_Taken')).toBe(1);
    expect(read('1001', 'Total_Inbound_Time')).toBe(60);
    expect(read('1001', 'Total_Consult_Time')).toBe(20);
    expect(read('1002', 'Total_Consult_Time')).toBe(20);
    expect(read('1002', 'Total_Inbound_Time')).toBe(120);
    expect(read('G', 'Current_Calls', { type: 'agentGroup' })).toBe(0);
  });

  test('[NU5] what rings and is transferred goes on ringing; a transfer in one step', () => {
    const model = fold([
      [0, 'AgentLogin', '1002'],
      [50, 'Ringing', '1002', { call: 'c2', callType: CONSULT, previousConnID: 'c1' }],
      [60, 'PartyChanged', '1002', { callState: 1, previousConnID: 'c2' }],
      [70, 'Established', '1002'],
      [80, 'Released', '1002'],
    ]);
    expect(reader(model, 90)('1002', 'Average_Ringing_Time')).toBe(20);
    expect(reader(model, 90)('1002', 'Total_Transfers_Taken')).toBe(1);
    expect(reader(model, 90)('1002', 'Total_Calls_Consult')).toBe(0);
  });

  test('[NU5] conferences', () => {
    const model = fold([
      [0, 'AgentLogin', '1001'],
      [0, 'AgentLogin', '1002'],
      [10, 'Ringing', '1002', { thirdPartyDN: '1001' }],
      [20, 'Established', '1002', { callState: 2 }],
      [20, 'PartyAdded', '1001', { callState: 2, otherDN: '1002', thirdPartyDN: '1001', thirdPartyDNRole: 5 }],
    ]);
    const joined = { category: 'TotalNumber', mainMask: 'CallConferenceJoined' } as const;
    expect(reader(model, 30)('1001', 'Total_Conferences_Made')).toBe(1);
    expect(reader(model, 30)('1002', joined)).toBe(1);
    expect(reader(model, 30)('1002', 'Total_Transfers_Taken')).toBe(0);
  });

  test('[NU6] observing makes no status and no call, until the observer becomes a party', () => {
    const lines: readonly Line[] = [
      [0, 'AgentLogin', '2001'],
      [0, 'AgentReady', '2001'],
      [10, 'Ringing', '2001', { thisDNRole: 10 }],
      [10, 'Established', '2001', { thisDNRole: 10 }],
    ];
    const observing = { category: 'CurrentNumber', mainMask: 'CallObserving' } as const;
    const model = fold(lines);
    expect(reader(model, 20)('2001', 'CurrentAgentState')).toMatchObject({ status: 'WaitForNextCall' });
    expect(reader(model, 20)('2001', observing)).toBe(1);
    expect(reader(model, 20)('2001', 'Current_Calls')).toBe(0);
    fold([[30, 'PartyChanged', '2001', { thisDNRole: 2 }]], model);
    expect(reader(model, 40)('2001', observing)).toBe(0);
    expect(reader(model, 40)('2001', 'CurrentAgentState')).toMatchObject({ status: 'CallInbound' });
  });

  describe('[NU35] an agent who is monitored', () => {
    const seen = (mode: string, agentDN = '1001') => ({
      thisDNRole: 10,
      thirdPartyDN: agentDN,
      extensions: { MonitorMode: mode },
    });
    const joined: readonly Line[] = [
      [0, 'AgentLogin', '1001'],
      [0, 'Ringing', '1001'],
      [10, 'Established', '1001'],
      [20, 'Ringing', '2001', seen('mute')],
      [20, 'Established', '2001', seen('mute')],
    ];
    const now = (model: StatisticsModel, at: number) => {
      const read = reader(model, at);
      const number = (action: string) => read('1001', { category: 'CurrentNumber', mainMask: action });
      return [number('BeingMonitored'), number('BeingCoached')];
    };

    test('is so as long as the supervisor observes, coached as long as he whispers', () => {
      const model = fold(joined);
      expect(now(model, 25)).toEqual([1, 0]);
      fold([[30, 'MuteOff', '2001', { thisDNRole: 10, extensions: { MonitorMode: 'coach' } }]], model);
      expect(now(model, 35)).toEqual([1, 1]);
      fold([[40, 'MuteOff', '2001', { thisDNRole: 10, extensions: { MonitorMode: 'connect' } }]], model);
      expect(now(model, 45)).toEqual([1, 0]);
      fold([[50, 'Released', '2001', { thisDNRole: 10 }]], model);
      expect(now(model, 55)).toEqual([0, 0]);
      const read = reader(model, 60);
      expect(read('1001', 'Total_Monitored_Time')).toBe(30);
      expect(read('1001', 'Total_Calls_Coached')).toBe(1);
      expect(read('G', 'Total_Calls_Monitored', { type: 'agentGroup', filter: 'Chat' })).toBe(1);
      expect(read('1001', 'CurrentAgentState')).toMatchObject({ status: 'CallInbound' });
    });

    test('by two supervisors is so twice', () => {
      const model = fold([...joined, [25, 'Established', '2002', seen('coach')]]);
      expect(now(model, 30)).toEqual([2, 1]);
      fold([[30, 'Released', '2001', { thisDNRole: 10 }]], model);
      expect(now(model, 35)).toEqual([1, 1]);
    });

    test('is so no longer when he has left, or the supervisor has become a party', () => {
      const left = fold([...joined, [30, 'Released', '1001']]);
      expect(now(left, 35)).toEqual([0, 0]);
      fold([[40, 'Released', '2001', { thisDNRole: 10 }]], left);
      expect(reader(left, 45)('1001', 'Total_Calls_Monitored')).toBe(1);
      const party = fold([...joined, [30, 'PartyChanged', '2001', { thisDNRole: 2 }]]);
      expect(now(party, 35)).toEqual([0, 0]);
    });

    test('goes on being so under a new ConnID', () => {
      const renamed = { call: 'c2', previousConnID: 'c1', callState: 2 };
      const model = fold([
        ...joined,
        [30, 'PartyChanged', '2001', { ...renamed, thisDNRole: 10 }],
        [30, 'PartyChanged', '1001', renamed],
      ]);
      expect(now(model, 35)).toEqual([1, 0]);
      fold([[40, 'Released', '2001', { call: 'c2', thisDNRole: 10 }]], model);
      expect(now(model, 45)).toEqual([0, 0]);
    });
  });

  test('[NU4] the customer leaves while it rings', () => {
    const model = fold([
      [0, 'AgentLogin', '1001'],
      [10, 'Ringing', '1001'],
      [14, 'Abandoned', '1001'],
    ]);
    expect(reader(model, 20)('1001', 'Total_Calls_Abandoned_Ringing')).toBe(1);
    expect(reader(model, 20)('1001', 'Total_Calls_Missed')).toBe(0);
  });
});
