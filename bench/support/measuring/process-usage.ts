import { readdir, readFile } from 'node:fs/promises';

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface ProcessStat {
  readonly parentId: number;
  readonly cpuSeconds: number;
  /** Of its children that have ended. */
  readonly endedSeconds: number;
}

async function readStat(processId: number): Promise<ProcessStat> {
  const text = await readFile(`/proc/${processId}/stat`, 'utf8');
  // What follows the command name, which may itself hold spaces and brackets.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const secondsAt = (index: number) => (Number(fields[index]) + Number(fields[index + 1])) / TICKS_PER_SECOND;
  return { parentId: Number(fields[1]), cpuSeconds: secondsAt(11), endedSeconds: secondsAt(13) };
}

/** User and system time of one process, all its threads included. */
export async function cpuSecondsOf(processId: number): Promise<number> {
  return (await readStat(processId)).cpuSeconds;
}

async function statsOfTree(rootId: number): Promise<ReadonlyMap<number, ProcessStat>> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const stats = new Map<number, ProcessStat>();
  await Promise.all(
    ids.map(async (id) => {
      const stat = await readStat(id).catch(() => undefined);
      if (stat !== undefined) stats.set(id, stat);
    }),
  );
  const isInTree = (id: number): boolean => id === rootId || (stats.has(id) && isInTree(stats.get(id)?.parentId ?? 0));
  return new Map([...stats].filter(([id]) => isInTree(id)));
}

/** A process and all its descendants. */
export async function idsOfTree(rootId: number): Promise<readonly number[]> {
  return [...(await statsOfTree(rootId)).keys()];
}

/** User and system time of a process and all its descendants, those that have ended included. */
export async function cpuSecondsOfTree(rootId: number): Promise<number> {
  const stats = [...(await statsOfTree(rootId)).values()];
  return stats.reduce((sum, stat) => sum + stat.cpuSeconds + stat.endedSeconds, 0);
}

/** Resident memory in megabytes. */
export async function residentMegabytes(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1_024;
}
