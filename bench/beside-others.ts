/** Our three carriages beside Kamailio and ejabberd on the same machine, in turn, under the same loads. */
import { AgentFleet } from './support/agent-fleet.ts';
import { requirePackages } from './support/bench-packages.ts';
import type { BenchRow } from './support/bench-row.ts';
import { startBenchServer } from './support/bench-server.ts';
import {
  ratioRows,
  ratioTable,
  reachedRate,
  type Series,
  seriesTable,
  textsPerCpuSecond,
} from './support/comparison.ts';
import type { Contender, Load, Measurement } from './support/contender.ts';
import { prepareMsrp, preparePageMode, prepareSessionMode } from './support/cordboard-contenders.ts';
import { type Kamailio, startRelay, startStatefulReply, startStatelessReply } from './support/kamailio.ts';
import { prepareKamailio, startSiloOnPostgres } from './support/kamailio-contenders.ts';
import { median } from './support/median.ts';

const AGENTS = 200;
const PAGE_CHATS = 600;
const CHATS_PER_AGENT = 6;
/** Not counted: compilers and caches get warm. */
const WARM_UP_SECONDS = 3;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const IN_FLIGHT = Number(process.env.BENCH_IN_FLIGHT ?? 200);
/** Names of servers, in part: `BENCH_WITHOUT=ejabberd,msilo`. */
const WITHOUT = (process.env.BENCH_WITHOUT ?? '').split(',').filter((name) => name !== '');

const PAGE_MODE = 'Cordboard, page mode';
const WANTED = [
  { ours: PAGE_MODE, other: 'Kamailio t_relay', wanted: 0.2, aim: 0.35 },
  { ours: PAGE_MODE, other: 'Kamailio msilo, PostgreSQL', wanted: 1, aim: 2 },
];

const isWanted = (name: string) => !WITHOUT.some((part) => name.toLowerCase().includes(part.toLowerCase()));

/** What is started is stopped in the opposite order, whatever happens. */
class Started {
  readonly #stops: (() => unknown)[] = [];

  add<T extends { stop(): Promise<void> }>(server: T): T {
    this.#stops.push(() => server.stop());
    return server;
  }

  onStop(stop: () => unknown): void {
    this.#stops.push(stop);
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop();
  }
}

async function prepareOurs(started: Started): Promise<Contender[]> {
  const server = started.add(await startBenchServer({ agentCount: AGENTS, chatsMax: CHATS_PER_AGENT }));
  const fleet = new AgentFleet();
  started.onStop(() => fleet.close());
  await fleet.logIn(server.httpPort, AGENTS);
  const contenders = [await preparePageMode(server, fleet, PAGE_CHATS)];
  if (isWanted('session mode')) contenders.push(await prepareSessionMode(server, fleet, IN_FLIGHT));
  if (isWanted('MSRP')) {
    const { contender, customers } = await prepareMsrp(server, fleet, IN_FLIGHT);
    started.onStop(() => customers.close());
    contenders.push(contender);
  }
  return contenders;
}

async function prepareOthers(started: Started): Promise<Contender[]> {
  const contenders: Contender[] = [];
  const plain: readonly [name: string, does: string, start: () => Promise<Kamailio>][] = [
    ['Kamailio sl_reply', 'answered', startStatelessReply],
    ['Kamailio t_reply', 'answered in a transaction', startStatefulReply],
    ['Kamailio t_relay', 'relayed in two transactions', () => startRelay(1)],
  ];
  for (const [name, does, start] of plain) {
    if (!isWanted(name)) continue;
    contenders.push(await prepareKamailio(started.add(await start()), { name, does, chats: PAGE_CHATS }));
  }
  const silo = 'Kamailio msilo, PostgreSQL';
  if (isWanted(silo)) {
    requirePackages(['kamailio-postgres-modules', 'postgresql']);
    const { kamailio, database } = await startSiloOnPostgres();
    started.add(database);
    started.add(kamailio);
    const does = 'stored (PostgreSQL), not delivered';
    contenders.push(await prepareKamailio(kamailio, { name: silo, does, chats: PAGE_CHATS, database }));
  }
  return contenders;
}

/** Rounds in which all take turns, every other round in the opposite order, so that what disturbs hits all alike. */
async function measureInTurn(
  contenders: readonly { readonly contender: Contender; readonly load: Load; readonly words: string }[],
  rounds: number,
): Promise<Series[]> {
  const series = contenders.map(({ contender, load, words }) => ({
    contender,
    load: words,
    parameters: load,
    rounds: [] as Measurement[],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const each of round % 2 === 0 ? series : [...series].reverse()) {
      each.rounds.push(await each.contender.measure(each.parameters));
    }
  }
  return series;
}

function summaryRows(series: readonly Series[]): BenchRow[] {
  return series.map(({ contender, rounds }) => ({
    name: `${contender.name}: texts per CPU second`,
    value: median(rounds.map(textsPerCpuSecond)),
    unit: '',
    note: `${Math.round(median(rounds.map(reachedRate)))}/s, ${rounds.reduce((sum, { lost }) => sum + lost, 0)} lost`,
  }));
}

export async function run(): Promise<BenchRow[]> {
  requirePackages(['sip-tester', 'kamailio']);
  for (const name of WITHOUT) console.log(`Left out by BENCH_WITHOUT: ${name}.`);
  const started = new Started();
  try {
    const contenders = [...(await prepareOurs(started)), ...(await prepareOthers(started))];
    for (const contender of contenders) await contender.measure({ seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
    const words = `${IN_FLIGHT} in flight`;
    const closed = await measureInTurn(
      contenders.map((contender) => ({ contender, load: { seconds: SECONDS, inFlight: IN_FLIGHT }, words })),
      ROUNDS,
    );
    const ratios = ratioRows(closed, WANTED);
    console.log(`\n${seriesTable(closed)}\n\n${ratioTable(ratios)}`);
    return [...summaryRows(closed), ...ratios];
  } finally {
    await started.stop();
  }
}

if (import.meta.main) console.table(await run());
