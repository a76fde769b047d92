import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentSession, directoryOf, inGroup, routeRequest } from '../../../../test/support/routing-rows.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { ReadyAgents } from '../matching/ready-agents.ts';
import { WaitingRequests } from '../matching/waiting-requests.ts';
import { pausedUntil } from '../requests/decline-pause.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import { nextPairing } from './next-pairing.ts';

const GROUPS = ['A', 'B', 'C'];
const groupsOf = (userName: string) => GROUPS.filter((_, bit) => (Number(userName) & (1 << bit)) !== 0);

function pair(requests: readonly RouteRequest[], agents: readonly AgentSession[], now: number) {
  const readyAgents = new ReadyAgents(directoryOf(groupsOf));
  const waiting = new WaitingRequests(readyAgents);
  for (const request of requests) waiting.replace(undefined, request);
  for (const agent of agents) readyAgents.replace(undefined, agent);
  const pairing = nextPairing({ waiting, readyAgents, now, random: () => 0, holds: () => true });
  return pairing === undefined ? undefined : { request: pairing.request.id, agent: pairing.agent.id };
}

/** The same, by looking at everything. */
function naivePair(requests: readonly RouteRequest[], agents: readonly AgentSession[], now: number) {
  const byAge = [...requests].sort((left, right) => left.enteredAt - right.enteredAt || (left.id < right.id ? -1 : 1));
  const byWait = [...agents].sort(
    (left, right) => left.waitingSince - right.waitingSince || (left.id < right.id ? -1 : 1),
  );
  for (const request of byAge) {
    const agent = byWait.find(
      ({ id, userName, canTakeChat }) =>
        canTakeChat &&
        groupsOf(userName).includes(request.targets[0]?.name ?? '') &&
        pausedUntil(request, id, now) === null,
    );
    if (request.offeredTo === null && agent !== undefined) return { request: request.id, agent: agent.id };
  }
  return undefined;
}

describe('nextPairing', () => {
  test('[RT6] [RT7] [RT9] [RT10] is what looking at everything would find', () => {
    const agents = fc.uniqueArray(
      fc
        .record({ dn: fc.nat(9), person: fc.nat(7), waitingSince: fc.nat(5), canTakeChat: fc.boolean() })
        .map(({ dn, person, ...rest }) => agentSession(`10${dn}`, { userName: String(person), ...rest })),
      { selector: (agent) => agent.id, maxLength: 8 },
    );
    const requests = fc.uniqueArray(
      fc
        .record({
          id: fc.nat(20),
          group: fc.constantFrom(...GROUPS),
          enteredAt: fc.nat(8),
          isOffered: fc.nat(3).map((value) => value === 0),
          declined: fc.array(fc.record({ dn: fc.nat(9).map((dn) => `10${dn}`), until: fc.nat(10) }), { maxLength: 6 }),
        })
        .map(({ id, group, enteredAt, isOffered, declined }) =>
          routeRequest(`c${id}`, {
            targets: [inGroup(group)],
            enteredAt,
            offeredTo: isOffered ? '1009' : null,
            declined,
          }),
        ),
      { selector: (request) => request.id, maxLength: 12 },
    );
    fc.assert(
      fc.property(requests, agents, fc.nat(10), (waiting, free, now) => {
        expect(pair(waiting, free, now)).toEqual(naivePair(waiting, free, now));
        expect(pair([...waiting].reverse(), [...free].reverse(), now)).toEqual(pair(waiting, free, now));
      }),
      { numRuns: 600 },
    );
  });

  test('[RT6] the oldest over all groups of a free agent comes first', () => {
    const older = routeRequest('c2', { targets: [inGroup('B')], enteredAt: 1 });
    const younger = routeRequest('c1', { targets: [inGroup('A')], enteredAt: 2 });
    expect(pair([younger, older], [agentSession('1001', { userName: '3' })], 0)).toEqual({
      request: 'c2',
      agent: '1001',
    });
  });

  test('[RT10] what an agent declined holds back neither younger requests nor other agents', () => {
    const maya = agentSession('1001', { userName: '1', waitingSince: 1 });
    const ben = agentSession('1002', { userName: '1', waitingSince: 2 });
    const declined = routeRequest('c1', {
      targets: [inGroup('A')],
      enteredAt: 1,
      declined: [{ dn: '1001', until: 30 }],
    });
    const younger = routeRequest('c2', { targets: [inGroup('A')], enteredAt: 2 });
    expect(pair([declined, younger], [maya], 0)).toEqual({ request: 'c2', agent: '1001' });
    expect(pair([declined, younger], [maya, ben], 0)).toEqual({ request: 'c1', agent: '1002' });
    expect(pair([declined], [maya], 29)).toBeUndefined();
    expect(pair([declined], [maya], 30)).toEqual({ request: 'c1', agent: '1001' });
  });

  test('[RT2] agents get their turn when each offer restarts their waiting', () => {
    const readyAgents = new ReadyAgents(directoryOf(() => ['A']));
    const waiting = new WaitingRequests(readyAgents);
    const sessions = new Map(
      ['1001', '1002', '1003'].map((dn, index) => [dn, agentSession(dn, { waitingSince: index })]),
    );
    for (const session of sessions.values()) readyAgents.replace(undefined, session);
    const turns: string[] = [];
    for (let now = 10; now < 16; now += 1) {
      const request = routeRequest(`c${now}`, { targets: [inGroup('A')], enteredAt: now });
      waiting.replace(undefined, request);
      const agent = nextPairing({ waiting, readyAgents, now, random: () => 0, holds: () => true })?.agent;
      if (agent === undefined) break;
      turns.push(agent.id);
      waiting.replace(request, { ...request, offeredTo: agent.id });
      readyAgents.replace(agent, { ...agent, waitingSince: now });
    }
    expect(turns).toEqual(['1001', '1002', '1003', '1001', '1002', '1003']);
  });
});
