import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ReadyOutput, whenReady } from '../../../apps/server/test/support/sockets/ready-output.ts';
import { writeConfiguration } from './bench-configuration.ts';

const MAIN = fileURLToPath(new URL('../../../apps/server/src/main.ts', import.meta.url));

export interface BenchServer extends ReadyOutput {
  readonly processId: number;
  /** Address of the debugger, when it was asked for. */
  readonly inspectorUrl: string | undefined;
  stop(): Promise<void>;
}

/** The whole server as it is shipped, with a configuration of its own and no rate limit per source. */
export async function startBenchServer(options: {
  readonly agentCount: number;
  readonly chatsMax: number;
  /** Customers with an account. */
  readonly accountCount?: number;
  readonly withInspector?: boolean;
}): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-bench-'));
  const configuration = join(folder, 'configuration.json');
  await writeConfiguration(configuration, options.agentCount, options.chatsMax, options.accountCount);
  const profiles = process.env.BENCH_PROFILE;
  const nodeOptions = [
    ...(options.withInspector === true ? ['--inspect=127.0.0.1:0'] : []),
    ...(profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`]),
  ];
  const child = spawn(process.execPath, [...nodeOptions, MAIN], {
    env: {
      ...process.env,
      CORDBOARD_CONFIG: configuration,
      CORDBOARD_DATA_DIR: join(folder, 'data'),
      CORDBOARD_HTTP_PORT: '0',
      CORDBOARD_HTTPS_PORT: '0',
      CORDBOARD_SIP_PORT: '0',
      CORDBOARD_SIPS_PORT: '0',
      CORDBOARD_MSRP_PORT: '0',
      CORDBOARD_MSRPS_PORT: '0',
      CORDBOARD_SIP_RATE_PER_SOURCE: '0',
      CORDBOARD_CHATS_MAX: '0',
      CORDBOARD_CONNECTION_RATE_PER_SOURCE: '0',
      CORDBOARD_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ready = await whenReady(child);
  return {
    ...ready,
    processId: child.pid ?? 0,
    inspectorUrl: /ws:\/\/\S+/.exec(ready.output())?.[0],
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
