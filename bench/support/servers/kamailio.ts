import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../../apps/server/test/interop/support/free-port.ts';
import { PeerProcess } from '../../../apps/server/test/interop/support/peer-process.ts';
import { startSipp } from '../../../apps/server/test/interop/support/sipp.ts';

export interface Kamailio {
  readonly sipPort: number;
  readonly processId: number;
  stop(): Promise<void>;
}

interface KamailioOptions {
  readonly children: number;
  readonly modules: readonly string[];
  /** Lines `modparam(…)`. */
  readonly parameters?: readonly string[];
  /** What `request_route` does. */
  readonly route: string;
  /** Megabytes shared by the children. */
  readonly sharedMemory?: number;
}

function configuration(port: number, { children, modules, parameters = [], route }: KamailioOptions): string {
  return `#!KAMAILIO
debug=1
log_stderror=yes
children=${children}
listen=udp:127.0.0.1:${port}
disable_tcp=yes
auto_aliases=no
${modules.map((name) => `loadmodule "${name}.so"`).join('\n')}
${parameters.join('\n')}
request_route {
${route}
}
`;
}

/** Kamailio with the fast allocator (`-x fm`): Debian's default is the one for debugging and costs several times as much. */
export async function startKamailio(options: KamailioOptions): Promise<Kamailio> {
  const folder = await mkdtemp(join(tmpdir(), 'kamailio-'));
  const sipPort = await findFreePort();
  const file = join(folder, 'kamailio.cfg');
  await writeFile(file, configuration(sipPort, options));
  const kamailio = new PeerProcess('/usr/sbin/kamailio', [
    ...['-DD', '-E', '-x', 'fm', '-m', String(options.sharedMemory ?? 6_000), '-M', '16', '-f', file, '-Y', folder],
    ...['-P', join(folder, 'kamailio.pid')],
  ]);
  await kamailio.waitForOutput('Listening on');
  return {
    sipPort,
    processId: kamailio.id ?? 0,
    async stop() {
      await kamailio.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Answers, and remembers nothing. */
export function startStatelessReply(): Promise<Kamailio> {
  return startKamailio({ children: 1, modules: ['sl'], route: '  sl_reply("200", "OK");' });
}

/** Answers within a transaction, so that a repeated text gets the same answer. */
export function startStatefulReply(): Promise<Kamailio> {
  const route = '  if (!t_newtran()) exit;\n  t_reply("200", "OK");';
  return startKamailio({ children: 1, modules: ['tm', 'sl', 'pv'], route });
}

/** A stateful relay (transaction in, transaction out, nothing stored) to a SIPp that answers 200. */
export async function startRelay(children: number): Promise<Kamailio> {
  const target = await startSipp({
    scenario: 'relay-target',
    targetPort: 0,
    users: ['nobody'],
    to: 'nobody',
    calls: 0,
    callsPerSecond: 1,
    callsAtOnceMax: 20_000,
    timeoutMs: 3_600_000,
  });
  const route = `  $du = "sip:127.0.0.1:${target.localPort}";\n  if (!t_relay()) sl_reply_error();`;
  const kamailio = await startKamailio({ children, modules: ['tm', 'sl', 'pv'], route });
  return {
    ...kamailio,
    async stop() {
      await kamailio.stop();
      await target.stop();
    },
  };
}

/** Stores each text in the message silo, for a user who is away, and answers 202 once it is committed; delivers nothing. */
export function startMessageSilo(databaseUrl: string): Promise<Kamailio> {
  return startKamailio({
    children: 8,
    sharedMemory: 512,
    modules: ['tm', 'sl', 'pv', 'db_postgres', 'msilo'],
    parameters: [`modparam("msilo", "db_url", "${databaseUrl}")`],
    route: '  if (m_store("$ru")) sl_reply("202", "Accepted");\n  else sl_reply("503", "Not stored");',
  });
}
