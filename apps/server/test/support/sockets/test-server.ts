import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ReadyOutput, whenReady } from './ready-output.ts';

const MAIN = fileURLToPath(new URL('../../../src/main.ts', import.meta.url));

export interface TestServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Goes on with the data of a server that ended. */
  readonly dataDir?: string;
  readonly httpPort?: number;
  readonly httpsPort?: number;
  readonly sipPort?: number;
}

/** A whole server as a process of its own, on free ports of the loopback. */
export interface TestServer extends ReadyOutput {
  readonly dataDir: string;
  readonly pid: number;
  /** SIGTERM; resolves with the exit code. The data is removed unless `keepData`. */
  stop(options?: { readonly keepData?: boolean }): Promise<number | null>;
  /** SIGKILL, as a crash; the data stays. */
  kill(): Promise<void>;
}

/** Starts the server and waits for its ready line; rejects with what it printed when it ends before that. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'cordboard-test-')));
  const child = spawn(process.execPath, [MAIN], {
    env: {
      ...process.env,
      CORDBOARD_DATA_DIR: dataDir,
      CORDBOARD_HTTP_PORT: String(options.httpPort ?? 0),
      CORDBOARD_SIP_PORT: String(options.sipPort ?? 0),
      CORDBOARD_HTTPS_PORT: String(options.httpsPort ?? 0),
      CORDBOARD_SIPS_PORT: '0',
      CORDBOARD_MSRP_PORT: '0',
      CORDBOARD_MSRPS_PORT: '0',
      CORDBOARD_LOG_LEVEL: 'warn',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ready = await whenReady(child);
  return {
    ...ready,
    dataDir,
    pid: child.pid ?? 0,
    stop: async ({ keepData = false } = {}) => {
      const code = await end(child, 'SIGTERM');
      if (!keepData) await rm(dataDir, { recursive: true, force: true });
      return code;
    },
    kill: async () => {
      await end(child, 'SIGKILL');
    },
  };
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.kill(signal);
  });
}
