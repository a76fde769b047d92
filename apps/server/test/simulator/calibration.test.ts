import type { DayReport } from '@cordboard/shared/routing/simulation';
import { describe, expect, test } from 'vitest';
import { type Expected, erlangA, erlangC } from './erlang.ts';
import { simulated } from './simulation.ts';

const AGENTS = ['1001', '1002', '1003', '1004'];
const HANDLING_SECONDS = 180;
const PATIENCE_SECONDS = 120;
const RUNS = 20;
/** A mean of 20 independent runs is off by more than this many standard errors once in 130 tries (Student's t, 19 degrees). */
const STANDARD_ERRORS_MAX = 3;

describe('a simple queue, against the formulas', () => {
  test('[SU8] the formulas give the values of the tables', () => {
    // 10 erlang on 14 agents, handling time 180 s.
    const c = erlangC({ agents: 14, arrivalRate: 10 / 180, handlingSeconds: 180 });
    expect(c.probabilityOfWaiting).toBeCloseTo(0.174, 3);
    expect(c.meanWaitSeconds).toBeCloseTo(7.8, 1);
    // Patience without end is Erlang C; patience as long as the handling time is a queue of infinitely many agents.
    const queue = { agents: 4, arrivalRate: 3 / 180, handlingSeconds: 180 };
    expect(erlangA({ ...queue, patienceSeconds: 1e9 }).meanWaitSeconds).toBeCloseTo(erlangC(queue).meanWaitSeconds, 2);
    const same = erlangA({ ...queue, patienceSeconds: 180 }).probabilityOfWaiting;
    const fewer = [0, 1, 2, 3].reduce((sum, count) => sum + (Math.exp(-3) * 3 ** count) / factorial(count), 0);
    expect(same).toBeCloseTo(1 - fewer, 9);
  });

  test('[SU8] without patience: the probability of waiting and the mean wait are those of Erlang C', async () => {
    const arrivalRate = 2.4 / HANDLING_SECONDS;
    const expected = erlangC({ agents: AGENTS.length, arrivalRate, handlingSeconds: HANDLING_SECONDS });
    await expectAlike(await days({ perHour: arrivalRate * 3600 }), expected);
  }, 120_000);

  test('[SU8] with patience and more work than agents: those of Erlang A', async () => {
    const arrivalRate = 4.4 / HANDLING_SECONDS;
    const queue = { agents: AGENTS.length, arrivalRate, handlingSeconds: HANDLING_SECONDS };
    const expected = erlangA({ ...queue, patienceSeconds: PATIENCE_SECONDS });
    const patience = { type: 'exponential', mean: PATIENCE_SECONDS };
    await expectAlike(await days({ perHour: arrivalRate * 3600, patience }), expected);
  }, 120_000);
});

/** Independent runs of 16 hours, of which the first is not counted. */
async function days(load: Readonly<Record<string, unknown>>): Promise<readonly DayReport[]> {
  const reports: DayReport[] = [];
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const reply = await simulated({
      mode: 'day',
      routingPoint: '1111',
      seed,
      hours: 16,
      warmUpMinutes: 60,
      answer: { type: 'constant', mean: 0 },
      world: { agents: AGENTS.map((userName) => ({ userName })), others: 'loggedOut', chatsPerAgent: 1 },
      load: { kind: 'generated', handling: { type: 'exponential', mean: HANDLING_SECONDS }, ...load },
    });
    const [run] = reply.runs;
    expect(run).toMatchObject({ isComplete: true, stoppedBecause: null });
    if (run?.day !== undefined) reports.push(run.day);
  }
  return reports;
}

function expectAlike(reports: readonly DayReport[], expected: Expected): void {
  const meanWaits = reports.map(({ wait, patience }) => {
    return (wait.mean * wait.count + patience.mean * patience.count) / (wait.count + patience.count);
  });
  const waiting = reports.map(({ interactions, answered, answeredAtOncePercent }) => {
    return 1 - (answered * answeredAtOncePercent) / 100 / interactions;
  });
  const abandoned = reports.map(({ abandonedPercent }) => abandonedPercent / 100);
  expectMean(waiting, expected.probabilityOfWaiting);
  expectMean(meanWaits, expected.meanWaitSeconds);
  if (expected.abandoned > 0) expectMean(abandoned, expected.abandoned);
  // More than enough interactions for the means to say something.
  expect(reports.reduce((sum, { interactions }) => sum + interactions, 0)).toBeGreaterThan(5000);
}

/** Within three standard errors, and the standard error itself at most a tenth of what is expected. */
function expectMean(values: readonly number[], expected: number): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  const standardError = Math.sqrt(variance / values.length);
  expect(standardError / expected).toBeLessThan(0.1);
  expect(Math.abs(mean - expected) / standardError).toBeLessThan(STANDARD_ERRORS_MAX);
}

function factorial(value: number): number {
  return value <= 1 ? 1 : value * factorial(value - 1);
}
