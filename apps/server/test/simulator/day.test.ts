import { simulationRequestSchema } from '@cordboard/shared/routing/simulation';
import { describe, expect, test } from 'vitest';
import { required } from '../../src/base/assert.ts';
import { SeededRandom } from '../../src/base/seeded-random.ts';
import { drawMs } from '../../src/services/simulator/draw.ts';
import { generateLoad } from '../../src/services/simulator/load.ts';
import type { RecordedInteraction } from '../../src/services/simulator/recorded-load.ts';
import { simulate } from '../../src/services/simulator/simulate.ts';
import { demoConfiguration } from '../support/centre/test-world.ts';
import { noLimits, simulated, sourcesOf } from './simulation.ts';

const two = { others: 'loggedOut', agents: [{ userName: '1001' }, { userName: '1002' }] };
const day = {
  mode: 'day',
  routingPoint: '1111',
  hours: 2,
  world: two,
  load: { kind: 'generated', perHour: 80, patience: { type: 'exponential', mean: 120 } },
};

describe('a day', () => {
  test('[SU6] everybody is accounted for, and the figures fit each other', async () => {
    const run = required((await simulated(day)).runs[0], 'run');
    const report = required(run.day, 'day');
    const { interactions, answered, abandoned, ended, open, wait, queues, agents } = report;
    expect(interactions).toBeGreaterThan(100);
    expect([abandoned > 0, ended, open]).toEqual([true, 0, 0]);
    expect(answered + abandoned).toBe(interactions);
    expect(agents.map(({ agentID }) => agentID)).toEqual(['1001', '1002']);
    expect(agents.reduce((sum, agent) => sum + agent.answered, 0)).toBeLessThanOrEqual(answered);
    expect(queues).toMatchObject([{ virtualQueue: 'VQ_Any', entered: interactions, diverted: answered, abandoned }]);
    expect(wait.count).toBe(answered);
    expect([wait.p50 <= wait.p95, wait.p95 <= wait.max, wait.mean <= wait.max]).toEqual([true, true, true]);
    for (const agent of agents) {
      expect(agent.occupancyPercent).toBeLessThanOrEqual(100);
      expect(agent.chatsAtOnce).toBeLessThanOrEqual(3);
    }
  });

  test('[SU6] the same seed gives the same day, another seed another', async () => {
    const figures = async (seed: number) => (await simulated({ ...day, seed })).runs[0]?.day;
    expect(await figures(3)).toEqual(await figures(3));
    expect(await figures(3)).not.toEqual(await figures(4));
  });

  test('[SU6] the compared versions have the same customers', async () => {
    const same = required(demoConfiguration().findStrategy('Any Available Agent'), 'strategy');
    const reply = await simulated({ ...day, strategy: same });
    expect(reply.runs[0]?.day).toEqual(reply.runs[1]?.day);
    expect(new Set(reply.differences.map(({ difference }) => difference))).toEqual(new Set(['same']));
  });

  test('[SU6] what goes to the default destination is counted by block and reason', async () => {
    const configuration = demoConfiguration();
    const active = required(configuration.findStrategy('Any Available Agent'), 'strategy');
    const strategy = {
      ...active,
      version: 2,
      defaultDestination: '1113',
      blocks: {
        ...active.blocks,
        queue: { type: 'queue', virtualQueue: 'VQ_Any', next: 'send' },
        send: { type: 'selectTarget', targets: [{ type: 'externalDn', name: '004930' }] },
      },
    };
    delete (strategy.blocks as Record<string, unknown>)['agent'];
    const reply = await simulated({ ...day, strategy });
    const report = required(reply.runs[0]?.day, 'day');
    expect(report).toMatchObject({ answered: 0, ended: report.interactions });
    expect(report.failures).toMatchObject([{ block: 'send', count: report.interactions }]);
    expect(reply.differences).toContainEqual(expect.objectContaining({ figure: 'service level', simulated: '0 %' }));
  });

  test('[SU13] an agent who was too late to answer is ready again half a minute later', async () => {
    const world = { others: 'loggedOut', agents: [{ userName: '1001' }] };
    const load = { ...day.load, perHour: 20, patience: undefined, handling: { type: 'constant', mean: 30 } };
    const reply = await simulated({ ...day, world, load, answer: { type: 'exponential', mean: 15 } });
    const report = required(reply.runs[0]?.day, 'day');
    expect(report.interactions).toBeGreaterThan(20);
    expect(report).toMatchObject({ answered: report.interactions, open: 0 });
    // Somebody was missed and waited for the second offer.
    expect(report.wait.max).toBeGreaterThan(50);
  });

  test('[SU6] agents on a shift answer nobody before and after it', async () => {
    const world = { others: 'loggedOut', agents: [{ userName: '1001', fromMinutes: 30, untilMinutes: 60 }] };
    const handling = { type: 'constant', mean: 60 };
    const patience = { type: 'constant', mean: 60 };
    const reply = await simulated({ ...day, world, load: { ...day.load, perHour: 30, handling, patience } });
    const report = required(reply.runs[0]?.day, 'day');
    expect(report.answered).toBeGreaterThan(5);
    expect(report.abandoned).toBeGreaterThan(report.answered);
  });
});

