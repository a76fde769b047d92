/** Ten thousand accounts register by digest, half of them each on a TCP connection of its own: time, processor, memory. */

import { RegisteringCrowd } from './support/crowds/registering-crowd.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { cpuSecondsOf, residentMegabytes } from './support/measuring/process-usage.ts';
import { startBenchServer } from './support/servers/bench-server.ts';

const ACCOUNTS = Number(process.env.BENCH_ACCOUNTS ?? 10_000);
const AT_ONCE = 100;

export async function run(): Promise<BenchRow[]> {
  const server = await startBenchServer({ agentCount: 1, chatsMax: 1, accountCount: ACCOUNTS });
  const crowd = new RegisteringCrowd();
  try {
    const memoryBefore = await residentMegabytes(server.processId);
    await crowd.addUdp(server.sipPort, Math.ceil(ACCOUNTS / 2));
    await crowd.addTcp(server.sipPort, Math.floor(ACCOUNTS / 2));
    const measure = async () => {
      const cpuBefore = await cpuSecondsOf(server.processId);
      const begin = performance.now();
      const done = await crowd.registerAll(AT_ONCE);
      const seconds = (performance.now() - begin) / 1_000;
      return { done, seconds, cpu: (await cpuSecondsOf(server.processId)) - cpuBefore };
    };
    const first = await measure();
    const refreshed = await measure();
    const memory = await residentMegabytes(server.processId);
    const row = (name: string, { done, seconds, cpu }: typeof first, note: string): BenchRow[] => [
      { name: `${name}, answered 200`, value: done, unit: '', note },
      { name: `${name} per second`, value: done / seconds, unit: '/s', note: `${AT_ONCE} at once` },
      { name: `${name} per CPU second`, value: done / cpu, unit: '/s', note: 'user and system, all threads' },
    ];
    return [
      ...row('registrations', first, 'each with a challenge, half over UDP, half each on its own TCP connection'),
      ...row('refreshes', refreshed, 'with the nonce they have'),
      { name: 'resident memory', value: memory, unit: 'MB', note: `${memoryBefore.toFixed(0)} MB before` },
      { name: 'kinds of refusals', value: crowd.refusals.size, unit: '', note: [...crowd.refusals].join(', ') },
    ];
  } finally {
    crowd.close();
    await server.stop();
  }
}
