/** Our three carriages beside Kamailio and ejabberd on the same machine, in turn and under the same loads. */
import { loadavg } from 'node:os';
import { prepareMsrp, preparePageMode, prepareSessionMode } from './support/contenders/cordboard-contenders.ts';
import { prepareKamailio, startSiloOnPostgres } from './support/contenders/kamailio-contenders.ts';
import { startXmppPairs } from './support/contenders/xmpp-contender.ts';
import { AgentFleet } from './support/crowds/agent-fleet.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import {
  ratioRows,
  ratioTable,
  reachedRate,
  type Series,
  seriesTable,
  textsPerCpuSecond,
} from './support/measuring/comparison.ts';
import type { Contender, Load, Measurement } from './support/measuring/contender.ts';
import { coresInWords, keepApart, shareCores } from './support/measuring/cores.ts';
import { median, percentile } from './support/measuring/median.ts';
import { findPeak } from './support/measuring/peak.ts';
import { installedVersions, requirePackages } from './support/servers/bench-packages.ts';
import { startBenchServer } from './support/servers/bench-server.ts';
import { type Kamailio, startRelay, startStatefulReply, startStatelessReply } from './support/servers/kamailio.ts';

const AGENTS = 200;
const PAGE_CHATS = 600;
const CHATS_PER_AGENT = 6;
const XMPP_PAIRS = 100;
/** Not counted: compilers and caches get warm. */
const WARM_UP_SECONDS = 3;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const IN_FLIGHT = Number(process.env.BENCH_IN_FLIGHT ?? 200);
/** Texts a second that every SIP server of the second comparison is offered. */
const RATE = Number(process.env.BENCH_RATE ?? 2_000);
/** Rates that are tried in search of the peak. */
const PEAK_FROM = Number(process.env.BENCH_PEAK_FROM ?? 2_000);
const PEAK_STEP = Number(process.env.BENCH_PEAK_STEP ?? 1_000);
const PEAK_STEPS = Number(process.env.BENCH_PEAK_STEPS ?? 12);
const RATE_LEAST = 2_000;
const HALF_P99_MS_MAX = 50;
/** Names of servers, in part: `BENCH_WITHOUT=ejabberd,msilo`. */
const WITHOUT = (process.env.BENCH_WITHOUT ?? '').split(',').filter((name) => name !== '');

const PAGE_MODE = 'Cordboard, page mode';
const SILO = 'Kamailio msilo, PostgreSQL';
const EJABBERD = 'ejabberd, PostgreSQL';
const SIP_WANTED = [
  { ours: PAGE_MODE, other: 'Kamailio t_relay', wanted: 0.2, aim: 0.35 },
  { ours: PAGE_MODE, other: SILO, wanted: 1, aim: 2 },
];
const WANTED = [...SIP_WANTED, { ours: PAGE_MODE, other: EJABBERD, wanted: 4, aim: 8 }];

const isWanted = (name: string) => !WITHOUT.some((part) => name.toLowerCase().includes(part.toLowerCase()));

/** What is started is stopped in the opposite order, whatever happens. */
class Started {
  readonly #stops: (() => unknown)[] = [];
  /** Of the servers, each the root of a tree of processes. */
  readonly processIds: number[] = [];

  add<T extends { readonly processId: number; stop(): Promise<void> }>(server: T): T {
    this.#stops.push(() => server.stop());
    this.processIds.push(server.processId);
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
  if (isWanted(SILO)) {
    const { kamailio, database } = await startSiloOnPostgres();
    started.add(database);
    started.add(kamailio);
    const does = 'stored (PostgreSQL), not delivered';
    contenders.push(await prepareKamailio(kamailio, { name: SILO, does, chats: PAGE_CHATS, database }));
  }
  if (isWanted(EJABBERD)) {
    const { contender, ejabberd } = await startXmppPairs(XMPP_PAIRS);
    started.add(ejabberd);
    // Ended by ejabberd's stop.
    started.processIds.push(ejabberd.database.processId);
    contenders.push(contender);
  }
  return contenders;
}

/** A round that could not be measured is said so and tried once more, so that it does not cost the whole run. */
async function measureOnceMore(contender: Contender, load: Load): Promise<Measurement> {
  try {
    return await contender.measure(load);
  } catch (failure) {
    console.log(`A round of ${contender.name} was given up and repeated: ${String(failure)}`);
    return contender.measure(load);
  }
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
      each.rounds.push(await measureOnceMore(each.contender, each.parameters));
    }
    console.error(`Round ${round + 1} of ${rounds} is done, load average ${loadavg()[0]?.toFixed(1)}.`);
  }
  return series;
}

function summaryRows(series: readonly Series[]): BenchRow[] {
  return series.map(({ contender, rounds }) => ({
    name: `${contender.name}: texts per CPU second`,
    value: median(rounds.map(textsPerCpuSecond)),
    unit: '',
    note: `${Math.round(median(rounds.map(reachedRate)))}/s, ${rounds.reduce((sum, { lost }) => sum + lost, 0)} lost; limit per source: ${contender.limits}`,
  }));
}

