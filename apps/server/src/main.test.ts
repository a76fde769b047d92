import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const cleanUp: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

interface Server {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  readonly exitCode: Promise<number | null>;
}

/** The real server as its own process, on free ports and an empty folder. */
async function startServer(variables: Readonly<Record<string, string>> = {}): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cordboard-main-'));
  const free = {
    CORDBOARD_HTTP_PORT: '0',
    CORDBOARD_HTTPS_PORT: '0',
    CORDBOARD_SIP_PORT: '0',
    CORDBOARD_SIPS_PORT: '0',
    CORDBOARD_MSRP_PORT: '0',
    CORDBOARD_MSRPS_PORT: '0',
    CORDBOARD_DATA_DIR: dataDir,
  };
  const child = spawn(process.execPath, [MAIN], { env: { ...process.env, ...free, ...variables } });
  const exitCode = new Promise<number | null>((resolve) => child.on('exit', resolve));
  cleanUp.push(async () => {
    child.kill('SIGKILL');
    await exitCode;
    await rm(dataDir, { recursive: true });
  });
  return { process: child, output: collect(child.stdout), errors: collect(child.stderr), exitCode };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let text = '';
  stream?.on('data', (bytes) => {
    text += String(bytes);
  });
  return () => text;
}

async function isReady(server: Server): Promise<void> {
  await expect.poll(server.output, { timeout: 15_000 }).toMatch(/^Cordboard is ready[^\n]*\n/m);
}

describe('the server process', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s, a second signal changes nothing', async (signal) => {
    const server = await startServer();
    await isReady(server);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output())?.[0];
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    server.process.kill(signal);
    server.process.kill('SIGTERM');
    expect(await server.exitCode).toBe(0);
    expect(server.errors()).toBe('');
  });

  it('[RE21] does not start on a port in use, and names the variable', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => holder.close());
    const { port } = holder.address() as { port: number };
    const server = await startServer({ CORDBOARD_HTTP_PORT: String(port) });
    expect(await server.exitCode).toBe(1);
    expect(server.errors()).toMatch(/^CORDBOARD_HTTP_PORT [^\n]*\n$/);
    expect(server.output()).toBe('');
  });

  it.each([
    ['CORDBOARD_CONFIG', '/nowhere/configuration.json'],
    ['CORDBOARD_DATA_DIR', '/dev/null/data'],
    ['CORDBOARD_DATABASE_URL', 'postgres://localhost/cordboard'],
    ['CORDBOARD_HOST', '0.0.0.0'],
  ])('[RE21] [RE22] does not start with %s=%s, and names the variable', async (variable, value) => {
    const server = await startServer({ [variable]: value });
    expect(await server.exitCode).toBe(1);
    expect(server.errors()).toMatch(new RegExp(`^${variable} [^\\n]*\\n$`));
  });
});
