import { chown, mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Servers that refuse to run as root get their package's own user when this program is root's. */
const isRoot = process.getuid?.() === 0;

/** The program and parameters that run `command` as this user. The process stays the same, so it can be ended by its id. */
export function asUser(user: string, command: string, parameters: readonly string[]): [string, readonly string[]] {
  if (!isRoot) return [command, parameters];
  return ['setpriv', ['--reuid', user, '--regid', user, '--clear-groups', '--', command, ...parameters]];
}

/** A temporary folder that belongs to this user. */
export async function makeFolderFor(user: string, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  if (isRoot) {
    const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith(`${user}:`));
    const [, , userId, groupId] = line?.split(':') ?? [];
    if (line === undefined) throw new Error(`there is no user ${user} on this machine`);
    await chown(folder, Number(userId), Number(groupId));
  }
  return folder;
}
