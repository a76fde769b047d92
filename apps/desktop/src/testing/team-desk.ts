import type { DeskAgent, DeskCall, DeskChanges, DeskView } from '@cordboard/shared/desk/desk-view';
import type { PersonView, PlaceView } from '@cordboard/shared/rest/endpoints';
import type { StatisticValue } from '@cordboard/shared/statistics/stat-channel';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { DAY_COLUMNS } from '../stores/supervision/team-numbers.ts';
import { deskAgent } from './desk-builders.ts';
import { heardText, joinEvents, observedCall } from './monitoring-builders.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export const sara: PersonView = {
  userName: '2001',
  firstName: 'Sara',
  lastName: 'Lind',
  role: 'supervisor',
  agentLogins: [{ id: '2001', code: 'Sara' }],
};
export const saraPlace: PlaceView = {
  name: '2001',
  directoryNumbers: [{ number: '2001', im: true, voice: true, 'sip-signaling-chat': false }],
};

/** The chat that the stories listen to. */
export const akimCall = observedCall('006b0192cae0f001', 'akim@example.net');

export function deskCall(connID: string, customer: string, startedAt: number, more: Partial<DeskCall> = {}): DeskCall {
  return {
    connID,
    callUUID: `UUID-${connID}`,
    state: 'established',
    since: startedAt,
    customer,
    otherDN: null,
    isConsultation: false,
    isOwner: true,
    startedAt,
    customerWaitsSince: null,
    routingPoint: '1111',
    observers: [],
    ...more,
  };
}

/** The agents of the visual reference: one asks for help, one has all slots taken, one is ready, one wraps up, one is away. */
export function teamAgentsNow(now: number): DeskAgent[] {
  const supervised = { isSupervised: true } as const;
  return [
    deskAgent('1001', 'Maya Ross', {
      ...supervised,
      since: now - 252 * SECOND,
      chats: 3,
      skills: { billing: 8 },
      calls: [
        deskCall(akimCall.connID, 'akim@example.net', now - 401 * SECOND, { customerWaitsSince: now - 41 * SECOND }),
        deskCall('006b0192cae0f002', 'lnovak@example.net', now - 270 * SECOND),
        deskCall('006b0192cae0f003', 'psato@example.net', now - 252 * SECOND, {
          state: 'held',
          customerWaitsSince: now - 151 * SECOND,
        }),
      ],
    }),
    deskAgent('1002', 'Ben Okafor', {
      ...supervised,
      since: now - 41 * SECOND,
      chats: 1,
      skills: { billing: 5, sales: 8 },
      calls: [
        deskCall('006b0192cae0f004', 'tmoore@example.net', now - 90 * SECOND, { customerWaitsSince: now - 3 * SECOND }),
      ],
    }),
    deskAgent('1003', 'Lena Novak', {
      ...supervised,
      since: now - 58 * SECOND,
      state: 'afterCallWork',
      chats: 1,
      skills: { german: 7 },
      calls: [deskCall('006b0192cae0f005', 'efuchs@example.net', now - 600 * SECOND)],
    }),
    deskAgent('1104', 'Ravi Iyer', {
      ...supervised,
      userName: '1004',
      place: '1004',
      since: now - 1867 * SECOND,
      state: 'notReady',
      reason: 'Lunch',
      skills: { sales: 4 },
    }),
    deskAgent('1005', 'Tom Sato', {
      ...supervised,
      since: now - 760 * SECOND,
      chats: 3,
      calls: [
        deskCall('006b0192cae0f006', 'bwong@example.net', now - 760 * SECOND, { customerWaitsSince: now - 9 * SECOND }),
        deskCall('006b0192cae0f007', 'ngarcia@example.net', now - 800 * SECOND),
        deskCall('006b0192cae0f008', 'dcohen@example.net', now - 900 * SECOND, {
          observers: [{ dn: '2002', name: 'Omar Haddad', mode: 'mute' }],
        }),
      ],
    }),
    deskAgent('2001', 'Sara Lind', { since: now - 10 * MINUTE, role: 'supervisor', groups: [] }),
  ];
}

/** The team of Sara at `now`, with a request for help. */
export function teamView(now: number): DeskView {
  return {
    time: now,
    agents: teamAgentsNow(now),
    groups: [{ name: 'ALL_Agents', members: 5, loggedIn: 5, ready: 1, isSupervised: true }],
    queues: [
      { name: 'VQ_Any', waiting: 2, longestSince: now - 48 * SECOND, ready: 1 },
      { name: 'VQ_Billing', waiting: 1, longestSince: now - 151 * SECOND, ready: 0 },
    ],
    routingPoints: [{ number: '1111', strategy: 'Any available agent', isEnabled: true }],
    helpRequests: [
      {
        assistID: 'help-1',
        connID: '006b0192cae0f006',
        agentDN: '1005',
        reason: 'refund above my limit',
        askedAt: now - 22 * SECOND,
      },
    ],
    monitorings: [],
  };
}

