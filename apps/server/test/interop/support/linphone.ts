import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './free-port.ts';
import { PeerProcess } from './peer-process.ts';

export interface Linphone {
  /** Sends one text in page mode. */
  sendText(to: string, text: string): void;
  /** Waits until a text that contains `text` has been shown. */
  waitForText(text: string): Promise<void>;
  readonly output: string;
  stop(): Promise<void>;
}

/**
 * Linphone without a screen (`linphonec` of Debian's linphone-cli). All it sends goes to
 * the server on 127.0.0.1, with a preset Route.
 */
export async function startLinphone(options: {
  readonly serverPort: number;
  readonly identity: string;
  readonly transport?: 'UDP' | 'TCP' | 'TLS';
  /** With which it registers; without one it needs no account. */
  readonly password?: string;
  /** It writes in envelopes (message/cpim). */
  readonly wraps?: boolean;
  /** File of the certificates that it trusts, for TLS. */
  readonly trusted?: string;
}): Promise<Linphone> {
  const folder = await mkdtemp(join(tmpdir(), 'linphone-'));
  // Without this folder it keeps no data base, and without that it opens no chat.
  await mkdir(join(folder, '.local/share/linphone'), { recursive: true });
  const port = await findFreePort();
  const { transport = 'UDP' } = options;
  const parameter = transport === 'UDP' ? '' : `;transport=${transport.toLowerCase()}`;
  // Its TLS library compares names alone, no addresses.
  const host = transport === 'TLS' ? 'localhost' : '127.0.0.1';
  const server = `<sip:${host}:${options.serverPort}${parameter};lr>`;
  const configuration = [
    '[sip]',
    `sip_port=${transport === 'UDP' ? port : 0}`,
    `sip_tcp_port=${transport === 'TCP' ? port : 0}`,
    `sip_tls_port=${transport === 'TLS' ? port : 0}`,
    ...(options.trusted === undefined ? [] : [`root_ca=${options.trusted}`, 'verify_server_certs=1']),
    'guess_hostname=0',
    'use_ipv6=0',
    'bind_address=127.0.0.1',
    'default_proxy=0',
    ...(options.wraps === true ? ['[proxy_default_values]', WRAPS, '[misc]', WRAPS] : []),
    '[proxy_0]',
    `reg_proxy=${server}`,
    `reg_route=${server}`,
    `reg_identity=<${options.identity}>`,
    `reg_sendregister=${options.password === undefined ? 0 : 1}`,
    'reg_expires=3600',
    ...(options.password === undefined ? [] : credentials(options.identity, options.password)),
  ];
  const file = join(folder, 'linphonerc');
  await writeFile(file, `${configuration.join('\n')}\n`);
  const linphone = new PeerProcess('linphonec', ['-d', '0', '-c', file], {
    directory: folder,
    environment: { HOME: folder, LC_ALL: 'C.UTF-8' },
  });
  await linphone.waitForOutput('linphonec>');
  if (options.password !== undefined) await untilRegistered(linphone);
  return {
    sendText: (to, text) => linphone.type(`chat ${to} ${text}`),
    waitForText: (text) => linphone.waitForOutput(text),
    get output() {
      return linphone.output;
    },
    async stop() {
      linphone.type('quit');
      await linphone.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const REGISTRATION_TRIES = 60;

/** It says nothing of its own accord. A text that comes before it is registered is taken and not shown. */
async function untilRegistered(linphone: PeerProcess): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    linphone.type('status register');
    try {
      await linphone.waitForOutput('registered, identity', 500);
      return;
    } catch (failure) {
      if (tries === REGISTRATION_TRIES) throw failure;
    }
  }
}

/** Where an account without a choice of its own finds it depends on the version. */
const WRAPS = 'cpim_in_basic_chat_rooms_enabled=1';

function credentials(identity: string, password: string): readonly string[] {
  const [, user = '', domain = ''] = /^sip:([^@]*)@(.*)$/.exec(identity) ?? [];
  return ['[auth_info_0]', `username=${user}`, `passwd=${password}`, `domain=${domain}`, `realm=${domain}`];
}
