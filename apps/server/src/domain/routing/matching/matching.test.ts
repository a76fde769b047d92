import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentSession, directoryOf, routeRequest } from '../../../../test/support/routing-rows.ts';
import { applyTableAction, tableActions } from '../../../../test/support/table-actions.ts';
import { Table } from '../../../base/table.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { pausedUntil } from '../requests/decline-pause.ts';
import { isServedBefore } from '../requests/queue-order.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import type { RoutingTarget } from '../strategy/run/targets.ts';
import { nextPairing } from '../targets/next-pairing.ts';
import { ReadyAgents } from './ready-agents.ts';
import { WaitingRequests } from './waiting-requests.ts';

/** Person `p` knows billing at level p, and sales when p is odd; he is in the group of even or of odd ones. */
const directory = directoryOf((userName) => [Number(userName) % 2 === 0 ? 'Even' : 'Odd'], {
  skillsOfPerson: (userName) => ({
    billing: Number(userName),
    ...(Number(userName) % 2 === 1 ? { sales: 5 } : {}),
  }),
  placeGroupsOf: (place) => (place === 'P0' ? ['Ground floor'] : []),
  scriptOfGroup: (group) => (group === 'Virtual' ? 'Skill("billing") >= 3 & LoggedIn("Q1@SIP_Switch")' : undefined),
});

/** Each target, and who is in it. */
const TARGETS: readonly [Omit<RoutingTarget, 'choice'>, (session: AgentSession) => boolean][] = [
  [{ type: 'agent', name: '3' }, ({ agentId }) => agentId === '3'],
  [{ type: 'agentGroup', name: 'Even' }, ({ userName }) => Number(userName) % 2 === 0],
  [{ type: 'agentGroup', name: 'Odd', threshold: '2 > 1' }, ({ userName }) => Number(userName) % 2 === 1],
  [{ type: 'agentGroup', name: 'Odd', threshold: '2 > 3' }, () => false],
  [{ type: 'agentGroup', name: 'Odd', threshold: '2 >' }, () => false],
  [{ type: 'agentGroup', name: 'Virtual' }, ({ userName, queue }) => Number(userName) >= 3 && queue === 'Q1'],
  [{ type: 'place', name: 'P1' }, ({ place }) => place === 'P1'],
  [{ type: 'placeGroup', name: 'Ground floor' }, ({ place }) => place === 'P0'],
  [{ type: 'queue', name: 'Q1' }, ({ queue }) => queue === 'Q1'],
  [{ type: 'skill', name: 'billing >= 3' }, ({ userName }) => Number(userName) >= 3],
  [{ type: 'skill', name: 'billing = 0' }, ({ userName }) => userName === '0'],
  [
    { type: 'skill', name: 'sales > 4 | billing > 5' },
    ({ userName }) => Number(userName) % 2 === 1 || userName === '6',
  ],
  [{ type: 'skill', name: 'InGroup("Odd") & Place() = "P0"' }, (a) => Number(a.userName) % 2 === 1 && a.place === 'P0'],
  [{ type: 'skill', name: '!SkillExists("sales")' }, ({ userName }) => Number(userName) % 2 === 0],
  [{ type: 'skill', name: 'billing >' }, () => false],
];
const CHOICES = ['longestReady', 'leastOccupied', 'highestSkill', 'roundRobin'] as const;

const anySession = fc
  .record({
    dn: fc.nat(7),
    person: fc.nat(6),
    place: fc.nat(1),
    queue: fc.constantFrom(null, 'Q1'),
    waitingSince: fc.nat(4),
    offeredAt: fc.nat(4),
    canTakeChat: fc.boolean(),
    chat: fc.nat(2),
    voice: fc.nat(1),
  })
  .map(({ dn, person, place, chat, voice, ...rest }) =>
    agentSession(`10${dn}`, {
      userName: String(person),
      agentId: String(person),
      place: `P${place}`,
      occupancy: { chat, voice },
      ...rest,
    }),
  );

const anyRequest = fc
  .record({
    id: fc.nat(9),
    targets: fc.uniqueArray(fc.nat(TARGETS.length - 1), { maxLength: 4 }),
    choice: fc.constantFrom(...CHOICES),
    enteredAt: fc.nat(5).map((seconds) => seconds * 1000),
    isOffered: fc.nat(4).map((value) => value === 0),
    declined: fc.array(fc.record({ dn: fc.nat(7).map((dn) => `10${dn}`), until: fc.nat(10_000) }), { maxLength: 4 }),
    base: fc.nat(1),
    ageing: fc.constantFrom(undefined, { add: 1, everySeconds: 2, max: 3 }),
  })
  .map(({ id, targets, choice, isOffered, base, ageing, ...rest }) => {
    const request = routeRequest(`c${id}`, {
      targets: targets.flatMap((index) => (TARGETS[index] === undefined ? [] : [{ ...TARGETS[index][0], choice }])),
      offeredTo: isOffered ? '1007' : null,
      ...rest,
    });
    return { ...request, run: { ...request.run, priority: { base, ageing } } };
  });

const levelOf = ({ userName }: AgentSession, target: RoutingTarget) =>
  Object.entries(directory.skillsOfPerson(userName)).reduce(
    (sum, [skill, level]) => (target.type === 'skill' && target.name.includes(skill) ? sum + level : sum),
    target.name === 'Virtual' ? (directory.skillsOfPerson(userName)['billing'] ?? 0) : 0,
  );

