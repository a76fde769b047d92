import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findFreePort } from '../../../apps/server/test/interop/support/free-port.ts';
import { PeerProcess } from '../../../apps/server/test/interop/support/peer-process.ts';
import { findInstalled } from './bench-packages.ts';
import { asUser, makeFolderFor } from './other-user.ts';

const USER = 'postgres';
const INIT_MS_MAX = 60_000;

/** A database cluster of its own with Debian's settings: `fsync` and `synchronous_commit` are on. */
export interface Postgres {
  readonly processId: number;
  readonly port: number;
  createDatabase(name: string): Promise<void>;
  /** Runs statements, or the file named, and returns what psql prints. */
  query(database: string, source: { readonly sql: string } | { readonly file: string }): Promise<string>;
  stop(): Promise<void>;
}

async function runToEnd(command: string, parameters: readonly string[]): Promise<string> {
  const program = new PeerProcess(command, parameters);
  const exitCode = await program.waitForEnd(INIT_MS_MAX);
  if (exitCode !== 0) throw new Error(`${command} ended with ${exitCode}: ${program.output}`);
  return program.output;
}

export async function startPostgres(): Promise<Postgres> {
  const programs = findInstalled('postgresql').replace(/\/postgres$/, '');
  const folder = await makeFolderFor(USER, 'bench-postgres');
  const data = join(folder, 'data');
  const port = await findFreePort();
  await runToEnd(...asUser(USER, join(programs, 'initdb'), ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8']));
  await writeFile(
    join(data, 'postgresql.auto.conf'),
    `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '${folder}'\n`,
  );
  const server = new PeerProcess(...asUser(USER, join(programs, 'postgres'), ['-D', data]));
  await server.waitForOutput('ready to accept connections', INIT_MS_MAX);
  const psql = (database: string, parameters: readonly string[]) =>
    runToEnd(join(programs, 'psql'), [
      ...['-h', '127.0.0.1', '-p', String(port), '-U', USER, '-d', database],
      ...['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', ...parameters],
    ]);
  return {
    processId: server.id ?? 0,
    port,
    async createDatabase(name) {
      await psql('postgres', ['-c', `CREATE DATABASE ${name}`]);
    },
    query: (database, source) => psql(database, 'sql' in source ? ['-c', source.sql] : ['-f', source.file]),
    async stop() {
      // SIGINT is PostgreSQL's fast shutdown, but SIGTERM waits only for its clients, which have been ended before.
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
