import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../../test/support/fakes/fake-clock.ts';
import { TimerWheel } from './timer-wheel.ts';

describe('timer wheel', () => {
  it('[TX9] fires never early and less than a tick late, whatever runs beside', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(500), fc.nat(70_000)), { minLength: 1, maxLength: 30 }), (timers) => {
        const clock = new FakeClock();
        const wheel = new TimerWheel(clock, 50);
        const lateness: number[] = [];
        for (const [wait, delayMs] of timers) {
          clock.advance(wait);
          const due = clock.now() + delayMs;
          wheel.start(delayMs, () => lateness.push(clock.now() - due));
        }
        clock.advance(71_000);
        expect(lateness.length).toBe(timers.length);
        for (const late of lateness) {
          expect(late).toBeGreaterThanOrEqual(0);
          expect(late).toBeLessThanOrEqual(50);
        }
        expect(wheel.size).toBe(0);
        expect(clock.pendingTimers).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('[TX9] uses one timer of the clock for any number of its own, and none when idle', () => {
    const clock = new FakeClock();
    const wheel = new TimerWheel(clock);
    const stops = Array.from({ length: 10_000 }, () => wheel.start(32_000, () => {}));
    expect(clock.pendingTimers).toBe(1);
    for (const stop of stops) stop();
    expect(wheel.size).toBe(0);
    clock.advance(100);
    expect(clock.pendingTimers).toBe(0);
  });

  it('[TX9] a stopped timer does not fire, also when stopped by one that fires with it', () => {
    const clock = new FakeClock();
    const wheel = new TimerWheel(clock);
    const fired: string[] = [];
    let stopSecond = () => {};
    wheel.start(100, () => {
      fired.push('first');
      stopSecond();
    });
    stopSecond = wheel.start(100, () => fired.push('second'));
    clock.advance(1_000);
    expect(fired).toEqual(['first']);
  });

  it('[TX9] goes on after a timer has thrown', () => {
    const clock = new FakeClock();
    const wheel = new TimerWheel(clock);
    let isFired = false;
    wheel.start(50, () => {
      throw new Error('ours');
    });
    wheel.start(200, () => {
      isFired = true;
    });
    expect(() => clock.advance(50)).toThrow('ours');
    clock.advance(1_000);
    expect(isFired).toBe(true);
  });

  for (const hours of [-1, 1]) {
    it(`[TX9] goes on when the clock is set by ${hours} h`, () => {
      let offset = 0;
      const virtual = new FakeClock();
      const wheel = new TimerWheel({
        now: () => virtual.now() + offset,
        startTimer: (delayMs, fire) => virtual.startTimer(delayMs, fire),
      });
      let isFired = false;
      wheel.start(1_000, () => {
        isFired = true;
      });
      virtual.advance(500);
      offset = hours * 3_600_000;
      virtual.advance(400);
      expect(isFired).toBe(false);
      virtual.advance(200);
      expect(isFired).toBe(true);
    });
  }
});
