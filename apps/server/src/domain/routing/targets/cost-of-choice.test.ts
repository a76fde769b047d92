import { expect, test } from 'vitest';
import { agentSession, directoryOf, inGroup, routeRequest } from '../../../../test/support/routing-rows.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { ReadyAgents } from '../matching/ready-agents.ts';
import { CANDIDATES_MAX, isAnybodyFor, selectTarget } from './select-target.ts';

const target = inGroup('G');
/** Somebody who is not there any more has declined it. */
const request = routeRequest('c1', { declined: [{ dn: '1', until: 9 }] });

/** A centre with so many free agents; `read` are those of whom anything was looked at since it began to count. */
function centre(agentCount: number) {
  const read = new Set<string>();
  const watch = (session: AgentSession) =>
    new Proxy(session, {
      get: (target, key) => {
        read.add(target.id);
        return Reflect.get(target, key);
      },
    });
  const readyAgents = new ReadyAgents(directoryOf(() => ['G']));
  for (let index = 0; index < agentCount; index += 1)
    readyAgents.replace(undefined, watch(agentSession(String(100_000 + index), { waitingSince: index })));
  // The index of a target is made when it is asked for first.
  readyAgents.of(target);
  read.clear();
  return { readyAgents, read };
}

test.each([10, 10_000])(
  '[RT4] of %i free agents the first alone is looked at to see whether there is one',
  (agentCount) => {
    const { readyAgents, read } = centre(agentCount);
    expect(isAnybodyFor(request, readyAgents.of(target), 0)).toBe(true);
    expect([...read]).toEqual(['100000']);
  },
);

test.each([
  [10, 10],
  [CANDIDATES_MAX, CANDIDATES_MAX],
  [10_000, CANDIDATES_MAX],
])('[RT4] of %i free agents as many are looked at as the record lists, and one more at most', (agentCount, listed) => {
  const { readyAgents, read } = centre(agentCount);
  const selection = selectTarget(request, { readyAgents, now: 0, random: () => 0, holds: () => true });
  expect(selection.candidates).toHaveLength(listed);
  expect(read.size).toBeGreaterThanOrEqual(listed);
  expect(read.size).toBeLessThanOrEqual(listed + 1);
});
