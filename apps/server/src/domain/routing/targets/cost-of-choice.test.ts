import { expect, test } from 'vitest';
import { agentSession, routeRequest } from '../../../../test/support/routing-rows.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { ReadyAgents } from '../ready-agents.ts';
import { CANDIDATES_MAX, findTarget, selectTarget } from './select-target.ts';

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
  const readyAgents = new ReadyAgents(() => ['G']);
  for (let index = 0; index < agentCount; index += 1)
    readyAgents.replace(undefined, watch(agentSession(String(100_000 + index), { waitingSince: index })));
  read.clear();
  return { readyAgents, read };
}

const request = routeRequest('c1');
const target = { type: 'agentGroup', name: 'G', choice: 'longestReady' } as const;

test.each([10, 10_000])('[RT4] of %i free agents the chosen one alone is looked at', (agentCount) => {
  const { readyAgents, read } = centre(agentCount);
  expect(findTarget(target, readyAgents, request, 0)?.id).toBe('100000');
  expect([...read]).toEqual(['100000']);
});

test.each([
  [10, 10],
  [CANDIDATES_MAX, CANDIDATES_MAX],
  [10_000, CANDIDATES_MAX],
])('[RT4] of %i free agents as many are looked at as the record lists, and one more at most', (agentCount, listed) => {
  const { readyAgents, read } = centre(agentCount);
  expect(selectTarget(target, readyAgents, request, 0).candidates).toHaveLength(listed);
  expect(read.size).toBeGreaterThanOrEqual(listed);
  expect(read.size).toBeLessThanOrEqual(listed + 1);
});
