import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SystemDns } from './system-dns.ts';

test('[TP67] a name of the hosts file has its addresses from there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cordboard-hosts-'));
  const file = join(folder, 'hosts');
  await writeFile(
    file,
    '# names\n127.0.0.1 localhost\n::1\tlocalhost ip6 # both\n192.0.2.9 Peer.example\nnonsense x\n',
  );
  const dns = new SystemDns(file);
  expect(await dns.addresses('localhost', 4)).toEqual(['127.0.0.1']);
  expect(await dns.addresses('LOCALHOST.', 6)).toEqual(['::1']);
  expect(await dns.addresses('peer.example', 4)).toEqual(['192.0.2.9']);
  expect(await dns.addresses('peer.example', 6)).toEqual([]);
  await rm(folder, { recursive: true });
});
