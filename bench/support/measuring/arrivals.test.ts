import { expect, test } from 'vitest';
import { Arrivals, timedText } from './arrivals.ts';

test('a text that carries its time of sending is timed, and a number that comes again is counted', () => {
  const arrivals = new Arrivals(() => 1_700_000_000_012.5);
  arrivals.receive(timedText(1_700_000_000_010.25, '1'));
  arrivals.receive('1700000000.000000 2500.000000 2 as SIPp writes it');
  arrivals.receive(timedText(1_700_000_000_010.25, '1'));
  arrivals.receive('hello');
  expect(arrivals.latencies).toEqual([2.25, 10, 2.25]);
  expect([arrivals.distinct, arrivals.repeated]).toEqual([2, 1]);
});
