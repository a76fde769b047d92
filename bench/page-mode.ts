/** 1,000 page-mode texts a second over UDP, routed to agents with open chats, beside Kamailio relaying the same load. */
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../apps/server/test/interop/support/free-port.ts';
import { runSipp, type SippResult } from '../apps/server/test/interop/support/sipp.ts';
import { AgentFleet } from './support/agent-fleet.ts';
import { routingPoint } from './support/bench-configuration.ts';
import type { BenchRow } from './support/bench-row.ts';
import { startBenchServer } from './support/bench-server.ts';
import { type KamailioRelay, startKamailioRelay } from './support/kamailio-relay.ts';
import { median, percentile } from './support/median.ts';
import { cpuSecondsOf, cpuSecondsOfTree, residentMegabytes } from './support/process-usage.ts';
import { calibrateWallClock } from './support/wall-clock.ts';

const AGENTS = 200;
const CHATS_PER_AGENT = 3;
const CUSTOMERS = AGENTS * CHATS_PER_AGENT;
const RATE = Number(process.env.BENCH_RATE ?? 1_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SETTLE_MS = 500;
const SCENARIO = fileURLToPath(new URL('./scenarios/timed-text.xml', import.meta.url));
const USERS = Array.from({ length: CUSTOMERS }, (_, index) => `customer${index}`);

interface Round {
  readonly sipp: SippResult;
  readonly latencies: readonly number[];
  readonly lost: number;
  readonly repeated: number;
  readonly cpuSeconds: number;
  readonly residentMegabytes: number;
  readonly load: number;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function load(targetPort: number, localPort: number, options: { calls: number; rate: number }): Promise<SippResult> {
  return runSipp({
    scenario: SCENARIO,
    targetPort,
    localPort,
    users: USERS,
    to: routingPoint,
    calls: options.calls,
    callsPerSecond: options.rate,
    callsAtOnceMax: 20_000,
    timeoutMs: 120_000,
  });
}

/** What the agents see of the texts of one round. */
class Arrivals {
  readonly latencies: number[] = [];
  readonly #numbers = new Set<string>();
  readonly #now = calibrateWallClock();
  repeated = 0;

  get distinct(): number {
    return this.#numbers.size;
  }

  receive(text: string): void {
    const [seconds, microseconds, number] = text.split(' ');
    if (number === undefined) return;
    this.latencies.push(this.#now() - (Number(seconds) * 1_000 + Number(microseconds) / 1_000));
    if (this.#numbers.has(number)) this.repeated += 1;
    this.#numbers.add(number);
  }
}

async function measureCordboard(server: { processId: number; sipPort: number }, fleet: AgentFleet, localPort: number) {
  const arrivals = new Arrivals();
  fleet.onText = (_agent, text) => arrivals.receive(text);
  const calls = RATE * SECONDS;
  const cpuBefore = await cpuSecondsOf(server.processId);
  const sipp = await load(server.sipPort, localPort, { calls, rate: RATE });
  await pause(SETTLE_MS);
  const round: Round = {
    sipp,
    latencies: arrivals.latencies,
    lost: calls - arrivals.distinct,
    repeated: arrivals.repeated,
    cpuSeconds: (await cpuSecondsOf(server.processId)) - cpuBefore,
    residentMegabytes: await residentMegabytes(server.processId),
    load: loadavg()[0] ?? Number.NaN,
  };
  return round;
}

async function measureKamailio(relay: KamailioRelay, localPort: number) {
  const calls = RATE * SECONDS;
  const cpuBefore = await cpuSecondsOfTree(relay.processId);
  const sipp = await load(relay.sipPort, localPort, { calls, rate: RATE });
  await pause(SETTLE_MS);
  return { sipp, cpuSeconds: (await cpuSecondsOfTree(relay.processId)) - cpuBefore };
}

/** One text of each customer, answered by an agent, so that all chats are open. */
async function openChats(fleet: AgentFleet, sipPort: number, localPort: number): Promise<void> {
  const established = new Promise<void>((resolve) => {
    fleet.onEstablished = (count) => {
      if (count === CUSTOMERS) resolve();
    };
  });
  const opening = await load(sipPort, localPort, { calls: CUSTOMERS, rate: 100 });
  if (opening.successful !== CUSTOMERS) throw new Error(`opening the chats failed: ${JSON.stringify(opening)}`);
  const late = pause(20_000).then(() => {
    throw new Error(`only ${fleet.establishedCount} of ${CUSTOMERS} chats were answered`);
  });
  await Promise.race([established, late]);
}

function describeRounds(
  rounds: readonly Round[],
  relays: readonly { sipp: SippResult; cpuSeconds: number }[],
): BenchRow[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const of = (read: (round: Round) => number) => median(rounds.map(read));
  const perCpuSecond = rounds.map(({ sipp, cpuSeconds }) => sipp.successful / cpuSeconds);
  const relayPerCpuSecond = relays.map(({ sipp, cpuSeconds }) => sipp.successful / cpuSeconds);
  const loads = rounds.map(({ load: value }) => value.toFixed(1)).join(' ');
  const spread = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(' / ');
  const how = `${RATE}/s for ${SECONDS} s, ${ROUNDS} rounds, ${AGENTS} agents, ${CUSTOMERS} chats, no rate limit, load ${loads}`;
  const p99 = rounds.map(({ latencies }) => percentile(latencies, 0.99));
  return [
    { name: 'texts sent by SIPp', value: sum(rounds.map(({ sipp }) => sipp.created)), unit: '', note: how },
    { name: 'texts answered 2xx', value: sum(rounds.map(({ sipp }) => sipp.successful)), unit: '', note: 'all rounds' },
    {
      name: 'retransmissions by SIPp',
      value: sum(rounds.map(({ sipp }) => sipp.retransmissions)),
      unit: '',
      note: `by round ${rounds.map(({ sipp }) => sipp.retransmissions).join(' / ')}`,
    },
    { name: 'lost on the way to the agents', value: sum(rounds.map(({ lost }) => lost)), unit: '', note: 'must be 0' },
    { name: 'seen twice by an agent', value: sum(rounds.map(({ repeated }) => repeated)), unit: '', note: 'must be 0' },
    {
      name: 'SIP-in to event-out, p50',
      value: of(({ latencies }) => percentile(latencies, 0.5)),
      unit: 'ms',
      note: 'median of rounds',
    },
    { name: 'SIP-in to event-out, p99', value: median(p99), unit: 'ms', note: `target < 50; rounds ${spread(p99)}` },
    {
      name: 'memory of the server (RSS)',
      value: of((round) => round.residentMegabytes),
      unit: 'MB',
      note: 'target < 500',
    },
    { name: 'texts per CPU second', value: median(perCpuSecond), unit: '', note: spread(perCpuSecond) },
    {
      name: 'Kamailio t_relay, per CPU second',
      value: median(relayPerCpuSecond),
      unit: '',
      note: `-x fm; ${spread(relayPerCpuSecond)}`,
    },
    {
      name: 'Kamailio, retransmissions by SIPp',
      value: sum(relays.map(({ sipp }) => sipp.retransmissions)),
      unit: '',
      note: 'same load, interleaved',
    },
    {
      name: 'Cordboard : Kamailio, per CPU second',
      value: median(perCpuSecond) / median(relayPerCpuSecond),
      unit: 'x',
      note: 'Kamailio relays and stores nothing',
    },
  ];
}

export async function run(): Promise<BenchRow[]> {
  const server = await startBenchServer({ agentCount: AGENTS, chatsMax: CHATS_PER_AGENT });
  const fleet = new AgentFleet();
  const relay = await startKamailioRelay();
  try {
    await fleet.logIn(server.httpPort, AGENTS);
    // A customer without an account is From and source address, so all rounds come from one port.
    const localPort = await findFreePort();
    await openChats(fleet, server.sipPort, localPort);
    const rounds: Round[] = [];
    const relays: { sipp: SippResult; cpuSeconds: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await measureCordboard(server, fleet, localPort));
      relays.push(await measureKamailio(relay, localPort));
    }
    return describeRounds(rounds, relays);
  } finally {
    fleet.close();
    await relay.stop();
    await server.stop();
  }
}

if (import.meta.main) console.table(await run());
