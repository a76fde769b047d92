import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { MsrpClient } from '../../../test/support/customers/msrp-client.ts';
import { FakeClock } from '../../../test/support/fakes/fake-clock.ts';
import { SeededRandom } from '../../../test/support/fakes/seeded-random.ts';
import { certificateFor, startCertificates } from '../../../test/support/sockets/certificates.ts';
import { connectMsrp, localPathOf } from '../../../test/support/sockets/msrp-sockets.ts';
import { noCounters } from '../../base/counters.ts';
import { silentLogger } from '../../base/logger.ts';
import { MsrpEndpoint } from '../../protocols/msrp/msrp-endpoint.ts';
import type { PeerFingerprints } from '../../protocols/msrp/msrp-transport.ts';
import type { TransportLimits } from '../stream-transports/transport-limits.ts';
import { chunksPerSecondMax } from './chunk-rate.ts';
import { MsrpTransports } from './msrp-transports.ts';

const host = '127.0.0.1';
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(limits: Partial<TransportLimits> = {}) {
  const clock = new FakeClock();
  const certificates = await startCertificates();
  const transports = new MsrpTransports({
    clock,
    logger: silentLogger,
    bootId: 'boot',
    certificates,
    clientCertificates: { clientIdentity: (isKnown) => certificates.clientIdentity(isKnown), trusted: [] },
    limits,
  });
  const told: string[] = [];
  const endpoint = new MsrpEndpoint({
    clock,
    random: new SeededRandom(1),
    counters: noCounters,
    transport: transports,
    handler: {
      receiveMessage: ({ body, respond }) => {
        told.push(body.toString());
        respond(200);
      },
      sessionBound: (sessionId) => told.push(`bound ${sessionId}`),
      sessionLost: (sessionId) => told.push(`lost ${sessionId}`),
      connectFailed: (sessionId) => told.push(`failed ${sessionId}`),
      reportReceived: () => {},
    },
  });
  const port = await transports.start({ host, port: 0, publicAddress: host }, endpoint);
  const tlsPort = await transports.startTls({ host, port: 0 });
  const httpServer = http.createServer();
  transports.acceptUpgrades(httpServer);
  httpServer.listen(0, host);
  await once(httpServer, 'listening');
  cleanUps.push(async () => {
    const closing = transports.close();
    clock.advance(1_000);
    await closing;
    httpServer.closeAllConnections();
    await new Promise((resolve) => httpServer.close(resolve));
  });
  /** A session at which the client of this carrier is the peer. */
  const open = (carrier: 'tcp' | 'tls' | 'ws', name: string, fingerprints?: readonly string[]) => {
    const { port: at = 0 } = transports.addressOf(carrier) ?? {};
    const localPath = localPathOf(carrier, `server-${name}`).replace('client.invalid:2855', `${host}:${at}`);
    endpoint.openSession({
      sessionId: `server-${name}`,
      localPath,
      remotePath: [localPathOf(carrier, name)],
      fingerprints,
    });
    return localPath;
  };
  return { clock, transports, endpoint, told, port, tlsPort, open };
}

