/**
 * A bare stateful UAS: parse, server transaction, 200 through the transaction layer over UDP, nothing stored. Beside it the one
 * of the npm package `sip`, each in a process of its own, with the same SIPp scenario, in turn.
 */
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../apps/server/test/interop/support/free-port.ts';
import { PeerProcess } from '../apps/server/test/interop/support/peer-process.ts';
import { runSipp, type SippResult } from '../apps/server/test/interop/support/sipp.ts';
import type { BenchRow } from './support/bench-row.ts';
import { median } from './support/median.ts';
import { cpuSecondsOf } from './support/process-usage.ts';

const RATE = Number(process.env.BENCH_RATE ?? 3_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 8);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const WARM_UP_SECONDS = 10;
const WANTED = 2;
const SERVER = fileURLToPath(new URL('./support/bare-uas.ts', import.meta.url));
const SCENARIO = fileURLToPath(new URL('./scenarios/lone-text.xml', import.meta.url));
const USERS = Array.from({ length: 600 }, (_, index) => `customer${index}`);

class Uas {
  readonly perCpuSecond: number[] = [];
  readonly results: SippResult[] = [];
  readonly #port: number;
  readonly #process: PeerProcess;

  constructor(name: 'cordboard' | 'npm-sip', port: number) {
    this.#port = port;
    const profiles = process.env.BENCH_PROFILE;
    const options = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
    this.#process = new PeerProcess(process.execPath, [...options, SERVER, name, String(port)]);
  }

  async start(): Promise<void> {
    await this.#process.waitForOutput('ready');
    await this.#load(WARM_UP_SECONDS);
  }

  async measure(): Promise<void> {
    const processId = this.#process.id ?? 0;
    const before = await cpuSecondsOf(processId);
    const result = await this.#load(SECONDS);
    this.results.push(result);
    this.perCpuSecond.push(result.successful / ((await cpuSecondsOf(processId)) - before));
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  #load(seconds: number): Promise<SippResult> {
    return runSipp({
      scenario: SCENARIO,
      targetPort: this.#port,
      users: USERS,
      to: '1111',
      calls: RATE * seconds,
      callsPerSecond: RATE,
      callsAtOnceMax: 20_000,
      timeoutMs: 120_000,
      isTolerant: true,
    });
  }
}

export async function run(): Promise<BenchRow[]> {
  const ours = new Uas('cordboard', await findFreePort());
  const theirs = new Uas('npm-sip', await findFreePort());
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
  }
  const sum = (uas: Uas, of: 'successful' | 'created') => uas.results.reduce((total, result) => total + result[of], 0);
  const spread = (uas: Uas) => uas.perCpuSecond.map((value) => Math.round(value)).join(' / ');
  const describe = (name: string, uas: Uas): BenchRow => ({
    name,
    value: Math.round(median(uas.perCpuSecond)),
    unit: 'MESSAGEs per CPU second',
    note: `rounds ${spread(uas)}; ${sum(uas, 'successful')} of ${sum(uas, 'created')} answered, none repeated`,
  });
  return [
    describe('Cordboard: stateful UAS', ours),
    describe('npm sip: stateful UAS', theirs),
    {
      name: 'Cordboard : npm sip',
      value: median(ours.perCpuSecond) / median(theirs.perCpuSecond),
      unit: 'x',
      note: `wanted: at least ${WANTED}; ${RATE}/s for ${SECONDS} s, ${ROUNDS} rounds in turn, load ${loadavg()[0]?.toFixed(1)}`,
    },
  ];
}

if (import.meta.main) console.table(await run());
