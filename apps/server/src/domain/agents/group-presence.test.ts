import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agentSession } from '../../../test/support/routing-rows.ts';
import { applyTableAction, tableActions } from '../../../test/support/table-actions.ts';
import { Table } from '../../base/table.ts';
import type { AgentSession } from './agent-session.ts';
import { GroupPresence } from './group-presence.ts';

const GROUPS = ['A', 'B'];
/** Person 0 is in no group, 1 in A, 2 in B, 3 in both. */
const groupsOf = (userName: string) => GROUPS.filter((_, bit) => (Number(userName) & (1 << bit)) !== 0);

test('[DF8] is what all sessions say, after every change, roll-back and load', () => {
  const session = fc
    .record({
      dn: fc.nat(5),
      person: fc.nat(3),
      state: fc.constantFrom('ready' as const, 'notReady' as const, 'afterCallWork' as const),
      absentSince: fc.constantFrom(null, 5),
    })
    .map(({ dn, person, state, absentSince }) =>
      agentSession(`10${dn}`, { userName: String(person), state, absentSince }),
    );
  const persons = (sessions: readonly AgentSession[]) => new Set(sessions.map(({ userName }) => userName)).size;
  fc.assert(
    fc.property(tableActions(session), (actions) => {
      const table = new Table<AgentSession>('agentSessions');
      const presence = new GroupPresence(groupsOf);
      table.addIndex(presence);
      for (const action of actions) {
        applyTableAction(table, action);
        for (const group of GROUPS) {
          const present = [...table.values()].filter(({ userName }) => groupsOf(userName).includes(group));
          const ready = present.filter(({ state, absentSince }) => state === 'ready' && absentSince === null);
          expect(presence.of(group)).toEqual({ loggedIn: persons(present), ready: persons(ready) });
        }
      }
    }),
    { numRuns: 150 },
  );
});
