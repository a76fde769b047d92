/** Ten thousand idle and half-open connections on all ports: what others notice of them. */
import { setTimeout as pause } from 'node:timers/promises';
import { UdpCustomer } from '../apps/server/test/support/customers/udp-customer.ts';
import { IdleCrowd, type Ports } from '../apps/server/test/support/sockets/idle-crowd.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { percentile } from './support/measuring/median.ts';
import { cpuSecondsOf, residentMegabytes } from './support/measuring/process-usage.ts';
import { routingPoint } from './support/servers/bench-configuration.ts';
import { startBenchServer } from './support/servers/bench-server.ts';

const CONNECTIONS = Number(process.env.BENCH_CONNECTIONS ?? 10_000);
const PROBES = Number(process.env.BENCH_PROBES ?? 400);
const IDLE_MS = 5_000;

interface Seen {
  readonly text: readonly number[];
  readonly page: readonly number[];
}

/** Times of one text that is stored, and of one page that is fetched, in ms. */
async function probe(ports: Ports, from: string): Promise<Seen> {
  const customer = await UdpCustomer.open(ports.sipPort, from);
  const text: number[] = [];
  const page: number[] = [];
  for (let count = 0; count < PROBES; count += 1) {
    const begin = performance.now();
    const status = await customer.say(`text ${count}`, routingPoint);
    if (status >= 300) throw new Error(`a text was answered ${status}`);
    const between = performance.now();
    await (await fetch(`http://127.0.0.1:${ports.httpPort}/healthz`)).text();
    text.push(between - begin);
    page.push(performance.now() - between);
  }
  customer.close();
  return { text, page };
}

export async function run(): Promise<BenchRow[]> {
  const server = await startBenchServer({ agentCount: 1, chatsMax: 1 });
  try {
    await probe(server, 'sip:warm-up@example.net');
    const quiet = await probe(server, 'sip:quiet@example.net');
    const memoryBefore = await residentMegabytes(server.processId);
    const crowd = await IdleCrowd.gather(server, CONNECTIONS);
    const opened = crowd.openCount;
    const crowded = await probe(server, 'sip:crowded@example.net');
    const memory = (await residentMegabytes(server.processId)) - memoryBefore;
    const cpuBefore = await cpuSecondsOf(server.processId);
    await pause(IDLE_MS);
    const cpu = (await cpuSecondsOf(server.processId)) - cpuBefore;
    crowd.close();
    const note = (seen: readonly number[]) =>
      `without them ${percentile(seen, 0.5).toFixed(2)} and ${percentile(seen, 0.99).toFixed(2)} ms`;
    return [
      {
        name: 'idle and half-open connections',
        value: opened,
        unit: '',
        note: `asked for ${CONNECTIONS}, from many addresses of 127.1/16`,
      },
      { name: 'a text until its 2xx, p50', value: percentile(crowded.text, 0.5), unit: 'ms', note: note(quiet.text) },
      {
        name: 'a text until its 2xx, p99',
        value: percentile(crowded.text, 0.99),
        unit: 'ms',
        note: `${PROBES} texts, one after the other`,
      },
      { name: 'HTTP request, p50', value: percentile(crowded.page, 0.5), unit: 'ms', note: note(quiet.page) },
      { name: 'HTTP request, p99', value: percentile(crowded.page, 0.99), unit: 'ms', note: `${PROBES} requests` },
      {
        name: 'memory per connection',
        value: (memory * 1_024) / Math.max(opened, 1),
        unit: 'kB',
        note: 'resident, what the system keeps for sockets not counted',
      },
      { name: 'CPU while they stand', value: (100 * cpu * 1_000) / IDLE_MS, unit: '%', note: 'of one core' },
    ];
  } finally {
    await server.stop();
  }
}
