import type { TargetChoice } from '@cordboard/shared/routing/routing-target';
import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../../../test/support/fakes/seeded-random.ts';
import { agentSession, directoryOf, inGroup, routeRequest } from '../../../../test/support/routing-rows.ts';
import { type Ordered, OrderedSet } from '../../../base/ordered-set.ts';
import { randomFraction } from '../../../base/random.ts';
import { Table } from '../../../base/table.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import { nextPairing } from '../targets/next-pairing.ts';
import { ReadyAgents } from './ready-agents.ts';
import { WaitingRequests } from './waiting-requests.ts';

const AGENTS = 20;
const INTERACTIONS = 100_000;
const CAPACITY = 3;
const MEAN_HANDLING_MS = 300_000;

interface End extends Ordered {
  readonly dn: string;
}

/** How long an interaction takes. */
type Handling = 'exponential' | 'uniform';

/** Equal agents with random handling times, kept busy to the degree of `load`; says how many interactions each got. */
function simulate(choice: TargetChoice, load: number, handling: Handling): readonly number[] {
  const random = new SeededRandom(7);
  const exponential = (mean: number) => -Math.log(1 - randomFraction(random)) * mean;
  const handlingTime = () =>
    handling === 'exponential' ? exponential(MEAN_HANDLING_MS) : MEAN_HANDLING_MS * (0.5 + randomFraction(random));
  const agents = new Table<AgentSession>('agentSessions');
  const requests = new Table<RouteRequest>('routeRequests');
  const readyAgents = new ReadyAgents(directoryOf(() => ['G']));
  const waiting = new WaitingRequests(readyAgents);
  agents.addIndex(readyAgents);
  requests.addIndex(waiting);
  for (let index = 0; index < AGENTS; index += 1) agents.put(agentSession(String(1001 + index)));
  const counts = new Map<string, number>();
  const ends = new OrderedSet<End>();
  const meanGap = MEAN_HANDLING_MS / (AGENTS * CAPACITY * load);

  const hold = (dn: string, difference: number, now: number) => {
    const agent = agents.get(dn);
    if (agent === undefined) throw new Error(`no agent ${dn}`);
    const chat = agent.occupancy.chat + difference;
    const offered = difference > 0 ? { offeredAt: now } : {};
    agents.put({
      ...agent,
      occupancy: { chat, voice: 0 },
      canTakeChat: chat < CAPACITY,
      waitingSince: now,
      ...offered,
    });
  };
  const match = (now: number) => {
    for (;;) {
      const pairing = nextPairing({
        waiting,
        readyAgents,
        now,
        random: () => randomFraction(random),
        holds: () => true,
      });
      if (pairing === undefined) return;
      const { id } = pairing.agent;
      requests.remove(pairing.request.id);
      hold(id, 1, now);
      counts.set(id, (counts.get(id) ?? 0) + 1);
      ends.add({ rank: 0, order: now + handlingTime(), id: pairing.request.id, dn: id });
    }
  };

  let arrivesAt = 0;
  for (let arrived = 0; arrived < INTERACTIONS; arrived += 1) {
    arrivesAt += exponential(meanGap);
    for (let end = ends.first; end !== undefined && end.order <= arrivesAt; end = ends.first) {
      ends.remove(end);
      hold(end.dn, -1, end.order);
      match(end.order);
    }
    requests.put(
      routeRequest(String(arrived).padStart(8, '0'), { targets: [inGroup('G', choice)], enteredAt: arrivesAt }),
    );
    match(arrivesAt);
    agents.takeChanges();
    requests.takeChanges();
  }
  return [...counts.values()];
}

// At a high load hardly anybody is free to be chosen from: everybody takes the next when he is done, so handling times decide.
// With exponential ones their chance alone is more than 2 percent there.
describe('agents who are alike get alike', () => {
  test.each<[TargetChoice, number, Handling]>([
    ['longestReady', 0.5, 'exponential'],
    ['longestReady', 0.9, 'uniform'],
    ['roundRobin', 0.5, 'exponential'],
    ['roundRobin', 0.9, 'uniform'],
  ])('[RT110] %s at a load of %d, %s handling times', { timeout: 60_000 }, (choice, load, handling) => {
    const counts = simulate(choice, load, handling);
    const mean = INTERACTIONS / AGENTS;
    expect(counts).toHaveLength(AGENTS);
    const deviations = counts.map((count) => Math.abs(count / mean - 1));
    expect(Math.max(...deviations)).toBeLessThan(0.02);
  });
});
