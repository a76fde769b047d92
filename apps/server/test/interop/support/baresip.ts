import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeerProcess } from './peer-process.ts';
import type { PrivateNetwork } from './private-network.ts';

export interface Baresip {
  /** Sends one text outside any session. */
  sendText(to: string, text: string): Promise<void>;
  /** Waits until a text that contains `text` has been shown. */
  waitForText(text: string): Promise<void>;
  /** Says that the one who uses it is not there. */
  publishAbsence(): void;
  stop(): Promise<void>;
}

/** Starts baresip (of Debian's baresip-core) at the other end of the network; it takes no loopback address. */
export async function startBaresip(options: {
  readonly network: PrivateNetwork;
  readonly serverPort: number;
  readonly identity: string;
  readonly transport?: 'UDP' | 'TCP';
  /** With which it registers; without one it needs no account. */
  readonly password?: string;
  /** It publishes its presence. */
  readonly publishes?: boolean;
}): Promise<Baresip> {
  const { network, serverPort, identity, transport = 'UDP' } = options;
  const folder = await mkdtemp(join(tmpdir(), 'baresip-'));
  const server = `sip:${network.here}:${serverPort};transport=${transport.toLowerCase()}`;
  const credentials = options.password === undefined ? 'regint=0' : `auth_pass=${options.password};regint=3600`;
  const publishing = options.publishes === true ? ';pubint=600' : '';
  await writeFile(join(folder, 'accounts'), `<${identity}>;${credentials}${publishing};outbound="${server}"\n`);
  await writeFile(join(folder, 'contacts'), '');
  await writeFile(join(folder, 'config'), `${configuration(network.there).join('\n')}\n`);
  const baresip = await startRegistered(() => new PeerProcess(...network.wrap('baresip', ['-f', folder])), {
    registers: options.password !== undefined,
  });
  let loaded = 0;
  const load = async () => {
    // The one to whom it writes is the first contact, and those it reads only when the module starts.
    baresip.type('/rmmod contact');
    baresip.type('/insmod contact');
    loaded += 1;
    await baresip.waitForOutput('loaded module contact', 10_000, loaded);
  };
  return {
    async sendText(to, text) {
      await writeFile(join(folder, 'contacts'), `<${to}>\n`);
      await rm(join(folder, 'current_contact'), { force: true });
      await load();
      baresip.type(`/message ${text}`);
    },
    publishAbsence: () => baresip.type('/presence_offline'),
    waitForText: (text) => baresip.waitForOutput(text),
    async stop() {
      baresip.type('/quit');
      await baresip.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const REGISTRATION_MS = 30_000;

/** One that could not be started, or is not registered in time, does not stay. */
async function startRegistered(
  start: () => PeerProcess,
  { registers }: { readonly registers: boolean },
): Promise<PeerProcess> {
  const baresip = start();
  try {
    await baresip.waitForOutput('baresip is ready.');
    // The first key only opens its menu.
    baresip.type('');
    if (registers) await baresip.waitForOutput('registered successfully', REGISTRATION_MS);
    return baresip;
  } catch (failure) {
    await baresip.stop();
    throw failure;
  }
}

function configuration(address: string): readonly string[] {
  return [
    // With `select` it now and then reads its input when there is none, and stands still until there is.
    'poll_method epoll',
    `sip_listen ${address}:0`,
    'module_path /usr/lib/baresip/modules',
    'module stdio.so',
    'module_app contact.so',
    'module_app menu.so',
    'module_app debug_cmd.so',
    'module_app presence.so',
    'module_tmp account.so',
  ];
}
