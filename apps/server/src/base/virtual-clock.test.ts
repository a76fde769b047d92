import { describe, expect, test } from 'vitest';
import { VirtualClock } from './virtual-clock.ts';

describe('VirtualClock', () => {
  test('[SU1] fires what is due in order of time, then of start, and nothing that was stopped', () => {
    const clock = new VirtualClock(0);
    const fired: string[] = [];
    const times = [50, 10, 40, 10, 30, 20, 60];
    const stops = times.map((at, index) => clock.startTimer(at, () => fired.push(`${index}@${clock.now()}`)));
    stops[4]?.();
    stops[4]?.();
    expect(clock.pendingTimers).toBe(6);
    clock.advance(50);
    expect(fired).toEqual(['1@10', '3@10', '5@20', '2@40', '0@50']);
    expect([clock.now(), clock.pendingTimers, clock.nextDueAt]).toEqual([50, 1, 60]);
  });

  test('[SU1] one timer at a time, those started meanwhile included', () => {
    const clock = new VirtualClock(0);
    const fired: number[] = [];
    clock.startTimer(10, () => {
      fired.push(clock.now());
      clock.startTimer(5, () => fired.push(clock.now()));
    });
    expect([clock.fireNext(9), clock.fireNext(10), clock.fireNext(14), clock.fireNext(15)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(fired).toEqual([10, 15]);
  });

  test('[SU1] keeps the order of a thousand timers', () => {
    const clock = new VirtualClock(0);
    const fired: number[] = [];
    for (let index = 0; index < 1000; index += 1) {
      const stop = clock.startTimer((index * 7919) % 1009, () => fired.push(clock.now()));
      if (index % 3 === 0) stop();
    }
    clock.advance(1009);
    expect(fired).toHaveLength(666);
    expect(fired).toEqual(fired.toSorted((one, other) => one - other));
  });
});
