import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { RouteRequest } from '../apps/server/src/domain/routing/requests/route-request.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { RoutingCentre } from './support/routing-centre.ts';

const AGENTS = [100, 300, 1_000, 3_000, 10_000] as const;
/** As many as a decision record lists, in each target. */
const FEW = 3_000;
const MANY = 10_000;
const WAITING = 5_000;
const WARM_UP = 10_000;
const ROUNDS = 25;
const PER_ROUND = 3_000;
const REPEATS = 5;
const SUSTAINED_SECONDS = Number(process.env['BENCH_SECONDS'] ?? 5);

interface Work {
  /** Not measured. */
  readonly prepare: () => void;
  readonly decide: () => void;
}

interface Measured {
  readonly p50: number;
  readonly p99: number;
  readonly worstP99: number;
  readonly perSecond: number;
}

/**
 * Microseconds of wall time for each decision, garbage collection included, in rounds. Of each figure it is the median of all
 * rounds, and the worst round: that is one in which something else had the core.
 */
function measure({ prepare, decide }: Work, rounds = ROUNDS): Measured {
  for (let index = 0; index < WARM_UP; index += 1) {
    prepare();
    decide();
  }
  const p50: number[] = [];
  const p99: number[] = [];
  let total = 0;
  for (let round = 0; round < rounds; round += 1) {
    const times = new Float64Array(PER_ROUND);
    for (let index = 0; index < PER_ROUND; index += 1) {
      prepare();
      const start = process.hrtime.bigint();
      decide();
      times[index] = Number(process.hrtime.bigint() - start) / 1000;
      total += times[index] ?? 0;
    }
    times.sort();
    p50.push(times[PER_ROUND >> 1] ?? Number.NaN);
    p99.push(times[Math.floor(0.99 * PER_ROUND)] ?? Number.NaN);
  }
  const perSecond = (rounds * PER_ROUND * 1e6) / total;
  return { p50: median(p50), p99: median(p99), worstP99: Math.max(...p99), perSecond };
}

/** Everybody is busy, many wait: an agent is done and gets what is next for him. Somebody else has come meanwhile. */
function busyCentre(agents: number, waiting: number): Work {
  const centre = new RoutingCentre(agents);
  centre.keepAllBusy();
  for (let index = 0; index < waiting; index += 1) centre.arrive();
  return {
    prepare: () => centre.arrive(),
    decide: () => {
      if (centre.release() === undefined) throw new Error('nobody waited for an agent');
    },
  };
}

/** Everybody is free: somebody arrives and gets an agent. The one before is done meanwhile and at the end of the line. */
function quietCentre(agents: number): Work {
  const centre = new RoutingCentre(agents);
  let last: string | undefined;
  return {
    prepare: () => {
      if (last !== undefined) centre.finish(last);
    },
    decide: () => {
      centre.arrive();
      last = centre.pair()?.agent.id;
      if (last === undefined) throw new Error('nobody was free');
    },
  };
}

/**
 * The same decisions over and over, each centre from its beginning: of each the shortest time. What else has the cores, and
 * the garbage collection, then falls out, and what the decision itself costs stays.
 */
function undisturbed(centre: () => Work): readonly BenchRow[] {
  const best = new Float64Array(2 * PER_ROUND).fill(Number.POSITIVE_INFINITY);
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const { prepare, decide } = centre();
    for (let index = 0; index < WARM_UP / 2; index += 1) {
      prepare();
      decide();
    }
    for (let index = 0; index < best.length; index += 1) {
      prepare();
      const start = process.hrtime.bigint();
      decide();
      best[index] = Math.min(best[index] ?? 0, Number(process.hrtime.bigint() - start) / 1000);
    }
  }
  const times = best.toSorted();
  const note = `the shortest of ${REPEATS} times for each of ${best.length} decisions`;
  return [
    { name: '… undisturbed, median', value: times[PER_ROUND] ?? Number.NaN, unit: 'µs', note },
    { name: '… undisturbed, p99', value: times[Math.floor(0.99 * times.length)] ?? Number.NaN, unit: 'µs', note },
  ];
}

function rowsOf(what: string, { p50, p99, worstP99, perSecond }: Measured, wanted: string): readonly BenchRow[] {
  return [
    { name: `${what}, median`, value: p50, unit: 'µs', note: '' },
    { name: `${what}, p99`, value: p99, unit: 'µs', note: wanted },
    { name: `${what}, p99 of the worst round`, value: worstP99, unit: 'µs', note: '' },
    { name: `${what}, one after the other`, value: perSecond, unit: '/s', note: 'wanted: 5,000' },
  ];
}

