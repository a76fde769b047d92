import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A cable between this machine and a place with a network of its own, for programs that do without loopback. */
export interface PrivateNetwork {
  /** Addresses of its two ends: where servers listen, and where the programs are. */
  readonly here: string;
  readonly there: string;
  /** The command that runs a program at the other end, with its parameters. */
  wrap(command: string, args: readonly string[]): readonly [string, readonly string[]];
  remove(): Promise<void>;
}

async function ip(...args: readonly string[]): Promise<void> {
  try {
    await run('ip', [...args]);
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new Error(`No network of its own can be made for the test; this needs root and iproute2. ${reason}`);
  }
}

let networks = 0;

/** Takes the four addresses that belong to this process in 198.18.0.0/15, which RFC 2544 leaves to tests. */
export async function createPrivateNetwork(): Promise<PrivateNetwork> {
  const block = process.pid % 32_768;
  const prefix = `198.${18 + (block >> 14)}.${(block >> 6) & 255}`;
  const first = (block & 63) * 4;
  const [here, there] = [`${prefix}.${first + 1}`, `${prefix}.${first + 2}`];
  networks += 1;
  const name = `cb${process.pid}n${networks}`;
  await ip('netns', 'add', name);
  const remove = async () => {
    // The kernel takes its time with a namespace, but not with a cable.
    await run('ip', ['link', 'del', `${name}a`]).catch(() => {});
    await ip('netns', 'del', name);
  };
  try {
    await ip('link', 'add', `${name}a`, 'type', 'veth', 'peer', 'name', `${name}b`, 'netns', name);
    await ip('address', 'add', `${here}/30`, 'dev', `${name}a`);
    await ip('link', 'set', `${name}a`, 'up');
    await ip('-n', name, 'address', 'add', `${there}/30`, 'dev', `${name}b`);
    await ip('-n', name, 'link', 'set', `${name}b`, 'up');
  } catch (failure) {
    await remove();
    throw failure;
  }
  return { here, there, wrap: (command, args) => ['ip', ['netns', 'exec', name, command, ...args]], remove };
}
