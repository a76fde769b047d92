import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentSession, directoryOf, inGroup, routeRequest } from '../../../../test/support/routing-rows.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { ReadyAgents } from '../matching/ready-agents.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import { CANDIDATES_MAX, selectTarget } from './select-target.ts';

function readyAgentsOf(...sessions: readonly AgentSession[]): ReadyAgents {
  const readyAgents = new ReadyAgents(directoryOf(() => ['G']));
  for (const session of sessions) readyAgents.replace(undefined, session);
  return readyAgents;
}

function select(request: RouteRequest, readyAgents: ReadyAgents, now = 0) {
  return selectTarget(request, { readyAgents, now, random: () => 0, holds: () => true });
}

const maya = agentSession('1001', { waitingSince: 300 });
const ben = agentSession('1002', { waitingSince: 100 });
const lena = agentSession('1003', { waitingSince: 100 });
const request = routeRequest('c1');
const paused = (...dns: readonly string[]) => routeRequest('c1', { declined: dns.map((dn) => ({ dn, until: 50 })) });

describe('selectTarget', () => {
  const rows = [
    { id: 'RT3', agents: [], request, now: 0, chosen: undefined, tieBreaker: 'no candidate' },
    { id: 'RT3', agents: [maya], request, now: 0, chosen: '1001', tieBreaker: 'only candidate' },
    { id: 'RT3', agents: [maya, ben], request, now: 0, chosen: '1002', tieBreaker: 'longest ready' },
    { id: 'RT3', agents: [lena, maya, ben], request, now: 0, chosen: '1002', tieBreaker: 'lower DN' },
    {
      id: 'RT9',
      agents: [maya, ben, lena],
      request: paused('1002'),
      now: 49,
      chosen: '1003',
      tieBreaker: 'longest ready',
    },
    { id: 'RT9', agents: [maya, ben, lena], request: paused('1002'), now: 50, chosen: '1002', tieBreaker: 'lower DN' },
    { id: 'RT9', agents: [maya, ben], request: paused('1002'), now: 0, chosen: '1001', tieBreaker: 'only candidate' },
    { id: 'RT9', agents: [ben], request: paused('1002'), now: 0, chosen: undefined, tieBreaker: 'no candidate' },
  ];
  test.each(rows)('[$id] chooses $chosen: $tieBreaker', ({ agents, request: asked, now, chosen, tieBreaker }) => {
    const readyAgents = readyAgentsOf(...agents);
    const selection = select(asked, readyAgents, now);
    expect(selection.chosen?.id).toBe(chosen);
    expect(selection.tieBreaker).toBe(tieBreaker);
  });

  test('[RT3] nobody of another group is chosen', () => {
    expect(select(routeRequest('c1', { targets: [inGroup('H')] }), readyAgentsOf(maya)).chosen).toBeUndefined();
  });

  test('[RT15] names each candidate with what excluded it', () => {
    expect(select(paused('1002'), readyAgentsOf(maya, ben)).candidates).toEqual([
      { dn: '1002', agentID: '1002', waitingSince: 100, excluded: 'declined' },
      { dn: '1001', agentID: '1001', waitingSince: 300, excluded: null },
    ]);
  });

  test.each([0, 5, 19, 20, 40])(
    '[RT15] names at most 20, the chosen one among them, after %i who declined',
    (count) => {
      const dns = Array.from({ length: 50 }, (_, index) => String(1000 + index));
      const readyAgents = readyAgentsOf(...dns.map((dn, index) => agentSession(dn, { waitingSince: index })));
      const selection = select(paused(...dns.slice(0, count)), readyAgents);
      expect(selection.chosen?.id).toBe(dns[count]);
      expect(selection.tieBreaker).toBe('longest ready');
      expect(selection.candidates).toHaveLength(CANDIDATES_MAX);
      expect(selection.candidates.filter((candidate) => candidate.dn === dns[count])).toHaveLength(1);
      const excluded = selection.candidates.filter((candidate) => candidate.excluded !== null);
      expect(excluded).toHaveLength(Math.min(count, CANDIDATES_MAX - 1));
    },
  );

  test('[RT15] of several targets too: at most 20, nobody twice, the chosen one among them with nothing against him', () => {
    const some = fc.integer({ min: 0, max: 45 });
    const targets = ['G', 'H', 'I'].map((name) => inGroup(name));
    fc.assert(
      fc.property(some, some, some, (agents, first, second) => {
        const groups = (dn: string) => {
          const number = Number(dn) - 1000;
          return [number < first ? 'G' : 'H', ...(number % 3 === 0 ? ['I'] : [])];
        };
        const readyAgents = new ReadyAgents(directoryOf(groups));
        const dns = Array.from({ length: agents }, (_, number) => String(1000 + number));
        for (const dn of dns) readyAgents.replace(undefined, agentSession(dn));
        const declined = dns.slice(0, second).map((dn) => ({ dn, until: 50 }));
        const { chosen, candidates } = select(routeRequest('c1', { declined, targets }), readyAgents);
        expect(candidates.length).toBeLessThanOrEqual(CANDIDATES_MAX);
        expect(new Set(candidates.map(({ dn }) => dn)).size).toBe(candidates.length);
        expect(chosen === undefined).toBe(second >= agents);
        if (chosen !== undefined)
          expect(candidates).toContainEqual(expect.objectContaining({ dn: chosen.id, excluded: null }));
      }),
      { seed: 11 },
    );
  });
});
