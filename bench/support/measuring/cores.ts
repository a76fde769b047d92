import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { idsOfTree } from './process-usage.ts';

const SERVER_CORE = '0';
const LOAD_CORE = '1';

/** `BENCH_CORES=shared` leaves the scheduler alone; so does a machine with one core. */
const isApart = process.env.BENCH_CORES !== 'shared' && availableParallelism() > 1;

async function confine(processId: number, cores: string): Promise<void> {
  // All threads; those that begin later, and new children, inherit it.
  await promisify(execFile)('taskset', ['-a', '-c', '-p', cores, String(processId)]);
}

async function confineTrees(rootIds: readonly number[], cores: string): Promise<void> {
  const ids = (await Promise.all(rootIds.map(idsOfTree))).flat();
  await Promise.all(ids.map((id) => confine(id, cores)));
}

/**
 * Each server in question has core 0, with its store and its database; what loads it, and the agents' sockets, have core 1.
 * So a server's CPU time holds no other's waiting, and none has more cores than the next.
 */
export async function keepApart(serverIds: readonly number[]): Promise<void> {
  if (!isApart) return;
  await confineTrees(serverIds, SERVER_CORE);
  await confine(process.pid, LOAD_CORE);
}

/** All cores for everybody, as the servers would have them in service. */
export async function shareCores(serverIds: readonly number[]): Promise<void> {
  if (!isApart) return;
  const all = `0-${availableParallelism() - 1}`;
  await confineTrees(serverIds, all);
  await confine(process.pid, all);
}

export const coresInWords = isApart
  ? 'the server in question on core 0, load and agents on core 1'
  : 'everything shares all cores';
