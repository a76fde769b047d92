import type { DecisionRecord } from '@cordboard/shared/routing/decision-record';

const everybody = { type: 'agentGroup', name: 'ALL_Agents', choice: 'longestReady' };
const NOT_READY = { agentID: '1003', dn: '1003', reason: 'notReady', detail: 'Lunch' } as const;

/** 1111: two were free, three were not. */
export function longestReady(time: number): DecisionRecord {
  return {
    time,
    strategy: 'Any Available Agent',
    version: 1,
    path: ['media', 'queue', 'agent'],
    steps: [
      { block: 'media', type: 'segmentByMedia', at: time, exit: 'chat', value: 'chat' },
      { block: 'queue', type: 'queue', at: time, exit: 'next', value: 'VQ_Any' },
      { block: 'agent', type: 'selectTarget', at: time, value: 'ALL_Agents' },
    ],
    virtualQueue: 'VQ_Any',
    target: 'ALL_Agents',
    targets: [everybody],
    waitedMs: 0,
    candidates: [
      { dn: '1001', agentID: '1001', waitingSince: time - 184_000, excluded: null },
      { dn: '1002', agentID: '1002', waitingSince: time - 61_000, excluded: null },
    ],
    leftOut: [
      NOT_READY,
      { agentID: '1004', dn: '1104', reason: 'atCapacity', detail: '3' },
      { agentID: '1005', dn: null, reason: 'loggedOut' },
    ],
    chosen: '1001',
    tieBreaker: 'longest ready',
  };
}

/** 1112: the menu, then an agent with the skill. */
export function bySkill(time: number): DecisionRecord {
  const at = time - 7000;
  return {
    ...longestReady(time),
    strategy: 'Welcome menu',
    path: ['firstText', 'menu', 'choice', 'which', 'billing'],
    steps: [
      { block: 'firstText', type: 'collectDigits', at, exit: 'next', value: 'My invoice is wrong.' },
      { block: 'menu', type: 'playAnnouncement', at, exit: 'next', value: '1 billing, 2 sales' },
      { block: 'choice', type: 'collectDigits', at, exit: 'next', value: '1' },
      { block: 'which', type: 'textMatch', at: time, exit: 'cases 1', value: '1' },
      { block: 'billing', type: 'selectTarget', at: time, value: 'billing >= 5' },
    ],
    target: 'billing >= 5',
    targets: [{ type: 'skill', name: 'billing >= 5', choice: 'longestReady' }],
    waitedMs: 7000,
    candidates: [{ dn: '1001', agentID: '1001', waitingSince: time - 184_000, excluded: null }],
    leftOut: [{ agentID: '1003', dn: '1003', reason: 'outsideTarget' }],
    tieBreaker: 'only candidate',
    variables: { Text: 'My invoice is wrong.', Choice: '1' },
  };
}

/** 1112: nobody with the skill took it in time, then one of everybody who is left. */
export function byExhaustion(time: number): DecisionRecord {
  return {
    ...bySkill(time),
    path: ['choice', 'sales', 'allAgents'],
    steps: [
      { block: 'choice', type: 'collectDigits', at: time - 27_000, exit: 'next', value: '2' },
      { block: 'sales', type: 'selectTarget', at: time - 20_000, exit: 'timedOut', value: 'sales >= 5' },
      { block: 'allAgents', type: 'selectTarget', at: time, value: 'ALL_Agents' },
    ],
    target: 'ALL_Agents',
    targets: [everybody],
    waitedMs: 27_000,
    candidates: [
      { dn: '1001', agentID: '1001', waitingSince: time - 40_000, excluded: null },
      { dn: '1002', agentID: '1002', waitingSince: time - 61_000, excluded: 'declined' },
    ],
    leftOut: [],
    variables: { Choice: '2' },
  };
}
