/** 1,000 page-mode texts a second over UDP, routed to agents with open chats, beside Kamailio relaying the same load. */
import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../apps/server/test/interop/support/free-port.ts';
import { AgentFleet } from './support/crowds/agent-fleet.ts';
import { openPageChats } from './support/crowds/open-chats.ts';
import { customers, sendTexts, type TextTarget } from './support/crowds/text-load.ts';
import { Arrivals } from './support/measuring/arrivals.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import type { Sent } from './support/measuring/contender.ts';
import { median, percentile } from './support/measuring/median.ts';
import { cpuSecondsOf, cpuSecondsOfTree, residentMegabytes } from './support/measuring/process-usage.ts';
import { startBenchServer } from './support/servers/bench-server.ts';
import { type Kamailio, startRelay } from './support/servers/kamailio.ts';

const AGENTS = 200;
const CHATS_PER_AGENT = 3;
const CUSTOMERS = AGENTS * CHATS_PER_AGENT;
const RATE = Number(process.env.BENCH_RATE ?? 1_000);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SETTLE_MS = 500;
const LOAD = { seconds: SECONDS, rate: RATE };

interface Round {
  readonly sent: Sent;
  readonly latencies: readonly number[];
  readonly lost: number;
  readonly repeated: number;
  readonly cpuSeconds: number;
  readonly residentMegabytes: number;
  readonly load: number;
}

async function measureCordboard(server: { processId: number }, fleet: AgentFleet, target: TextTarget) {
  const arrivals = new Arrivals();
  fleet.onText = (_agent, text) => arrivals.receive(text);
  const cpuBefore = await cpuSecondsOf(server.processId);
  const sent = await sendTexts(target, LOAD);
  await pause(SETTLE_MS);
  const round: Round = {
    sent,
    latencies: arrivals.latencies,
    lost: sent.sent - arrivals.distinct,
    repeated: arrivals.repeated,
    cpuSeconds: (await cpuSecondsOf(server.processId)) - cpuBefore,
    residentMegabytes: await residentMegabytes(server.processId),
    load: loadavg()[0] ?? Number.NaN,
  };
  return round;
}

async function measureKamailio(relay: Kamailio, target: TextTarget) {
  const cpuBefore = await cpuSecondsOfTree(relay.processId);
  const sent = await sendTexts(target, LOAD);
  await pause(SETTLE_MS);
  return { sent, cpuSeconds: (await cpuSecondsOfTree(relay.processId)) - cpuBefore };
}

function describeRounds(rounds: readonly Round[], relays: readonly { sent: Sent; cpuSeconds: number }[]): BenchRow[] {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const of = (read: (round: Round) => number) => median(rounds.map(read));
  const perCpuSecond = rounds.map(({ sent, cpuSeconds }) => sent.answered / cpuSeconds);
  const relayPerCpuSecond = relays.map(({ sent, cpuSeconds }) => sent.answered / cpuSeconds);
  const loads = rounds.map(({ load: value }) => value.toFixed(1)).join(' ');
  const spread = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(' / ');
  const how = `${RATE}/s for ${SECONDS} s, ${ROUNDS} rounds, ${AGENTS} agents, ${CUSTOMERS} chats, no rate limit, load ${loads}`;
  const p99 = rounds.map(({ latencies }) => percentile(latencies, 0.99));
  return [
    { name: 'texts sent by SIPp', value: sum(rounds.map(({ sent }) => sent.sent)), unit: '', note: how },
    { name: 'texts answered 2xx', value: sum(rounds.map(({ sent }) => sent.answered)), unit: '', note: 'all rounds' },
    {
      name: 'retransmissions by SIPp',
      value: sum(rounds.map(({ sent }) => sent.retransmissions)),
      unit: '',
      note: `by round ${rounds.map(({ sent }) => sent.retransmissions).join(' / ')}`,
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
      value: sum(relays.map(({ sent }) => sent.retransmissions)),
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
  const relay = await startRelay(2);
  try {
    await fleet.logIn(server.httpPort, AGENTS);
    // A customer without an account is From and source address, so all rounds come from one port.
    const localPort = await findFreePort();
    const target = { targetPort: server.sipPort, localPort, users: customers(CUSTOMERS) };
    await openPageChats(fleet, target);
    const rounds: Round[] = [];
    const relays: { sent: Sent; cpuSeconds: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.push(await measureCordboard(server, fleet, target));
      relays.push(await measureKamailio(relay, { ...target, targetPort: relay.sipPort }));
    }
    return describeRounds(rounds, relays);
  } finally {
    fleet.close();
    await relay.stop();
    await server.stop();
  }
}

if (import.meta.main) console.table(await run());