/** Decisions for some seconds at a fixed rate: what share of one core they take. */
function sustained(perSecond: number): BenchRow {
  const { prepare, decide } = busyCentre(MANY, WAITING);
  const work = () => {
    prepare();
    decide();
  };
  for (let index = 0; index < WARM_UP; index += 1) work();
  const before = process.cpuUsage();
  for (let index = 0; index < perSecond * SUSTAINED_SECONDS; index += 1) work();
  const { user, system } = process.cpuUsage(before);
  const share = (user + system) / 1e6 / SUSTAINED_SECONDS;
  const note = `of one core, arrivals included, all threads of the process, ${SUSTAINED_SECONDS} s worth`;
  return { name: `${perSecond} decisions a second`, value: share * 100, unit: '%', note };
}

/** Bytes of memory for each waiting interaction: its row and its places in all indexes. */
function memoryPerWaiting(): BenchRow {
  setFlagsFromString('--expose_gc');
  const collect: () => void = runInNewContext('gc');
  const centre = new RoutingCentre(MANY);
  centre.keepAllBusy();
  for (let index = 0; index < WAITING; index += 1) centre.arrive();
  const heap = () => {
    for (let index = 0; index < 3; index += 1) collect();
    return process.memoryUsage().heapUsed;
  };
  const before = heap();
  const count = 50_000;
  for (let index = 0; index < count; index += 1) centre.arrive();
  const bytes = (heap() - before) / count;
  // So that nothing of it is collected before.
  centre.explain(centre.arrive());
  const note = 'wanted: under 4,000; call and texts not counted';
  return { name: 'memory of a waiting request', value: bytes, unit: 'B', note };
}

/** What choosing among many agents costs compared with choosing among few, taking turns within one run (RT4). */
function chooseAndExplain(): readonly BenchRow[] {
  const centres = [new RoutingCentre(FEW), new RoutingCentre(MANY)].map((centre) => {
    const request: RouteRequest = centre.arrive();
    return () => centre.explain(request);
  });
  const rounds = 31;
  const perRound = 3_000;
  const times: number[][] = centres.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const which of order) {
      const start = process.hrtime.bigint();
      for (let count = 0; count < perRound; count += 1) centres[which]?.();
      times[which]?.push(Number(process.hrtime.bigint() - start) / perRound);
    }
  }
  const [few = Number.NaN, many = Number.NaN] = times.map(median);
  const note = `median of ${rounds} interleaved rounds of ${perRound}`;
  return [
    { name: `choose and explain, ${FEW} ready agents`, value: few, unit: 'ns', note },
    { name: `choose and explain, ${MANY} ready agents`, value: many, unit: 'ns', note },
    { name: 'choose and explain, ratio', value: many / few, unit: 'x', note: 'RT4: at most 1.5' },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}

/** Decisions at the size that is promised, and how their cost grows up to it. */
export async function run(): Promise<BenchRow[]> {
  // As in a server that has been running for a while: the code is compiled for everything that comes.
  for (const work of [busyCentre(1_000, WAITING), quietCentre(1_000)]) measure(work);
  const rows: BenchRow[] = [];
  const wanted = 'wanted: under 100';
  rows.push(...rowsOf('an agent becomes free, 5,000 wait', measure(busyCentre(MANY, WAITING)), wanted));
  rows.push(...undisturbed(() => busyCentre(MANY, WAITING)));
  rows.push(...rowsOf('somebody arrives, 10,000 are free', measure(quietCentre(MANY)), wanted));
  rows.push(...undisturbed(() => quietCentre(MANY)));
  for (const agents of AGENTS) {
    const busy = measure(busyCentre(agents, WAITING), 9);
    const quiet = measure(quietCentre(agents), 9);
    const note = `median and p99 in µs: ${busy.p50.toFixed(1)} / ${busy.p99.toFixed(1)}, arrival ${quiet.p50.toFixed(1)} / ${quiet.p99.toFixed(1)}`;
    rows.push({ name: `growth: ${agents} agents`, value: busy.p50, unit: 'µs', note });
  }
  for (const waiting of [500, 50_000]) {
    const busy = measure(busyCentre(MANY, waiting), 9);
    rows.push({ name: `growth: ${waiting} wait`, value: busy.p50, unit: 'µs', note: `p99 ${busy.p99.toFixed(1)} µs` });
  }
  rows.push(sustained(5_000), memoryPerWaiting(), ...chooseAndExplain());
  return rows;
}

if (import.meta.main) {
  for (const row of await run()) {
    console.log(`${row.name.padEnd(52)} ${row.value.toFixed(2).padStart(12)} ${row.unit.padEnd(3)} ${row.note}`);
  }
}
