import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentSession, directoryOf } from '../../../../test/support/routing-rows.ts';
import { applyTableAction, tableActions } from '../../../../test/support/table-actions.ts';
import { Table } from '../../../base/table.ts';
import type { AgentSession } from '../../agents/agent-session.ts';
import { ReadyAgents } from './ready-agents.ts';

const GROUPS = ['A', 'B', 'C'];
/** Person 0 is in no group, 1 in A, 2 in B, 3 in A and B, ... */
const groupsOf = (userName: string) => GROUPS.filter((_, bit) => (Number(userName) & (1 << bit)) !== 0);

/** What the index must say, from all rows. */
function naiveOrder(table: Table<AgentSession>, group: string): readonly AgentSession[] {
  return [...table.values()]
    .filter((session) => session.canTakeChat && groupsOf(session.userName).includes(group))
    .sort((left, right) => left.waitingSince - right.waitingSince || (left.id < right.id ? -1 : 1));
}

describe('ReadyAgents', () => {
  test('[RT1] [RT3] [RT5] is what all sessions say, after every change, roll-back and load', () => {
    const session = fc
      .record({ dn: fc.nat(9), person: fc.nat(7), waitingSince: fc.nat(6), canTakeChat: fc.boolean(), chat: fc.nat(2) })
      .map(({ dn, person, waitingSince, canTakeChat, chat }) =>
        agentSession(`10${dn}`, { userName: String(person), waitingSince, canTakeChat, occupancy: { voice: 0, chat } }),
      );
    fc.assert(
      fc.property(tableActions(session), (actions) => {
        const table = new Table<AgentSession>('agentSessions');
        const readyAgents = new ReadyAgents(directoryOf(groupsOf));
        table.addIndex(readyAgents);
        for (const action of actions) {
          applyTableAction(table, action);
          for (const group of GROUPS) {
            const expected = naiveOrder(table, group);
            expect([...readyAgents.inOrder(group)]).toEqual(expected);
            expect(readyAgents.count(group)).toBe(expected.length);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('[RT5] follows a change of group members when told, and stays whole until then', () => {
    let groups: readonly string[] = ['A'];
    const directory = directoryOf(() => groups);
    const readyAgents = new ReadyAgents(directory);
    const first = agentSession('1001');
    readyAgents.replace(undefined, first);
    expect([...readyAgents.inOrder('A')]).toEqual([first]);
    groups = ['B'];
    const later = { ...first, waitingSince: 5 };
    readyAgents.replace(first, later);
    expect([...readyAgents.inOrder('A')]).toEqual([later]);
    readyAgents.regroup(directory);
    expect([...readyAgents.inOrder('A')]).toEqual([]);
    expect([...readyAgents.inOrder('B')]).toEqual([later]);
  });
});