describe('MSRP over sockets', () => {
  test.each(['tcp', 'tls', 'ws'] as const)(
    '[MS17][MS26] %s carries texts both ways, long ones too',
    async (carrier) => {
      const { transports, endpoint, told, open } = await start();
      const remotePath = open(carrier, 'one');
      const { client, close } = await connectMsrp(
        carrier,
        transports.addressOf(carrier)?.port ?? 0,
        localPathOf(carrier, 'one'),
      );
      cleanUps.push(close);
      client.remotePath = remotePath;
      const text = 'Grüße. '.repeat(2_000);
      const sent = client.sayInChunks(text, 1_500);
      await expect.poll(() => sent.every(({ status }) => status === 200), { timeout: 10_000 }).toBe(true);
      expect(told).toEqual(['bound server-one', text]);
      const outcomes: unknown[] = [];
      const message = { messageId: 'text1', contentType: 'text/plain', body: Buffer.from(text) };
      endpoint.send('server-one', message, (outcome) => outcomes.push(outcome));
      await expect.poll(() => outcomes, { timeout: 10_000 }).toEqual([{ status: 200 }]);
      expect(client.shown).toEqual([text]);
      close();
      await expect.poll(() => told.at(-1), { timeout: 10_000 }).toBe('lost server-one');
      expect(transports.connectionCount).toBe(0);
    },
  );

  test('[MS11][MS26] who says nothing, or something else, is cut off', async () => {
    const { port, clock, transports } = await start();
    const silent = await connectMsrp('tcp', port, localPathOf('tcp', 'one'));
    const talker = await connectMsrp('tcp', port, localPathOf('tcp', 'two'));
    await expect.poll(() => transports.connectionCount, { timeout: 10_000 }).toBe(2);
    talker.write(Buffer.from('GET / HTTP/1.1\r\n\r\n'));
    await talker.closed;
    clock.advance(31_000);
    await silent.closed;
    expect(transports.counters.cutOff.TCP).toBe(1);
  });

  test('[MS26] half a chunk for 20 s is cut off', async () => {
    const { port, clock, transports, open } = await start();
    const { write, closed } = await connectMsrp('tcp', port, localPathOf('tcp', 'one'));
    const written: Buffer[] = [];
    const client = new MsrpClient(localPathOf('tcp', 'one'), (bytes) => written.push(bytes));
    client.remotePath = open('tcp', 'one');
    client.hello();
    // In one piece, so that who has the whole chunk has the half one too.
    write(Buffer.concat([...written, Buffer.from('MSRP half1 SEND\r\nTo-Path: ')]));
    await expect.poll(() => transports.counters.received.TCP, { timeout: 10_000 }).toBe(1);
    clock.advance(21_000);
    await closed;
    expect(transports.counters.cutOff.TCP).toBe(1);
  });

  test('[MS26] more than the rate of chunks in a second ends the connection', async () => {
    const { port, told, open } = await start();
    const { client, closed } = await connectMsrp('tcp', port, localPathOf('tcp', 'one'));
    client.remotePath = open('tcp', 'one');
    for (let number = 0; number < chunksPerSecondMax + 10; number++) client.hello();
    await closed;
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(['bound server-one', 'lost server-one']);
  });

  test('[MS17] a WebSocket needs the subprotocol msrp', async () => {
    const { transports } = await start();
    const socket = new WebSocket(`ws://${host}:${transports.addressOf('ws')?.port}/msrp`, 'sip');
    const [failure] = await once(socket, 'error');
    expect(String(failure)).toContain('400');
  });

  test('[MS36] over TLS a peer that waits is who his fingerprint says, without an authority where that came over TLS', async () => {
    const { transports, endpoint, told, open, tlsPort } = await start();
    const pair = certificateFor('peer.example');
    const waiting = tls.createServer({
      cert: pair.certificate,
      key: pair.key,
      requestCert: true,
      rejectUnauthorized: false,
    });
    const shown: unknown[] = [];
    waiting.on('secureConnection', (socket) => {
      shown.push(socket.getPeerX509Certificate()?.fingerprint256);
      socket.on('error', () => {});
      cleanUps.push(() => socket.destroy());
    });
    waiting.listen(0, host);
    await once(waiting, 'listening');
    cleanUps.push(() => waiting.close());
    const { port } = waiting.address() as AddressInfo;
    const certificate = new X509Certificate(pair.certificate);
    const hashed = (name: string) => createHash(name).update(certificate.raw).digest('hex').toUpperCase();
    const values = ['sha-256', 'sha-512'].map(
      (name) => `${name} ${hashed(name.replace('-', '')).replaceAll(/..(?=.)/g, '$&:')}`,
    );
    const connect = async (name: string, fingerprints: PeerFingerprints) => {
      open('tls', name);
      endpoint.connect(`server-${name}`, { isSecure: true, address: host, port, fingerprints });
      await expect.poll(() => told.at(-1), { timeout: 10_000 }).toMatch(new RegExp(`server-${name}$`));
    };
    await connect('one', { values, isProtected: true });
    const wrong = `sha-512 ${Array(64).fill('00').join(':')}`;
    await connect('two', { values: [values[0] ?? '', wrong], isProtected: true });
    await connect('three', { values, isProtected: false });
    expect(told).toEqual(['bound server-one', 'failed server-two', 'failed server-three']);
    // The peer sees the certificate that our descriptions name, and so does who connects to us.
    const ours = transports.addressOf('tls')?.fingerprints;
    expect(ours).toEqual([`sha-256 ${shown[0]}`]);
    const socket = tls.connect({ host, port: tlsPort, rejectUnauthorized: false });
    cleanUps.push(() => socket.destroy());
    await once(socket, 'secureConnect');
    expect(socket.getPeerX509Certificate()?.fingerprint256).toBe(shown[0]);
  });

  test('[MS36] over TLS a peer who connects is asked for the certificate that his fingerprint names', async () => {
    const { open, tlsPort } = await start();
    const pair = certificateFor('peer.example');
    const { fingerprint256 } = new X509Certificate(pair.certificate);
    const named = [`sha-256 ${fingerprint256}`];
    const hello = async (
      name: string,
      fingerprints: readonly string[] | undefined,
      shown: tls.SecureContextOptions,
    ) => {
      const remotePath = open('tls', name, fingerprints);
      const { client, close } = await connectMsrp('tls', tlsPort, localPathOf('tls', name), shown);
      cleanUps.push(close);
      client.remotePath = remotePath;
      const sent = client.hello();
      await expect.poll(() => sent.status, { timeout: 10_000 }).toBeDefined();
      return sent.status;
    };
    const own = { cert: pair.certificate, key: pair.key };
    const another = certificateFor('peer.example');
    expect(await hello('one', named, own)).toBe(200);
    expect(await hello('two', named, { ...own, maxVersion: 'TLSv1.2' })).toBe(200);
    expect(await hello('three', named, {})).toBe(403);
    expect(await hello('four', named, { cert: another.certificate, key: another.key })).toBe(403);
    expect(await hello('five', undefined, {})).toBe(200);
    expect(await hello('six', undefined, { ...own, maxVersion: 'TLSv1.2' })).toBe(200);
  });

  test('[MS16] a peer who waits is connected to; one who does not is told of', async () => {
    const { endpoint, told, open } = await start();
    const waiting = net.createServer();
    waiting.listen(0, host);
    await once(waiting, 'listening');
    cleanUps.push(() => waiting.close());
    const address = waiting.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    open('tcp', 'one');
    const accepted = once(waiting, 'connection');
    endpoint.connect('server-one', { isSecure: false, address: host, port });
    const [socket] = (await accepted) as [net.Socket];
    cleanUps.push(() => socket.destroy());
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(['bound server-one']);
    open('tcp', 'two');
    endpoint.connect('server-two', { isSecure: false, address: host, port: 1 });
    await expect.poll(() => told.at(-1), { timeout: 10_000 }).toBe('failed server-two');
  });
});
