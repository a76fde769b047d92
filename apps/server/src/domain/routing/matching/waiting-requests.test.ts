import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentSession, directoryOf, inGroup, routeRequest } from '../../../../test/support/routing-rows.ts';
import { applyTableAction, tableActions } from '../../../../test/support/table-actions.ts';
import { Table } from '../../../base/table.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import type { RouteRequest } from '../requests/route-request.ts';
import { priorityAt } from '../strategy/run/run.ts';
import { ReadyAgents } from './ready-agents.ts';
import { VirtualQueues } from './virtual-queues.ts';
import { WaitingRequests } from './waiting-requests.ts';

const GROUPS = ['A', 'B', 'C'];
const QUEUES = ['VQ_1', 'VQ_2'];

const AGEING = [undefined, { add: 1, everySeconds: 1, max: 2 }, { add: 2, everySeconds: 2, max: 5 }] as const;

const anyRequest = fc
  .record({
    id: fc.nat(12),
    groups: fc.subarray(GROUPS),
    virtualQueue: fc.option(fc.constantFrom(...QUEUES)),
    enteredAt: fc.nat(6).map((seconds) => seconds * 1000),
    isOffered: fc.boolean(),
    base: fc.nat(2),
    ageing: fc.constantFrom(...AGEING),
  })
  .map(({ id, groups, virtualQueue, enteredAt, isOffered, base, ageing }) => {
    const request = routeRequest(`c${id}`, {
      targets: groups.map((group) => inGroup(group)),
      virtualQueue,
      enteredAt,
      offeredTo: isOffered ? '1001' : null,
    });
    return { ...request, run: { ...request.run, priority: { base, ageing } } };
  });

function inServingOrder(requests: Iterable<RouteRequest>, now: number): readonly RouteRequest[] {
  const priority = (request: RouteRequest) => priorityAt(request.run.priority, request.enteredAt, now);
  return [...requests].sort(
    (left, right) =>
      priority(right) - priority(left) || left.enteredAt - right.enteredAt || (left.id < right.id ? -1 : 1),
  );
}

function naiveOrder(table: Table<RouteRequest>, group: string, now: number): readonly RouteRequest[] {
  const waiting = [...table.values()].filter(
    (request) => request.offeredTo === null && request.targets.some(({ name }) => name === group),
  );
  return inServingOrder(waiting, now);
}

const nobody = () => new ReadyAgents(directoryOf(() => []));

describe('WaitingRequests', () => {
  test('[RT5] [RT6] [RT7] [RT42] is what all requests say, after every change, roll-back and load', () => {
    fc.assert(
      fc.property(tableActions(anyRequest), fc.nat(12_000), (actions, now) => {
        const table = new Table<RouteRequest>('routeRequests');
        const waiting = new WaitingRequests(nobody());
        table.addIndex(waiting);
        for (const action of actions) {
          applyTableAction(table, action);
          for (const group of GROUPS) {
            const expected = naiveOrder(table, group, now);
            expect([...waiting.inOrder(inGroup(group), now)]).toEqual(expected);
            expect(waiting.count(inGroup(group))).toBe(expected.length);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('[RT7] a request that was offered in vain is at the front again', () => {
    const waiting = new WaitingRequests(nobody());
    const first = () => waiting.inOrder(inGroup('G'), 0).next().value?.id;
    const old = routeRequest('c1', { enteredAt: 1 });
    const ringing = { ...old, offeredTo: '1001' };
    waiting.replace(undefined, old);
    waiting.replace(undefined, routeRequest('c2', { enteredAt: 2 }));
    waiting.replace(old, ringing);
    expect(first()).toBe('c2');
    waiting.replace(ringing, old);
    expect(first()).toBe('c1');
  });

  test('[RT5] knows the lines for which somebody is ready, whatever came first', () => {
    fc.assert(
      fc.property(
        tableActions(anyRequest),
        tableActions(
          fc
            .record({ dn: fc.nat(5), group: fc.nat(2), canTakeChat: fc.boolean() })
            .map(({ dn, group, canTakeChat }) =>
              agentSession(`10${dn}`, { userName: GROUPS[group] ?? '', canTakeChat }),
            ),
        ),
        (requestActions, agentActions) => {
          const requests = new Table<RouteRequest>('routeRequests');
          const agents = new Table<AgentSession>('agentSessions');
          const readyAgents = new ReadyAgents(directoryOf((userName) => [userName]));
          const waiting = new WaitingRequests(readyAgents);
          requests.addIndex(waiting);
          agents.addIndex(readyAgents);
          for (let index = 0; index < Math.max(requestActions.length, agentActions.length); index += 1) {
            const [forRequests, forAgents] = [requestActions[index], agentActions[index]];
            if (forRequests !== undefined) applyTableAction(requests, forRequests);
            if (forAgents !== undefined) applyTableAction(agents, forAgents);
            const expected = GROUPS.filter(
              (group) =>
                naiveOrder(requests, group, 0).length > 0 &&
                [...agents.values()].some(({ userName, canTakeChat }) => userName === group && canTakeChat),
            );
            expect([...waiting.matchable].map(({ target }) => target.target.name).sort()).toEqual(expected);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('VirtualQueues', () => {
  test('[RT5] [RT8] [RT46] counts who stands in each queue, ringing ones too', () => {
    fc.assert(
      fc.property(tableActions(anyRequest), fc.nat(12_000), (actions, now) => {
        const table = new Table<RouteRequest>('routeRequests');
        const queues = new VirtualQueues();
        table.addIndex(queues);
        for (const action of actions) {
          applyTableAction(table, action);
          for (const queue of QUEUES) {
            const standing = [...table.values()].filter((request) => request.virtualQueue === queue);
            expect(queues.waiting(queue)).toBe(standing.length);
            const oldest = standing.length === 0 ? null : Math.min(...standing.map(({ enteredAt }) => enteredAt));
            expect(queues.oldestSince(queue)).toBe(oldest);
            const served = inServingOrder(standing, now);
            for (const [index, request] of served.entries()) {
              expect(queues.position(queue, request, now)).toBe(index + 1);
            }
          }
        }
      }),
    );
  });
});
