import { decisionRecordSchema } from '@cordboard/shared/rest/endpoints';
import { expect, test } from 'vitest';
import { agentSession, inGroup, routeRequest } from '../../../../test/support/routing-rows.ts';
import { decisionRecord } from './decision-record.ts';

test('[RT15] a decision record says how and why', () => {
  const candidates = [{ dn: '1001', agentID: '1001', waitingSince: 3, excluded: null }];
  const selection = { target: inGroup('G'), chosen: agentSession('1001'), candidates, tieBreaker: 'only candidate' };
  const record = decisionRecord(routeRequest('c1', { enteredAt: 400 }), selection, 1000);
  expect(record).toEqual({
    time: 1000,
    strategy: 'Any Available Agent',
    version: 1,
    path: ['media', 'queue', 'agent'],
    virtualQueue: 'VQ_Any',
    target: 'G',
    targets: [inGroup('G')],
    waitedMs: 600,
    candidates,
    chosen: '1001',
    tieBreaker: 'only candidate',
  });
  expect(decisionRecordSchema.parse(record)).toEqual(record);
});
