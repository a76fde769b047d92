import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routeRequest } from '../../../test/support/routing-rows.ts';
import { applyTableAction, tableActions } from '../../../test/support/table-actions.ts';
import { Table } from '../../base/table.ts';
import type { RouteRequest } from './route-request.ts';
import { VirtualQueues } from './virtual-queues.ts';
import { WaitingRequests } from './waiting-requests.ts';

const GROUPS = ['A', 'B', 'C'];
const QUEUES = ['VQ_1', 'VQ_2'];

const anyRequest = fc
  .record({
    id: fc.nat(12),
    group: fc.option(fc.constantFrom(...GROUPS)),
    virtualQueue: fc.option(fc.constantFrom(...QUEUES)),
    enteredAt: fc.nat(6),
    isOffered: fc.boolean(),
  })
  .map(({ id, group, virtualQueue, enteredAt, isOffered }) =>
    routeRequest(`c${id}`, {
      target: group === null ? null : { type: 'agentGroup', name: group, choice: 'longestReady' },
      virtualQueue,
      enteredAt,
      offeredTo: isOffered ? '1001' : null,
    }),
  );

function naiveOrder(table: Table<RouteRequest>, group: string): readonly RouteRequest[] {
  return [...table.values()]
    .filter((request) => request.offeredTo === null && request.target?.name === group)
    .sort((left, right) => left.enteredAt - right.enteredAt || (left.id < right.id ? -1 : 1));
}

describe('WaitingRequests', () => {
  test('[RT5] [RT6] [RT7] is what all requests say, after every change, roll-back and load', () => {
    fc.assert(
      fc.property(tableActions(anyRequest), (actions) => {
        const table = new Table<RouteRequest>('routeRequests');
        const waiting = new WaitingRequests();
        table.addIndex(waiting);
        for (const action of actions) {
          applyTableAction(table, action);
          for (const group of GROUPS) {
            const expected = naiveOrder(table, group);
            expect([...waiting.inOrder(group)]).toEqual(expected);
            expect(waiting.count(group)).toBe(expected.length);
            expect(waiting.first(group)).toEqual(expected[0]);
            expect(waiting.first(group, (request) => request.id === expected[0]?.id)).toEqual(expected[1]);
          }
          expect([...waiting.groups()].sort()).toEqual(GROUPS.filter((group) => naiveOrder(table, group).length > 0));
        }
      }),
      { numRuns: 150 },
    );
  });

  test('[RT7] a request that was offered in vain is at the front again', () => {
    const waiting = new WaitingRequests();
    const old = routeRequest('c1', { enteredAt: 1 });
    const ringing = { ...old, offeredTo: '1001' };
    waiting.replace(undefined, old);
    waiting.replace(undefined, routeRequest('c2', { enteredAt: 2 }));
    waiting.replace(old, ringing);
    expect(waiting.first('G')?.id).toBe('c2');
    waiting.replace(ringing, old);
    expect(waiting.first('G')?.id).toBe('c1');
  });
});

describe('VirtualQueues', () => {
  test('[RT5] [RT8] counts who stands in each queue, ringing ones too', () => {
    fc.assert(
      fc.property(tableActions(anyRequest), (actions) => {
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
          }
        }
      }),
    );
  });
});
