import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../../../apps/server/test/interop/support/free-port.ts';
import { PeerProcess } from '../../../apps/server/test/interop/support/peer-process.ts';
import { findInstalled } from './bench-packages.ts';
import { asUser, makeFolderFor } from './other-user.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { XmppConnection } from './xmpp-connection.ts';

const USER = 'ejabberd';
const START_MS_MAX = 30_000;
const DATABASE = 'ejabberd';
const TABLES = '/usr/share/ejabberd/sql/pg.sql';

export interface Ejabberd {
  readonly xmppPort: number;
  readonly processId: number;
  readonly database: Postgres;
  stop(): Promise<void>;
}

/** Modules near Debian's default, the archive always on and in PostgreSQL; no shaper, no TLS. */
function configuration(xmppPort: number, databasePort: number): string {
  return `
loglevel: warning
hosts: [localhost]
listen:
  - {port: ${xmppPort}, ip: "127.0.0.1", module: ejabberd_c2s, max_stanza_size: 262144, access: all}
auth_method: sql
auth_password_format: plain
sql_type: pgsql
sql_server: "127.0.0.1"
sql_port: ${databasePort}
sql_database: ${DATABASE}
sql_username: postgres
sql_password: "none"
modules:
  mod_adhoc: {}
  mod_blocking: {}
  mod_caps: {}
  mod_carboncopy: {}
  mod_client_state: {}
  mod_configure: {}
  mod_disco: {}
  mod_last: {}
  mod_mam: {db_type: sql, default: always}
  mod_offline: {}
  mod_muc: {}
  mod_ping: {}
  mod_privacy: {}
  mod_private: {}
  mod_pubsub: {plugins: [flat, pep]}
  mod_push: {}
  mod_push_keepalive: {}
  mod_roster: {versioning: true}
  mod_shared_roster: {}
  mod_stream_mgmt: {}
  mod_time: {}
  mod_vcard: {}
  mod_version: {}
`;
}

async function untilReady(xmppPort: number, user: string, password: string, node: PeerProcess): Promise<void> {
  for (const start = performance.now(); ; await pause(200)) {
    try {
      (await XmppConnection.logIn(xmppPort, user, password)).close();
      return;
    } catch (failure) {
      if (performance.now() > start + START_MS_MAX || node.exitCode !== null) {
        throw new Error(`ejabberd is not ready: ${String(failure)}\n${node.output.slice(-2_000)}`);
      }
    }
  }
}

/** ejabberd with users whose passwords are given, and the PostgreSQL that its archive is in. */
export async function startEjabberd(users: readonly string[], password: string): Promise<Ejabberd> {
  const library = dirname(dirname(dirname(findInstalled('ejabberd'))));
  const database = await startPostgres();
  const folder = await makeFolderFor(USER, 'bench-ejabberd');
  try {
    await database.createDatabase(DATABASE);
    await database.query(DATABASE, { file: TABLES });
    const rows = users.map((user) => `('${user}', '${password}')`).join(', ');
    await database.query(DATABASE, { sql: `INSERT INTO users (username, password) VALUES ${rows}` });
    const xmppPort = await findFreePort();
    const file = join(folder, 'ejabberd.yml');
    await writeFile(file, configuration(xmppPort, database.port));
    // Without a name of its own the node opens no port for others and needs no port mapper, which would outlive it.
    const node = new PeerProcess(
      ...asUser(USER, 'erl', [
        ...['-noinput', '+K', 'true', '+P', '250000', '-mnesia', 'dir', `"${join(folder, 'mnesia')}"`],
        ...['-s', 'ejabberd'],
      ]),
      {
        directory: folder,
        environment: {
          HOME: folder,
          ERL_LIBS: library,
          EJABBERD_CONFIG_PATH: file,
          EJABBERD_LOG_PATH: join(folder, 'ejabberd.log'),
        },
      },
    );
    const stop = async () => {
      await node.stop();
      await rm(folder, { recursive: true, force: true });
      await database.stop();
    };
    try {
      await untilReady(xmppPort, users[0] ?? '', password, node);
    } catch (failure) {
      await stop();
      throw failure;
    }
    return { xmppPort, processId: node.id ?? 0, database, stop };
  } catch (failure) {
    await database.stop();
    throw failure;
  }
}
