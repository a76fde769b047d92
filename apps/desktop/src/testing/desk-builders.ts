import type { DeskAgent, DeskGroup, DeskQueue, DeskRoutingPoint, DeskView } from '@cordboard/shared/desk/desk-view';

/** An agent of the directory: ready, with a free slot, unless the test says otherwise. */
export function deskAgent(dn: string, name: string, more: Partial<DeskAgent> = {}): DeskAgent {
  return {
    dn,
    userName: dn,
    name,
    agentID: dn,
    nickname: name.split(' ')[0] ?? name,
    place: dn,
    role: 'agent',
    groups: ['ALL_Agents'],
    skills: {},
    state: 'ready',
    since: 0,
    reason: null,
    chats: 0,
    chatMax: 3,
    isSupervised: false,
    calls: [],
    ...more,
  };
}

const groups: readonly DeskGroup[] = [
  { name: 'ALL_Agents', members: 5, loggedIn: 3, ready: 1, isSupervised: false },
  { name: 'Night_Shift', members: 2, loggedIn: 0, ready: 0, isSupervised: false },
];

const queues: readonly DeskQueue[] = [
  { name: 'VQ_Any', waiting: 2, longestSince: null, ready: 1 },
  { name: 'VQ_Billing', waiting: 0, longestSince: null, ready: 0 },
];

const routingPoints: readonly DeskRoutingPoint[] = [
  { number: '1111', strategy: 'Any available agent', isEnabled: true },
  { number: '1112', strategy: 'Welcome menu', isEnabled: true },
  { number: '1119', strategy: null, isEnabled: true },
];

/** The demo's people around Maya (1001), at `now`. */
export function deskView(now: number): DeskView {
  return {
    time: now,
    agents: [
      deskAgent('1001', 'Maya Ross', { since: now - 252_000, chats: 2, skills: { billing: 8 } }),
      deskAgent('1002', 'Ben Okafor', { since: now - 41_000, chats: 1, skills: { billing: 5, sales: 8 } }),
      deskAgent('1003', 'Lena Novak', { since: now - 58_000, state: 'ready', chats: 3, skills: { german: 7 } }),
      deskAgent('1104', 'Ravi Iyer', {
        userName: '1004',
        place: '1004',
        since: now - 1_867_000,
        state: 'notReady',
        reason: 'Lunch',
        skills: { sales: 4 },
      }),
      deskAgent('1005', 'Tom Sato', { since: now, state: 'loggedOut', agentID: null, nickname: null }),
      deskAgent('2001', 'Sara Lind', { since: now - 600_000, role: 'supervisor', groups: [] }),
    ],
    groups,
    queues,
    routingPoints,
    helpRequests: [],
    monitorings: [],
  };
}
