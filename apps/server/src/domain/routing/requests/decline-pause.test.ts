import { expect, test } from 'vitest';
import { routeRequest } from '../../../../test/support/routing-rows.ts';
import { declinedBy, pausedUntil } from './decline-pause.ts';

const ringing = routeRequest('c1', { enteredAt: 5, offeredTo: '1001' });

test('[RT7] [RT9] a declined request waits again at its age and is kept from that agent', () => {
  const declined = declinedBy(ringing, '1001', 1000, 30_000);
  expect(declined).toEqual({ ...ringing, offeredTo: null, declined: [{ dn: '1001', until: 31_000 }] });
  expect(pausedUntil(declined, '1001', 1000)).toBe(31_000);
  expect(pausedUntil(declined, '1001', 30_999)).toBe(31_000);
  expect(pausedUntil(declined, '1001', 31_000)).toBeNull();
  expect(pausedUntil(declined, '1002', 1000)).toBeNull();
});

test('[RT9] pauses that are over are forgotten, a second decline replaces the first', () => {
  const first = declinedBy(ringing, '1001', 0, 100);
  const second = declinedBy(first, '1002', 50, 100);
  expect(second.declined).toEqual([
    { dn: '1001', until: 100 },
    { dn: '1002', until: 150 },
  ]);
  expect(declinedBy(second, '1002', 120, 100).declined).toEqual([{ dn: '1002', until: 220 }]);
});
