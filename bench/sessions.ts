/** 2,000 INVITE sessions open at once, each answered by an agent: what one open chat costs in memory. */
import { setTimeout as pause } from 'node:timers/promises';
import { startSipp } from '../apps/server/test/interop/support/sipp.ts';
import { AgentFleet } from './support/crowds/agent-fleet.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { Inspector } from './support/measuring/inspector.ts';
import { routingPoint } from './support/servers/bench-configuration.ts';
import { startBenchServer } from './support/servers/bench-server.ts';

const SESSIONS = Number(process.env.BENCH_SESSIONS ?? 2_000);
const AGENTS = 100;
const CHATS_PER_AGENT = Math.ceil(SESSIONS / AGENTS);
const OPEN_RATE = 200;
const HOLD_MS = 75_000;
/** RFC 3261 timer J: until then finished transactions are kept, with each session or not. */
const TRANSACTIONS_GONE_MS = 34_000;
const ESTABLISH_TIMEOUT_MS = 60_000;

const kilobytes = (bytes: number) => bytes / 1_024;

export async function run(): Promise<BenchRow[]> {
  const server = await startBenchServer({ agentCount: AGENTS, chatsMax: CHATS_PER_AGENT, withInspector: true });
  const fleet = new AgentFleet();
  const inspector = await Inspector.connect(server.inspectorUrl ?? '');
  try {
    await fleet.logIn(server.httpPort, AGENTS);
    const before = await inspector.memoryAfterCollection();
    const established = new Promise<void>((resolve) => {
      fleet.onEstablished = (count) => {
        if (count === SESSIONS) resolve();
      };
    });
    const sipp = await startSipp({
      scenario: 'sessions-open',
      targetPort: server.sipPort,
      users: Array.from({ length: SESSIONS }, (_, index) => `customer${index}`),
      to: routingPoint,
      calls: SESSIONS,
      callsPerSecond: OPEN_RATE,
      callsAtOnceMax: SESSIONS,
      variables: { holdMs: HOLD_MS },
      isTolerant: true,
      timeoutMs: 180_000,
    });
    const finished = sipp.finish();
    await Promise.race([established, pause(ESTABLISH_TIMEOUT_MS)]);
    if (fleet.establishedCount < SESSIONS) {
      await sipp.stop();
      throw new Error(`only ${fleet.establishedCount} of ${SESSIONS} sessions were answered by an agent`);
    }
    const fresh = await inspector.memoryAfterCollection();
    await pause(TRANSACTIONS_GONE_MS);
    const open = await inspector.memoryAfterCollection();
    const result = await finished;
    if (result.errors !== '') console.error(result.errors.slice(0, 600));
    await pause(TRANSACTIONS_GONE_MS);
    const after = await inspector.memoryAfterCollection();
    const heap = (use: typeof before) => use.heapUsed + use.external;
    const perChat = (bytes: number) => kilobytes(bytes) / SESSIONS;
    return [
      {
        name: 'sessions open at once',
        value: SESSIONS,
        unit: '',
        note: `${AGENTS} agents, one text each, no rate limit`,
      },
      {
        name: 'sessions that failed',
        value: result.failed,
        unit: '',
        note: `${result.successful} ended by BYE, ${result.retransmissions} retransmissions`,
      },
      {
        name: 'memory per open chat, heap after gc',
        value: perChat(heap(open) - heap(before)),
        unit: 'kB',
        note: `target <= 40; with finished transactions ${perChat(heap(fresh) - heap(before)).toFixed(1)}`,
      },
      {
        name: 'memory per open chat, RSS',
        value: perChat(open.rss - before.rss),
        unit: 'kB',
        note: 'target <= 40; the store worker and pages that the allocator keeps included',
      },
      {
        name: 'heap left when all have ended',
        value: kilobytes(heap(after) - heap(before)) / 1_024,
        unit: 'MB',
        note: 'compared with before the first',
      },
    ];
  } finally {
    fleet.close();
    // A process waits with its end until its debugger has gone.
    inspector.close();
    await server.stop();
  }
}

if (import.meta.main) console.table(await run());
