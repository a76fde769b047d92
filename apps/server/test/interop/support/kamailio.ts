import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PeerProcess } from './peer-process.ts';

/** A Kamailio with this configuration that listens. */
export async function startKamailio(configuration: string): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'kamailio-'));
  const file = join(folder, 'kamailio.cfg');
  await writeFile(file, configuration);
  const kamailio = new PeerProcess('/usr/sbin/kamailio', [
    ...['-DD', '-E', '-x', 'fm', '-m', '64', '-M', '8', '-f', file, '-Y', folder],
    ...['-P', join(folder, 'kamailio.pid')],
  ]);
  await kamailio.waitForOutput('Listening on');
  return {
    async stop() {
      await kamailio.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
