import type { CapacityRule } from '@cordboard/shared/configuration/capacity-rule';
import { expect, test } from 'vitest';
import { agentSession, directoryOf, inGroup, routeRequest } from '../../../../test/support/routing-rows.ts';
import { SeededRandom } from '../../../base/seeded-random.ts';
import { Table } from '../../../base/table.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { canAccept } from '../../capacity/can-accept.ts';
import { isServedBefore } from '../requests/queue-order.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import type { RoutingTarget } from '../strategy/run/targets.ts';
import { nextPairing } from '../targets/next-pairing.ts';
import { ReadyAgents } from './ready-agents.ts';
import { WaitingRequests } from './waiting-requests.ts';

/** Every tenth person knows billing. */
const directory = directoryOf((userName) => [`G${Number(userName) % 3}`], {
  skillsOfPerson: (userName) => (Number(userName) % 10 === 0 ? { billing: 5 } : {}),
});
const BILLING: RoutingTarget = { type: 'skill', name: 'billing >= 3', choice: 'highestSkill' };

test.each([100, 10_000])('[RT109] of %i agents those are looked at alone whom it is about', (count) => {
  const read = new Set<string>();
  const watch = (session: AgentSession) =>
    new Proxy(session, {
      get: (target, key) => {
        read.add(target.id);
        return Reflect.get(target, key);
      },
    });
  const readyAgents = new ReadyAgents(directory);
  const waiting = new WaitingRequests(readyAgents);
  const dn = (index: number) => String(100_000 + index);
  const lookedAt = (act: () => void) => {
    read.clear();
    act();
    return read.size;
  };
  const session = (index: number, waitingSince: number) =>
    watch(agentSession(dn(index), { userName: String(index), waitingSince }));
  for (let index = 0; index < count; index += 1) readyAgents.replace(undefined, session(index, index));
  expect(lookedAt(() => readyAgents.of(BILLING))).toBe(count / 10);
  const busy = watch(agentSession(dn(20), { userName: '20', canTakeChat: false }));
  expect(lookedAt(() => readyAgents.replace(session(20, 20), busy))).toBe(1);
  expect(lookedAt(() => readyAgents.replace(busy, session(20, 99_999)))).toBe(1);
  const request = routeRequest('c1', { targets: [BILLING] });
  expect(lookedAt(() => waiting.replace(undefined, request))).toBe(0);
  const pair = () =>
    nextPairing({ waiting, readyAgents, now: 0, random: () => 0, holds: () => true })?.agent.userName === '0';
  // The first choice by a rule puts its order together.
  expect(pair()).toBe(true);
  // The candidates of the record, and one more to say why.
  expect(lookedAt(pair)).toBeLessThanOrEqual(21);
});

const RULE: CapacityRule = {
  name: 'demo',
  limits: [
    { media: 'chat', max: 3 },
    { media: 'voice', max: 1 },
    { media: 'chat', max: 1, while: { media: 'voice', atLeast: 1 } },
  ],
};

/** A day of a small centre: people come, answer, finish, pause and phone at random. */
test.each([1, 2, 3, 4, 5, 6])(
  '[CP14] [RT6] [RT111] nobody over capacity, nobody waits in vain, in order: day %i',
  (seed) => {
    const random = new SeededRandom(seed);
    const agents = new Table<AgentSession>('agentSessions');
    const requests = new Table<RouteRequest>('routeRequests');
    const readyAgents = new ReadyAgents(directory);
    const waiting = new WaitingRequests(readyAgents);
    agents.addIndex(readyAgents);
    requests.addIndex(waiting);
    const change = (dn: string, changes: (agent: AgentSession) => Partial<AgentSession>) => {
      const agent = agents.get(dn);
      if (agent === undefined) throw new Error(dn);
      const next = { ...agent, ...changes(agent) };
      agents.put({ ...next, canTakeChat: next.state === 'ready' && canAccept(RULE, next.occupancy, 'chat') });
    };
    const dns = Array.from({ length: 24 }, (_, index) => String(1000 + index));
    for (const [index, dn] of dns.entries()) agents.put(agentSession(dn, { userName: String(index) }));
    const targets = [BILLING, inGroup('G0'), inGroup('G1', 'roundRobin'), inGroup('G2', 'leastOccupied')] as const;
    const isIn = ({ userName }: AgentSession, target: RoutingTarget) =>
      target === BILLING ? Number(userName) % 10 === 0 : target.name === `G${Number(userName) % 3}`;
    const canTake = (agent: AgentSession, request: RouteRequest) =>
      agent.canTakeChat && request.targets.some((target) => isIn(agent, target));

    for (let now = 1; now <= 1500; now += 1) {
      const dn = dns[random.below(dns.length)] ?? '';
      const act = random.below(10);
      if (act < 5) {
        const first = random.below(targets.length);
        const wanted = targets.slice(first, first + 1 + random.below(2));
        const request = routeRequest(String(now).padStart(6, '0'), { targets: wanted, enteredAt: now });
        const ageing = random.below(2) === 0 ? { add: 1, everySeconds: 1, max: 3 } : undefined;
        requests.put({ ...request, run: { ...request.run, priority: { base: random.below(3), ageing } } });
      } else if (act < 8) {
        change(dn, ({ occupancy }) => ({
          occupancy: { ...occupancy, chat: Math.max(0, occupancy.chat - 1) },
          waitingSince: now,
        }));
      } else if (act === 8) {
        change(dn, ({ state }) => ({ state: state === 'ready' ? 'notReady' : 'ready', waitingSince: now }));
      } else {
        change(dn, ({ occupancy }) => ({ occupancy: { ...occupancy, voice: 1 - occupancy.voice } }));
      }
      for (;;) {
        const pairing = nextPairing({ waiting, readyAgents, now, random: () => 0, holds: () => true });
        if (pairing === undefined) break;
        const { request, agent } = pairing;
        const passedOver = [...requests.values()].filter(
          (other) => other !== request && isServedBefore(other, request, now) && canTake(agent, other),
        );
        expect(passedOver).toEqual([]);
        expect(canAccept(RULE, agent.occupancy, 'chat')).toBe(true);
        requests.remove(request.id);
        change(agent.id, ({ occupancy }) => ({
          occupancy: { ...occupancy, chat: occupancy.chat + 1 },
          waitingSince: now,
          offeredAt: now,
        }));
      }
      const inVain = [...requests.values()].filter((request) =>
        [...agents.values()].some((agent) => canTake(agent, request)),
      );
      expect(inVain).toEqual([]);
    }
  },
);