/** By which numbers the choices compare, the lowest being the best. */
const RANKS = {
  longestReady: (session: AgentSession) => [session.waitingSince],
  leastOccupied: (session: AgentSession) => [session.occupancy.chat + session.occupancy.voice, session.waitingSince],
  highestSkill: (session: AgentSession, target: RoutingTarget) => [-levelOf(session, target), session.waitingSince],
  roundRobin: (session: AgentSession) => [session.offeredAt],
  random: () => [0],
};

/** What looking at everybody and everything finds. */
function naivePairing(requests: readonly RouteRequest[], agents: readonly AgentSession[], now: number) {
  const served = requests
    .filter(({ offeredTo }) => offeredTo === null)
    .toSorted((left, right) => (isServedBefore(left, right, now) ? -1 : 1));
  for (const request of served) {
    for (const target of request.targets) {
      const isIn = TARGETS.find(
        ([{ type, name, threshold }]) => type === target.type && name === target.name && threshold === target.threshold,
      )?.[1];
      const [best] = agents
        .filter((agent) => agent.canTakeChat && isIn?.(agent) === true && pausedUntil(request, agent.id, now) === null)
        .toSorted((left, right) => {
          const [mine, others] = [RANKS[target.choice](left, target), RANKS[target.choice](right, target)];
          const differing = mine.findIndex((rank, index) => rank !== others[index]);
          if (differing !== -1) return (mine[differing] ?? 0) - (others[differing] ?? 0);
          return left.id < right.id ? -1 : 1;
        });
      if (best !== undefined) return { request: request.id, agent: best.id, target };
    }
  }
  return undefined;
}

function tables() {
  const requests = new Table<RouteRequest>('routeRequests');
  const agents = new Table<AgentSession>('agentSessions');
  const readyAgents = new ReadyAgents(directory);
  const waiting = new WaitingRequests(readyAgents);
  requests.addIndex(waiting);
  agents.addIndex(readyAgents);
  const find = (now: number) =>
    nextPairing({ waiting, readyAgents, now, random: () => 0, holds: ({ at, ...rest }) => isTrue(rest) && at > 0 });
  return { requests, agents, readyAgents, find };
}

/** The thresholds of this test compare two numbers. */
function isTrue(expression: object): boolean {
  const { left, right } = expression as { left: { value: number }; right: { value: number } };
  return left.value > right.value;
}

describe('matching', () => {
  test('[RT100] [RT101] [RT102] [RT103] [RT104] [RT106] [RT107] [RT108] [RT111] is what looking at everything would find', () => {
    fc.assert(
      fc.property(
        tableActions(anyRequest),
        tableActions(anySession),
        fc.nat(10_000),
        (requestActions, agentActions, now) => {
          const { requests, agents, find } = tables();
          for (let index = 0; index < Math.max(requestActions.length, agentActions.length); index += 1) {
            const [forRequests, forAgents] = [requestActions[index], agentActions[index]];
            if (forRequests !== undefined) applyTableAction(requests, forRequests);
            if (forAgents !== undefined) applyTableAction(agents, forAgents);
            const found = find(now);
            const expected = naivePairing([...requests.values()], [...agents.values()], now);
            expect(
              found && { request: found.request.id, agent: found.agent.id, target: found.selection.target },
            ).toEqual(expected);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('[RT105] a random choice is the one that the randomness names, and is called so', () => {
    const { requests, agents, readyAgents } = tables();
    const waiting = new WaitingRequests(readyAgents);
    requests.addIndex(waiting);
    for (const dn of ['1001', '1002', '1003', '1004']) agents.put(agentSession(dn, { userName: '2', waitingSince: 9 }));
    requests.put(routeRequest('c1', { targets: [{ type: 'agentGroup', name: 'Even', choice: 'random' }] }));
    const chosenBy = (fraction: number) =>
      nextPairing({ waiting, readyAgents, now: 0, random: () => fraction, holds: () => true });
    expect([0, 0.26, 0.5, 0.999].map((fraction) => chosenBy(fraction)?.agent.id)).toEqual([
      '1001',
      '1002',
      '1003',
      '1004',
    ]);
    expect(chosenBy(0.999)?.selection).toMatchObject({
      tieBreaker: 'random',
      candidates: [{ dn: '1004' }, { dn: '1001' }, { dn: '1002' }, { dn: '1003' }],
    });
  });

  test('[RT106] a target with a threshold gives nobody while it does not hold', () => {
    const { requests, agents, readyAgents } = tables();
    const waiting = new WaitingRequests(readyAgents);
    requests.addIndex(waiting);
    agents.put(agentSession('1001', { userName: '2' }));
    const target: RoutingTarget = {
      type: 'agentGroup',
      name: 'Even',
      choice: 'longestReady',
      threshold: 'Hour("x") > 8',
    };
    requests.put(routeRequest('c1', { targets: [target] }));
    const find = (holds: boolean) =>
      nextPairing({ waiting, readyAgents, now: 0, random: () => 0, holds: () => holds })?.agent.id;
    expect([find(false), find(true)]).toEqual([undefined, '1001']);
  });

  test('[RT111] targets for which nobody waits are forgotten some day, and come back true', () => {
    const { agents, readyAgents } = tables();
    agents.put(agentSession('1001', { userName: '6' }));
    const at = (level: number) => readyAgents.of({ type: 'skill', name: `billing >= ${level} & billing < 7` });
    const first = at(1);
    for (let level = 2; level < 5000; level += 1) at(level);
    expect(at(1)).not.toBe(first);
    agents.put(agentSession('1001', { userName: '6', waitingSince: 4 }));
    agents.put(agentSession('1002', { userName: '5' }));
    expect([at(1).readyCount, at(1).memberCount, at(6).readyCount, at(7).readyCount]).toEqual([2, 2, 1, 0]);
  });
});