describe('the load', () => {
  const options = { seed: 1, hours: 100, routingPoint: '1111' };
  const request = (load: object) => {
    const parsed = simulationRequestSchema.parse({ mode: 'day', load: { kind: 'generated', perHour: 10, ...load } });
    if (parsed.mode !== 'day' || parsed.load.kind !== 'generated') throw new Error('a generated day');
    return parsed.load;
  };
  const plans = (load: object, hours = options.hours) => {
    const generated = generateLoad(request(load), { ...options, hours });
    if (!generated.ok) throw new Error(generated.failure.message);
    return generated.value;
  };

  test('[SU7] arrivals in each hour as often as its rate says', () => {
    const all = plans({ perHour: [100, 0, 300] }, 20);
    const inHour = (hour: number) => all.filter(({ atMs }) => Math.floor(atMs / 3_600_000) === hour).length;
    expect(inHour(1)).toBe(0);
    // Five standard deviations of a Poisson number around its mean.
    expect(Math.abs(inHour(0) - 100)).toBeLessThan(50);
    const rest = all.filter(({ atMs }) => atMs >= 2 * 3_600_000).length;
    expect(Math.abs(rest - 18 * 300)).toBeLessThan(5 * Math.sqrt(18 * 300));
  });

  test('[SU7] a change of one thing leaves the others as they are', () => {
    const one = plans({});
    const other = plans({ handling: { type: 'constant', mean: 1 }, patience: { type: 'exponential', mean: 5 } });
    expect(other.map(({ atMs }) => atMs)).toEqual(one.map(({ atMs }) => atMs));
    expect(new Set(other.map(({ handlingMs }) => handlingMs))).toEqual(new Set([1000]));
  });

  test('[SU7] texts by their weight', () => {
    const texts = (text: string) => [{ text }];
    const drawn = plans({
      messages: [
        { texts: texts('a'), weight: 3 },
        { texts: texts('b'), weight: 1 },
      ],
    });
    const share = drawn.filter((plan) => plan.texts[0]?.text === 'a').length / drawn.length;
    expect(Math.abs(share - 0.75)).toBeLessThan(5 * Math.sqrt((0.75 * 0.25) / drawn.length));
  });

  test('[SU7] means and deviation of the distributions', () => {
    const random = new SeededRandom(1);
    const draw = (duration: Parameters<typeof drawMs>[1]) => {
      const values = Array.from({ length: 40_000 }, () => drawMs(random, duration) / 1000);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
      return [mean, deviation] as const;
    };
    expect(draw({ type: 'constant', mean: 7 })).toEqual([7, 0]);
    const [exponential, itsDeviation] = draw({ type: 'exponential', mean: 100 });
    expect([Math.abs(exponential - 100) < 2.5, Math.abs(itsDeviation - 100) < 5]).toEqual([true, true]);
    const [lognormal, deviation] = draw({ type: 'lognormal', mean: 300, deviation: 150 });
    expect([Math.abs(lognormal - 300) < 4, Math.abs(deviation - 150) < 10]).toEqual([true, true]);
  });

  test('[SU10] more interactions than allowed are refused, a run that takes too long is ended and says so', async () => {
    const tooMany = simulationRequestSchema.parse({ ...day, hours: 168, load: { ...day.load, perHour: 20_000 } });
    expect(await simulate(tooMany, sourcesOf(demoConfiguration()))).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('50000 interactions') },
    });
    let seconds = 0;
    let breaths = 0;
    const limits = {
      ...noLimits,
      elapsed: () => seconds,
      breathe: async () => {
        breaths += 1;
        seconds += 0.6;
      },
    };
    const reply = await simulated(day, sourcesOf(demoConfiguration(), { limits }));
    expect(breaths).toBe(2);
    expect(reply.runs[0]).toMatchObject({ isComplete: false, stoppedBecause: 'It took longer than 1 seconds.' });
    expect(reply.runs[0]?.day?.interactions).toBeGreaterThan(0);
  });
});

describe('recorded interactions', () => {
  const from = Date.parse('2027-03-03T10:00:00Z');
  const recorded = (seconds: number, changes: Partial<RecordedInteraction> = {}): RecordedInteraction => ({
    customer: `c${seconds}@example.net`,
    dnis: '1111',
    startedAt: from + seconds * 1000,
    endedAt: from + (seconds + 130) * 1000,
    endedBy: '1001',
    parties: [{ state: 'established', since: from + (seconds + 30) * 1000 }],
    texts: [{ time: from + seconds * 1000, im: 'Hello' }],
    ...changes,
  });
  const request = {
    ...day,
    hours: 1,
    at: '2027-03-03T10:00:00Z',
    load: { kind: 'recorded' },
    answer: { type: 'constant', mean: 0 },
  };

  test('[SU7] they come when they came, talk as long as they talked, and leave when they left', async () => {
    const asked: number[] = [];
    const found = [
      recorded(600, { endedBy: 'customer', parties: [], endedAt: from + 640_000 }),
      recorded(0),
      recorded(10),
      recorded(20, { customer: null }),
      recorded(30, { dnis: '1999' }),
    ];
    const sources = sourcesOf(demoConfiguration(), {
      readRecorded: (begin, end) => {
        asked.push(begin, end);
        return found;
      },
    });
    const world = { others: 'loggedOut', chatsPerAgent: 1, agents: [{ userName: '1001', untilMinutes: 5 }] };
    const reply = await simulated({ ...request, world }, sources);
    expect(asked).toEqual([from, from + 3_600_000]);
    const report = required(reply.runs[0]?.day, 'day');
    expect(report).toMatchObject({ interactions: 3, answered: 2, abandoned: 1 });
    // The second one comes after 10 s and waits until the first has talked for 100 s.
    expect(report.wait).toMatchObject({ p50: 0, max: 90 });
    expect(report.patience).toMatchObject({ mean: 40 });
  });

  test('[SU5] without a store there is nothing recorded', async () => {
    const reply = await simulate(simulationRequestSchema.parse(request), sourcesOf(demoConfiguration()));
    expect(reply).toMatchObject({ ok: false, failure: { message: expect.stringContaining('no store') } });
  });
});
