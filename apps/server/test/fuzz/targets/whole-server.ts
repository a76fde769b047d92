import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../../src/app.ts';
import { readEnvironment } from '../../../src/edges/startup/read-environment.ts';
import { ErrorWatch } from '../fuzz-target.ts';

export interface WholeServer {
  readonly httpPort: number;
  readonly tokens: Readonly<Record<'agent' | 'supervisor' | 'admin' | 'router', string>>;
  /** Throws what went wrong inside since the last look. */
  check(): void;
  close(): Promise<void>;
}

/** The server with everything in it, in this process, so that what it throws is seen. */
export async function openWholeServer(): Promise<WholeServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-fuzz-'));
  const errors = new ErrorWatch();
  const uncaught = (error: unknown) => errors.logger.error({ error }, 'uncaught');
  process.on('uncaughtException', uncaught);
  process.on('unhandledRejection', uncaught);
  const environment = readEnvironment({
    CORDBOARD_DATA_DIR: folder,
    CORDBOARD_HTTP_PORT: '0',
    CORDBOARD_SIP_PORT: '0',
    CORDBOARD_HTTPS_PORT: '0',
    CORDBOARD_SIPS_PORT: '0',
    CORDBOARD_MSRP_PORT: '0',
    CORDBOARD_MSRPS_PORT: '0',
    CORDBOARD_SIP_RATE_PER_SOURCE: '0',
    CORDBOARD_CHATS_MAX: '0',
    CORDBOARD_CONNECTION_RATE_PER_SOURCE: '0',
  });
  const app = await createApp(environment, { logger: errors.logger });
  const { httpPort } = await app.start();
  const logIn = async (userName: string) => {
    const response = await fetch(`http://127.0.0.1:${httpPort}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ userName, password: 'demo' }),
    });
    return ((await response.json()) as { readonly token: string }).token;
  };
  const tokens = {
    agent: await logIn('1001'),
    supervisor: await logIn('2001'),
    admin: await logIn('admin'),
    router: await logIn('router'),
  };
  return {
    httpPort,
    tokens,
    check: () => errors.check(),
    close: async () => {
      await app.stop();
      process.off('uncaughtException', uncaught);
      process.off('unhandledRejection', uncaught);
      await rm(folder, { recursive: true, force: true });
      errors.check();
    },
  };
}

/** `{agent}`, `{supervisor}`, `{admin}`, `{router}` become tokens. */
export function withTokens(input: Buffer, tokens: WholeServer['tokens']): Buffer {
  const text = input.toString('latin1').replace(/\{(agent|supervisor|admin|router)\}/g, (_all, who: string) => {
    return tokens[who as keyof WholeServer['tokens']];
  });
  return Buffer.from(text, 'latin1');
}
