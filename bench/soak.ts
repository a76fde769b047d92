/** `SOAK_SECONDS=3600 npm run bench -- soak`: chats begin and end for long; whether memory, handles and transactions go back to the line. */
import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { AgentFleet } from './support/crowds/agent-fleet.ts';
import { UdpCrowd } from './support/crowds/udp-crowd.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { Inspector } from './support/measuring/inspector.ts';
import { routingPoint } from './support/servers/bench-configuration.ts';
import { startBenchServer } from './support/servers/bench-server.ts';

const SECONDS = Number(process.env.SOAK_SECONDS ?? 300);
const RATE = Number(process.env.SOAK_RATE ?? 100);
const AGENTS = 30;
const CHATS_PER_AGENT = 5;
const CUSTOMERS = 100;
const TEXTS_PER_CHAT = 5;
const TICK_MS = 50;
const SAMPLES = 20;
/** Finished transactions, and answers to repeats, are gone after this. */
const SETTLED_MS = 75_000;

interface Sample {
  readonly hours: number;
  readonly heapMegabytes: number;
  readonly residentMegabytes: number;
}

/** Least squares: megabytes an hour. */
function slope(samples: readonly Sample[], read: (sample: Sample) => number): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [time, value] = [mean(samples.map(({ hours }) => hours)), mean(samples.map(read))];
  const over = samples.reduce((sum, sample) => sum + (sample.hours - time) * (read(sample) - value), 0);
  const under = samples.reduce((sum, { hours }) => sum + (hours - time) ** 2, 0);
  return over / under;
}

async function handlesOf(processId: number): Promise<number> {
  return (await readdir(`/proc/${processId}/fd`)).length;
}

async function openChats(httpPort: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${httpPort}/metrics`)).text();
  return Number(/^cordboard_interactions_open (\d+)/m.exec(text)?.[1] ?? Number.NaN);
}

export async function run(): Promise<BenchRow[]> {
  const server = await startBenchServer({ agentCount: AGENTS, chatsMax: CHATS_PER_AGENT, withInspector: true });
  const fleet = new AgentFleet();
  const inspector = await Inspector.connect(server.inspectorUrl ?? '');
  const crowd = await UdpCrowd.open(server.sipPort);
  try {
    await fleet.logIn(server.httpPort, AGENTS);
    fleet.textsPerChat = TEXTS_PER_CHAT;
    let heard = 0;
    fleet.onText = () => {
      heard += 1;
    };
    let written = 0;
    const write = () => {
      crowd.write(`customer${written % CUSTOMERS}`, routingPoint, `text ${written}`);
      written += 1;
    };
    const handlesBefore = await handlesOf(server.processId);
    const samples: Sample[] = [];
    const startedAt = performance.now();
    const elapsed = () => (performance.now() - startedAt) / 1000;
    while (elapsed() < SECONDS) {
      while (written < elapsed() * RATE) write();
      if (elapsed() > ((samples.length + 1) * SECONDS) / SAMPLES) {
        const { heapUsed, external, rss } = await inspector.memoryAfterCollection();
        samples.push({
          hours: elapsed() / 3600,
          heapMegabytes: (heapUsed + external) / 2 ** 20,
          residentMegabytes: rss / 2 ** 20,
        });
      }
      await pause(TICK_MS);
    }
    await pause(SETTLED_MS);
    // The first third warms up: what is kept for a while (answers to repeats, the log of events) fills.
    const late = samples.slice(Math.floor(samples.length / 3));
    const [first, last] = [samples[0], samples.at(-1)];
    const load = `${RATE} texts/s for ${SECONDS} s, chats of ${TEXTS_PER_CHAT} texts, ${CUSTOMERS} customers, ${AGENTS} agents`;
    return [
      { name: 'texts written', value: written, unit: '', note: load },
      { name: 'texts that agents heard', value: heard, unit: '', note: `${fleet.establishedCount} chats answered` },
      { name: 'texts refused', value: crowd.refused, unit: '', note: `EventErrors: ${fleet.errorCount}` },
      {
        name: 'heap after gc, slope',
        value: slope(late, (sample) => sample.heapMegabytes),
        unit: 'MB/h',
        note: `${first?.heapMegabytes.toFixed(1)} to ${last?.heapMegabytes.toFixed(1)} MB; last two thirds`,
      },
      {
        name: 'RSS, slope',
        value: slope(late, (sample) => sample.residentMegabytes),
        unit: 'MB/h',
        note: `${first?.residentMegabytes.toFixed(0)} to ${last?.residentMegabytes.toFixed(0)} MB; last two thirds`,
      },
      {
        name: 'handles more than before',
        value: (await handlesOf(server.processId)) - handlesBefore,
        unit: '',
        note: 'open files and sockets of the process',
      },
      {
        name: 'chats still open',
        value: await openChats(server.httpPort),
        unit: '',
        note: `${SETTLED_MS / 1000} s after the last text; at most one for each customer`,
      },
    ];
  } finally {
    crowd.close();
    fleet.close();
    inspector.close();
    await server.stop();
  }
}

if (import.meta.main) console.table(await run());