/** The day of the team, as the stat server tells it. */
export const dayNumbers: Readonly<Record<string, StatisticValue>> = {
  ...numbersOf('queue:VQ_Any', { Answered: 61, Abandoned: 3, Answered_In_Range: 59 }, 92.19, 11.4),
  ...numbersOf('queue:VQ_Billing', { Answered: 22, Abandoned: 3, Answered_In_Range: 20 }, 80, 21.2),
  ...dayOf('1001', [21, 312.5, 1, 2, 15_495, 5025, 1320, 21_840]),
  ...dayOf('1002', [18, 274, 0, 1, 10_600, 9410, 0, 20_010]),
  ...dayOf('1003', [12, 405.25, 0, 0, 9495, 4005, 900, 14_400]),
  ...dayOf('1004', [0, null, 2, 0, 0, 600, 1867, 2467]),
  ...dayOf('1005', [32, 198, 3, 6, 22_860, 2100, 240, 25_200]),
};

function numbersOf(
  queue: string,
  totals: Readonly<Record<string, number>>,
  level: number,
  average: number,
): Record<string, StatisticValue> {
  const counts = Object.entries(totals).map(([name, value]) => [`${queue} Total_${name}`, value]);
  return {
    ...Object.fromEntries(counts),
    [`${queue} Service_Level`]: level,
    [`${queue} Average_Speed_Of_Answer`]: average,
  };
}

function dayOf(userName: string, numbers: readonly StatisticValue[]): Record<string, StatisticValue> {
  return Object.fromEntries(
    DAY_COLUMNS.map(({ statType }, index) => [`agent:${userName} ${statType}`, numbers[index] ?? null]),
  );
}

/** Sara listens to akim and Maya since two minutes; with a whisper when she whispers. */
export function liveChat(now: number, mode: 'mute' | 'coach' | 'connect'): TEvent[] {
  const said = [
    ['l1', 'akim@example.net', 'customer', 'Hi, I was charged twice this month.'],
    ['l2', '1001', 'agent', 'Sorry about that. Let me look at your last two invoices.'],
    ['l3', 'akim@example.net', 'customer', 'Invoice 4471 and 4472, both on the 3rd.'],
  ] as const;
  const transcript = said.map(([messageID, from, fromRole, im], index) => ({
    messageID,
    time: now - (400 - index * 60) * SECOND,
    from,
    fromRole,
    im,
  }));
  const joined = joinEvents(now - 130 * SECOND, akimCall, mode, transcript);
  const text = '4472 is the yearly add-on, offer to cancel it.';
  const whisper = heardText(now - 60 * SECOND, akimCall, 'w1', text, '2001', { whisper: true });
  const answer = 'I found it: 4472 is the yearly add-on. Shall I cancel and refund it?';
  return [
    ...joined,
    ...(mode === 'coach' ? [whisper] : []),
    heardText(now - 40 * SECOND, akimCall, 'm9', answer, '1001'),
  ];
}

const states = ['ready', 'ready', 'notReady', 'afterCallWork', 'reconnecting'] as const;

function manyAgent(index: number, now: number, round: number): DeskAgent {
  const chats = index % 4;
  return deskAgent(String(3000 + index), `Agent ${String(index).padStart(4, '0')}`, {
    isSupervised: true,
    state: states[(index + round) % states.length] ?? 'ready',
    since: now - (index % 600) * SECOND,
    chats,
    skills: { billing: (index % 9) + 1 },
    calls: Array.from({ length: chats }, (_, each) =>
      deskCall((index * 4 + each + 1).toString(16).padStart(16, '0'), `customer${index}-${each}@example.net`, now, {
        customerWaitsSince: (index + each + round) % 3 === 0 ? now - (index % 200) * SECOND : null,
      }),
    ),
  });
}

/** A team of `count` agents. */
export function largeTeam(now: number, count: number): DeskView {
  return { ...teamView(now), agents: Array.from({ length: count }, (_, index) => manyAgent(index, now, 0)) };
}

/** What the desk channel says in one quarter of a second of a large team: every tenth agent is different. */
export function largeChange(now: number, count: number, round: number): DeskChanges {
  const agents = Array.from({ length: count }, (_, index) => index)
    .filter((index) => index % 10 === round % 10)
    .map((index) => manyAgent(index, now, round));
  return { time: now, agents };
}
