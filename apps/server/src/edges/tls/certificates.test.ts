import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeClock } from '../../../test/support/fakes/fake-clock.ts';
import { certificateFor, GivenCertificates, startCertificates } from '../../../test/support/sockets/certificates.ts';
import { OwnCertificates, SelfSignedCertificate } from './certificate-source.ts';

const DAY_MS = 86_400_000;
let folder: string;
const cleanUps: (() => void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-tls-'));
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
  await rm(folder, { recursive: true });
});

async function startServer(certificates: Awaited<ReturnType<typeof startCertificates>>): Promise<number> {
  const server = tls.createServer(certificates.serverOptions(), (socket) => {
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  certificates.serve(server);
  cleanUps.push(() => {
    certificates.close();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function connect(port: number, options: tls.ConnectionOptions = {}): Promise<tls.TLSSocket> {
  const socket = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options });
  cleanUps.push(() => socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

async function namesSeen(port: number, servername?: string): Promise<string | undefined> {
  const socket = await connect(port, servername === undefined ? {} : { servername });
  return socket.getPeerX509Certificate()?.subjectAltName;
}

describe('a certificate of our own', () => {
  const source = (now: number, names = ['localhost']) =>
    new SelfSignedCertificate({ dataDir: folder, names, now: () => now });

  test('[TP40] is made once, and only the owner can read the key', async () => {
    const names = ['localhost', 'Chat.Example.', 'fe80::1%eth0', '0.0.0.0', '2001:DB8::1'];
    const [made] = await source(Date.now(), names).read();
    const [kept] = await source(Date.now(), names).read();
    expect(kept).toEqual(made);
    for (const name of ['key.pem', 'certificate.pem']) {
      expect((await stat(join(folder, 'tls', name))).mode & 0o777).toBe(0o600);
    }
  });

  test('[TP40] is made anew when a name is missing, when it runs out, and when it cannot be read', async () => {
    const now = Date.now();
    const [first] = await source(now).read();
    const [second] = await source(now, ['localhost', '10.0.0.5']).read();
    expect(second).not.toEqual(first);
    const [third] = await source(now + 380 * DAY_MS, ['localhost', '10.0.0.5']).read();
    expect(third).not.toEqual(second);
    await writeFile(join(folder, 'tls', 'certificate.pem'), 'nonsense');
    const [fourth] = await source(now, ['localhost']).read();
    expect(new X509Certificate(fourth?.certificate ?? '').checkHost('localhost')).toBe('localhost');
  });
});

describe('certificates', () => {
  test('[TP41] each client gets the one for the name it asks for, else the first', async () => {
    const source = new GivenCertificates(certificateFor('a.example'), certificateFor('*.b.example'));
    const port = await startServer(await startCertificates(source));
    expect(await namesSeen(port)).toBe('DNS:a.example');
    expect(await namesSeen(port, 'a.example')).toBe('DNS:a.example');
    expect(await namesSeen(port, 'chat.b.example')).toBe('DNS:*.b.example');
    expect(await namesSeen(port, 'c.example')).toBe('DNS:a.example');
  });

  test('[TP42] new ones are taken while the server runs, connections that are open go on', async () => {
    const clock = new FakeClock();
    const source = new GivenCertificates(certificateFor('old.example'));
    const certificates = await startCertificates(source, clock);
    const port = await startServer(certificates);
    const open = await connect(port);
    source.replace(certificateFor('new.example'));
    await certificates.reload();
    expect(await namesSeen(port)).toBe('DNS:new.example');
    expect(await namesSeen(port, 'new.example')).toBe('DNS:new.example');
    open.write('still here');
    expect(String((await once(open, 'data'))[0])).toBe('still here');
  });

  test('[TP42] files that change are noticed; what cannot be used changes nothing', async () => {
    const clock = new FakeClock();
    const files = { certificate: join(folder, 'c.pem'), key: join(folder, 'k.pem') };
    const write = async (pair: { certificate: string; key: string }) => {
      await writeFile(files.key, pair.key);
      await writeFile(files.certificate, pair.certificate);
    };
    await write(certificateFor('first.example'));
    const certificates = await startCertificates(new OwnCertificates([files]), clock);
    const port = await startServer(certificates);
    await writeFile(files.key, certificateFor('other.example').key);
    await certificates.reload();
    expect(await namesSeen(port)).toBe('DNS:first.example');
    await write(certificateFor('a-longer-second.example'));
    await expect
      .poll(async () => {
        clock.advance(10_000);
        return namesSeen(port);
      })
      .toBe('DNS:a-longer-second.example');
  });

  test('[TP42] a key that belongs to another certificate, or a file that is missing, rejects the start', async () => {
    const [one, other] = [certificateFor('a.example'), certificateFor('a.example')];
    const mixed = new GivenCertificates({ certificate: one.certificate, key: other.key });
    await expect(startCertificates(mixed)).rejects.toThrow('the key does not belong to the certificate');
    const missing = new OwnCertificates([{ certificate: join(folder, 'none'), key: join(folder, 'none') }]);
    await expect(startCertificates(missing)).rejects.toThrow('ENOENT');
    await expect(readFile(join(folder, 'none'))).rejects.toThrow('ENOENT');
  });

  test('[TP43] TLS below 1.2 is refused, 1.2 and 1.3 are taken', async () => {
    const port = await startServer(await startCertificates());
    const old: tls.ConnectionOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' };
    await expect(connect(port, old)).rejects.toThrow(/version|protocol/i);
    expect((await connect(port, { maxVersion: 'TLSv1.2' })).getProtocol()).toBe('TLSv1.2');
    expect((await connect(port)).getProtocol()).toBe('TLSv1.3');
  });
});
