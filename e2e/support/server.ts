import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startTestServer, type TestServer } from '../../apps/server/test/support/sockets/test-server.ts';

const DEMO = new URL('../../apps/server/config/demo.json', import.meta.url);

export interface ServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Tenant options that differ from the demo's, such as a shorter `no-answer-timeout`. */
  readonly tenantOptions?: Readonly<Record<string, unknown>>;
  /** Chats that one agent may hold, when it is not the demo's three. */
  readonly chatMax?: number;
}

/** The server of one story: it may crash and come back on the same ports with the same data. */
export class StoryServer {
  #running: TestServer;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(running: TestServer, env: Readonly<Record<string, string>>) {
    this.#running = running;
    this.#env = env;
  }

  static async start({ env = {}, ...changes }: ServerOptions = {}): Promise<StoryServer> {
    const isDemo = Object.keys(changes).length === 0;
    const all = { ...(isDemo ? {} : { CORDBOARD_CONFIG: await writeConfiguration(changes) }), ...env };
    return new StoryServer(await startTestServer({ env: all }), all);
  }

  get httpPort(): number {
    return this.#running.httpPort;
  }

  get httpsPort(): number {
    return this.#running.httpsPort;
  }

  get sipPort(): number {
    return this.#running.sipPort;
  }

  /** A crash: SIGKILL, nothing is tidied up. */
  async crash(): Promise<void> {
    await this.#running.kill();
  }

  /** Comes back where it was, with what it had stored. */
  async comeBack(): Promise<void> {
    const { httpPort, sipPort, dataDir } = this.#running;
    this.#running = await startTestServer({ httpPort, sipPort, dataDir, env: this.#env });
  }

  async stop(): Promise<void> {
    await this.#running.stop();
    const { CORDBOARD_CONFIG: configuration } = this.#env;
    if (configuration !== undefined) await rm(dirname(configuration), { recursive: true, force: true });
  }
}

interface DemoParts {
  readonly tenant: { readonly options: Record<string, unknown> };
  readonly capacityRules: readonly { readonly limits: { media: string; max: number; while?: object }[] }[];
}

/** The demo configuration with some changes, as a file. */
async function writeConfiguration({ tenantOptions, chatMax }: ServerOptions): Promise<string> {
  const demo = JSON.parse(await readFile(DEMO, 'utf8')) as DemoParts;
  Object.assign(demo.tenant.options, tenantOptions);
  for (const limit of demo.capacityRules.flatMap(({ limits }) => limits))
    if (chatMax !== undefined && limit.media === 'chat' && limit.while === undefined) limit.max = chatMax;
  const path = join(await mkdtemp(join(tmpdir(), 'cordboard-story-')), 'configuration.json');
  await writeFile(path, JSON.stringify(demo));
  return path;
}
