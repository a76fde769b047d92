import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../apps/server/test/interop/support/free-port.ts';
import { PeerProcess } from '../../apps/server/test/interop/support/peer-process.ts';
import { startSipp } from '../../apps/server/test/interop/support/sipp.ts';

export interface KamailioRelay {
  readonly sipPort: number;
  readonly processId: number;
  stop(): Promise<void>;
}

function configuration(port: number, targetPort: number): string {
  return `#!KAMAILIO
debug=1
log_stderror=yes
children=2
listen=udp:127.0.0.1:${port}
disable_tcp=yes
auto_aliases=no
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
request_route {
  $du = "sip:127.0.0.1:${targetPort}";
  if (!t_relay()) sl_reply_error();
}
`;
}

/**
 * Kamailio as a stateful relay (transaction in, transaction out, nothing stored) to a SIPp that answers 200. Started with the
 * fast allocator (`-x fm`): Debian's default is the one for debugging and costs several times as much.
 */
export async function startKamailioRelay(): Promise<KamailioRelay> {
  const folder = await mkdtemp(join(tmpdir(), 'kamailio-'));
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
  const sipPort = await findFreePort();
  const file = join(folder, 'kamailio.cfg');
  await writeFile(file, configuration(sipPort, target.localPort));
  const kamailio = new PeerProcess('/usr/sbin/kamailio', [
    ...['-DD', '-E', '-x', 'fm', '-m', '6000', '-M', '16', '-f', file, '-Y', folder],
    ...['-P', join(folder, 'kamailio.pid')],
  ]);
  await kamailio.waitForOutput('Listening on');
  return {
    sipPort,
    processId: kamailio.id ?? 0,
    async stop() {
      await kamailio.stop();
      await target.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
