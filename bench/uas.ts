/**
 * A bare stateful UAS: parse, server transaction, 200 through the transaction layer over UDP, nothing stored. Beside it the one
 * of the npm package `sip`, each in a process of its own, with the same SIPp scenario, in turn.
 */
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../apps/server/test/interop/support/free-port.ts';
import { PeerProcess } from '../apps/server/test/interop/support/peer-process.ts';
import { customers, sendTexts, type TextTarget } from './support/crowds/text-load.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { textsPerCpuSecond } from './support/measuring/comparison.ts';
import { type Measurement, measureRound } from './support/measuring/contender.ts';
import { coresInWords, keepApart, shareCores } from './support/measuring/cores.ts';
import { median } from './support/measuring/median.ts';
import { cpuSecondsOf } from './support/measuring/process-usage.ts';

const IN_FLIGHT = Number(process.env.BENCH_IN_FLIGHT ?? 200);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const WARM_UP_SECONDS = 5;
const CUSTOMERS = 600;
const WANTED = 2;
const SERVER = fileURLToPath(new URL('./support/servers/bare-uas.ts', import.meta.url));

class Uas {
  readonly rounds: Measurement[] = [];
  readonly #target: TextTarget;
  readonly #process: PeerProcess;

  constructor(name: 'cordboard' | 'npm-sip', target: TextTarget) {
    this.#target = target;
    const profiles = process.env.BENCH_PROFILE;
    const options = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
    this.#process = new PeerProcess(process.execPath, [...options, SERVER, name, String(target.targetPort)]);
  }

  async start(): Promise<void> {
    await this.#process.waitForOutput('ready');
    await keepApart([this.#process.id ?? 0]);
    await sendTexts(this.#target, { seconds: WARM_UP_SECONDS, inFlight: IN_FLIGHT });
  }

  async measure(): Promise<void> {
    const round = await measureRound(
      () => cpuSecondsOf(this.#process.id ?? 0),
      () => sendTexts(this.#target, { seconds: SECONDS, inFlight: IN_FLIGHT }),
    );
    this.rounds.push(round);
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }
}

function rowOf(name: string, { rounds }: Uas): BenchRow {
  const perCpuSecond = rounds.map(textsPerCpuSecond);
  const sum = (of: 'answered' | 'sent' | 'retransmissions') => rounds.reduce((total, round) => total + round[of], 0);
  const spread = perCpuSecond.map((value) => Math.round(value)).join(' / ');
  const note = `rounds ${spread}; ${sum('answered')} of ${sum('sent')} answered, ${sum('retransmissions')} repeated`;
  return { name, value: Math.round(median(perCpuSecond)), unit: 'MESSAGEs per CPU second', note };
}

export async function run(): Promise<BenchRow[]> {
  const newTarget = async () => ({
    targetPort: await findFreePort(),
    localPort: await findFreePort(),
    users: customers(CUSTOMERS),
  });
  const ours = new Uas('cordboard', await newTarget());
  const theirs = new Uas('npm-sip', await newTarget());
  try {
    await ours.start();
    await theirs.start();
    for (let round = 0; round < ROUNDS; round += 1) {
      await ours.measure();
      await theirs.measure();
    }
  } finally {
    await ours.stop();
    await theirs.stop();
    await shareCores([]);
  }
  const rows = [rowOf('Cordboard: stateful UAS', ours), rowOf('npm sip: stateful UAS', theirs)];
  const [our, their] = rows.map(({ value }) => value);
  const load = `${IN_FLIGHT} in flight for ${SECONDS} s, ${ROUNDS} rounds in turn, ${coresInWords}, load ${loadavg()[0]?.toFixed(1)}`;
  const ratio = (our ?? Number.NaN) / (their ?? Number.NaN);
  return [
    ...rows,
    { name: 'Cordboard : npm sip', value: ratio, unit: 'x', note: `wanted: at least ${WANTED}; ${load}` },
  ];
}

if (import.meta.main) console.table(await run());