/** The largest rate of lone MESSAGEs at which nothing is lost and the answers keep up. */
async function searchPeak(pageMode: Contender): Promise<{ readonly peak: number; readonly row: BenchRow }> {
  const rates = Array.from({ length: PEAK_STEPS }, (_, step) => PEAK_FROM + step * PEAK_STEP);
  const { peak, steps } = await findPeak(rates, (rate) => pageMode.measure({ seconds: SECONDS, rate }));
  const words = steps.map(({ rate, failings }) => `${rate}: ${failings.length === 0 ? 'held' : failings.join(', ')}`);
  console.log(`\nPeak of ${pageMode.name}, ${SECONDS} s each: ${words.join('; ')}.`);
  const verdict = peak >= RATE_LEAST ? 'reached' : 'NOT reached';
  const note = `wanted ${RATE_LEAST} (${verdict}); nothing lost, answers keep up`;
  return { peak, row: { name: `${pageMode.name}: peak`, value: peak, unit: '/s', note } };
}

/** The same rate for each that can hold it: our carriages and the Kamailios that their figures are held against. */
function measureAtRate(contenders: readonly Contender[]): Promise<Series[]> {
  const isOffered = ({ name }: Contender) =>
    name.startsWith('Cordboard') || SIP_WANTED.some(({ other }) => other === name);
  const load = { seconds: SECONDS, rate: RATE };
  const offered = contenders.filter(isOffered);
  return measureInTurn(
    offered.map((contender) => ({ contender, load, words: `${RATE}/s` })),
    ROUNDS,
  );
}

/** Page mode at half of its peak, and ejabberd at half of what it reached. */
async function measureAtHalf(closed: readonly Series[], peak: number): Promise<{ series: Series[]; row: BenchRow }> {
  const loads = closed
    .filter(({ contender: { name } }) => name === PAGE_MODE || name === EJABBERD)
    .map(({ contender, rounds }) => {
      const most = contender.name === PAGE_MODE ? peak : median(rounds.map(reachedRate));
      const rate = Math.max(1, Math.round(most / 2));
      return { contender, load: { seconds: SECONDS, rate }, words: `${rate}/s, half of its most` };
    });
  const series = await measureInTurn(loads, ROUNDS);
  const ours = series.find(({ contender }) => contender.name === PAGE_MODE)?.rounds ?? [];
  const p99 = ours.map(({ deliveryMs }) => percentile(deliveryMs, 0.99));
  const value = median(p99);
  const verdict = value < HALF_P99_MS_MAX ? 'reached' : 'NOT reached';
  const note = `at ${Math.round(peak / 2)}/s, wanted < ${HALF_P99_MS_MAX} (${verdict}); rounds ${p99.map((ms) => ms.toFixed(1)).join(' / ')}`;
  return { series, row: { name: `${PAGE_MODE}: SIP-in to event-out, p99`, value, unit: 'ms', note } };
}

export async function run(): Promise<BenchRow[]> {
  const packages = [
    ...(['sip-tester', 'kamailio'] as const),
    ...(isWanted(SILO) ? (['kamailio-postgres-modules', 'postgresql'] as const) : []),
    ...(isWanted(EJABBERD) ? (['postgresql', 'ejabberd', 'erlang-p1-pgsql'] as const) : []),
  ];
  requirePackages(packages);
  console.log(`Debian packages: ${installedVersions(packages)}.`);
  for (const name of WITHOUT) console.log(`Left out by BENCH_WITHOUT: ${name}.`);
  const started = new Started();
  const interrupted = () => void started.stop().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  try {
    // What the programs of the load inherit.
    await keepApart([]);
    const contenders = [...(await prepareOurs(started)), ...(await prepareOthers(started))];
    await keepApart(started.processIds);
    console.log(`Cores: ${coresInWords}; for the peak and at half of it all share all cores.`);
    for (const contender of contenders) await contender.measure({ seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
    const words = `${IN_FLIGHT} in flight`;
    const closed = await measureInTurn(
      contenders.map((contender) => ({ contender, load: { seconds: SECONDS, inFlight: IN_FLIGHT }, words })),
      ROUNDS,
    );
    const atMost = ratioRows(words, closed, WANTED);
    console.log(`\n${seriesTable(closed)}\n\n${ratioTable(atMost)}`);
    const atRate = await measureAtRate(contenders);
    const alike = ratioRows(`${RATE}/s`, atRate, SIP_WANTED);
    console.log(`\n${seriesTable(atRate)}\n\n${ratioTable(alike)}`);
    const pageMode = contenders.find(({ name }) => name === PAGE_MODE);
    if (pageMode === undefined) throw new Error('page mode was not measured');
    await shareCores(started.processIds);
    const { peak, row } = await searchPeak(pageMode);
    const rows = [...summaryRows(closed), ...atMost, ...alike, row];
    if (peak === 0) return rows;
    const half = await measureAtHalf(closed, peak);
    console.log(`\n${seriesTable(half.series)}`);
    return [...rows, half.row];
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupted);
    await started.stop();
  }
}

if (import.meta.main) console.table(await run());
