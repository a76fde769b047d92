import { describe, expect, test } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes/fake-clock.ts';
import { sourceOfAddress } from '../../../base/source-of-address.ts';
import { type AdmissionDecision, RequestRate } from './request-rate.ts';

function decideTimes(rate: RequestRate, source: string, times: number): Record<AdmissionDecision, number> {
  const counts = { pass: 0, refuse: 0, drop: 0 };
  for (let index = 0; index < times; index += 1) counts[rate.decide(source)] += 1;
  return counts;
}

describe('source rate', () => {
  test('[AD1] 200 at once and 100 a second pass', () => {
    const clock = new FakeClock();
    const rate = new RequestRate({ clock, requestsPerSecond: 100 });
    expect(decideTimes(rate, 'a', 300)).toEqual({ pass: 200, refuse: 100, drop: 0 });
    clock.advance(1_000);
    expect(decideTimes(rate, 'a', 101)).toEqual({ pass: 100, refuse: 1, drop: 0 });
    clock.advance(60_000);
    expect(decideTimes(rate, 'a', 201)).toEqual({ pass: 200, refuse: 1, drop: 0 });
  });

  test('[AD1] a source just above its rate still gets its rate', () => {
    const clock = new FakeClock();
    const rate = new RequestRate({ clock, requestsPerSecond: 100 });
    decideTimes(rate, 'a', 200);
    let passed = 0;
    for (let second = 0; second < 10; second += 1) {
      clock.advance(1_000);
      passed += decideTimes(rate, 'a', 110).pass;
    }
    expect(passed).toBe(1_000);
  });

  test('[AD1] one source does not use up what another may send', () => {
    const rate = new RequestRate({ clock: new FakeClock(), requestsPerSecond: 100 });
    decideTimes(rate, 'a', 10_000);
    expect(decideTimes(rate, 'b', 200)).toEqual({ pass: 200, refuse: 0, drop: 0 });
  });

  test('[AD3] far beyond there is silence, until the refusals have come back too', () => {
    const clock = new FakeClock();
    const rate = new RequestRate({ clock, requestsPerSecond: 100 });
    expect(decideTimes(rate, 'a', 1_000)).toEqual({ pass: 200, refuse: 400, drop: 400 });
    clock.advance(100);
    expect(decideTimes(rate, 'a', 1_000)).toEqual({ pass: 10, refuse: 10, drop: 980 });
  });

  test('[AD1] a clock that is set back gives nothing and takes nothing', () => {
    const clock = new FakeClock();
    const rate = new RequestRate({
      clock: { now: () => times.shift() ?? 0, startTimer: () => () => {} },
      requestsPerSecond: 1,
    });
    const times = [clock.now(), clock.now() - 3_600_000, clock.now() - 3_599_000];
    expect(['a', 'a', 'a'].map((source) => rate.decide(source))).toEqual(['pass', 'pass', 'pass']);
  });

  test('[AD5] rate 0 means no limit', () => {
    const rate = new RequestRate({ clock: new FakeClock(), requestsPerSecond: 0 });
    expect(decideTimes(rate, 'a', 10_000).pass).toBe(10_000);
    expect(rate.senderCount).toBe(0);
  });

  test('[AD6] the source that was quiet longest is forgotten first', () => {
    const rate = new RequestRate({ clock: new FakeClock(), requestsPerSecond: 1, burst: 1, sendersMax: 2 });
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map((source) => rate.decide(source))).toEqual([
      'pass',
      'pass',
      'refuse',
      'pass',
      'refuse',
      'pass',
    ]);
    expect(rate.senderCount).toBe(2);
  });
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0DB8:0:0:ffff::2', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('[AD1] %s counts for %s', (address, source) => {
  expect(sourceOfAddress(address)).toBe(source);
});
