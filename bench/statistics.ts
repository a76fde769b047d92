import type { DnEvent } from '@cordboard/shared/tlib/events';
import {
  prepareStatistic,
  readStatistic,
  type Statistic,
} from '../apps/server/src/domain/statistics/read-statistic.ts';
import { Snapshot } from '../apps/server/src/domain/statistics/snapshot.ts';
import { StatDefinitions } from '../apps/server/src/domain/statistics/stat-definitions.ts';
import type { StatisticsModel } from '../apps/server/src/domain/statistics/statistics-model.ts';
import { eventsOf, type Line, newModel, TEN } from '../apps/server/test/support/scenes/statistics-scene.ts';
import { BUILT_IN_STAT_SETS } from '../packages/shared/src/statistics/built-in.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { median } from './support/measuring/median.ts';

const CROWDS = [10, 100, 1_000, 10_000];
const ROUNDS = 21;
const WARM_UP_ROUNDS = 5;
const CHATS_PER_ROUND = 200;
const EVENTS_PER_CHAT = 8;

/** A centre in which so many agents are logged in and Ready, and chat after chat is answered. */
class Centre {
  readonly model: StatisticsModel = newModel();
  readonly #agents: number;
  #now = 0;
  #chats = 0;

  constructor(agents: number) {
    this.#agents = agents;
    const crowd: Line[] = [];
    for (let index = 0; index < agents; index += 1) {
      crowd.push([0, 'AgentLogin', agentOf(index)], [0, 'AgentReady', agentOf(index)]);
    }
    for (const event of eventsOf(crowd)) this.model.apply(event);
  }

  /** Events of chats that come, ring, are answered and end, at one agent after the other. */
  nextEvents(): readonly DnEvent[] {
    const lines: Line[] = [];
    for (let count = 0; count < CHATS_PER_ROUND; count += 1) {
      this.#chats += 1;
      this.#now += 0.1;
      const agent = agentOf(this.#chats % this.#agents);
      const call = `c${this.#chats}`;
      for (const [name, dn] of [
        ['RouteRequest', 'RP1'],
        ['Queued', 'VQ1'],
        ['Ringing', agent],
        ['RouteUsed', 'RP1'],
        ['Diverted', 'VQ1'],
        ['Established', agent],
        ['Held', agent],
        ['Released', agent],
      ] as const) {
        lines.push([this.#now, name, dn, { call }]);
      }
    }
    return eventsOf(lines, this.model.sequence + 1);
  }

  /** Nanoseconds per event. */
  measure(): number {
    const events = this.nextEvents();
    const start = process.hrtime.bigint();
    for (const event of events) this.model.apply(event);
    return Number(process.hrtime.bigint() - start) / events.length;
  }

  get now(): number {
    return TEN + this.#now * 1000;
  }
}

function agentOf(index: number): string {
  return String(100_000 + index);
}

/** Every statistic of the built-in sets of a group and a queue. */
function statisticsOfSets(): readonly Statistic[] {
  const definitions = new StatDefinitions({ statTypes: [], filters: [] });
  return BUILT_IN_STAT_SETS.flatMap(({ objects, filter, columns }) =>
    columns.flatMap(({ statType: name, profile }) => {
      const statType = definitions.findStatType(name);
      if (statType === undefined) return [];
      const isQueue = objects.includes('queue');
      const object = { type: isQueue ? 'queue' : 'agentGroup', id: isQueue ? 'VQ1' : 'G' } as const;
      return [prepareStatistic({ object, statType, profile, filter: definitions.findFilter(filter) })];
    }),
  );
}

function milliseconds(work: () => unknown): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** What an event, a number and a stored state cost with few and with many agents. */
export async function run(): Promise<BenchRow[]> {
  const centres = CROWDS.map((agents) => ({ agents, centre: new Centre(agents), times: [] as number[] }));
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) for (const { centre } of centres) centre.measure();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { centre, times } of centres) times.push(centre.measure());
  }
  const note = `median of ${ROUNDS} interleaved rounds of ${CHATS_PER_ROUND * EVENTS_PER_CHAT}`;
  const few = centres[0];
  const many = centres.at(-1);
  if (few === undefined || many === undefined) throw new Error('there are no centres');
  const statistics = statisticsOfSets();
  const reads = () => {
    for (const statistic of statistics) readStatistic(many.centre.model, statistic, many.centre.now);
  };
  const readTimes = Array.from({ length: ROUNDS }, () => milliseconds(reads));
  const snapshot = new Snapshot(many.centre.model, many.centre.now);
  const portions: number[] = [];
  while (!snapshot.isDone) portions.push(milliseconds(() => snapshot.writeSome(100)));
  const bytes = snapshot.rows.reduce((sum, { body }) => sum + body.length, snapshot.position.length);
  return [
    ...centres.map(({ agents, times }) => ({
      name: `event, ${agents} agents logged in`,
      value: median(times),
      unit: 'ns',
      note,
    })),
    {
      name: `event, ratio ${many.agents} : ${few.agents}`,
      value: median(many.times.map((time, index) => time / (few.times[index] ?? Number.NaN))),
      unit: 'x',
      note: 'NU22: the same numbers are written; what differs is the cache',
    },
    {
      name: 'read one statistic of a group or queue',
      value: (median(readTimes) * 1e6) / statistics.length,
      unit: 'ns',
      note: `${statistics.length} of the built-in sets, ${many.agents} agents`,
    },
    {
      name: 'write down 100 objects',
      value: median(portions),
      unit: 'ms',
      note: `of ${portions.length} portions every ten minutes, ${many.agents} agents`,
    },
    { name: 'size of all of them', value: bytes / 2 ** 20, unit: 'MiB', note: 'three objects per agent' },
  ];
}

if (import.meta.main) {
  for (const row of await run()) {
    console.log(`${row.name.padEnd(48)} ${row.value.toFixed(2).padStart(10)} ${row.unit.padEnd(3)} ${row.note}`);
  }
}
