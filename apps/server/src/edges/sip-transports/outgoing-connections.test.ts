import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { certificateFor } from '../../../test/support/sockets/certificates.ts';
import { bytesFrom, cleanUps, host, message, startTransports } from '../../../test/support/sockets/sip-peers.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import type { Target } from '../../protocols/sip/transport/target.ts';

type Started = Awaited<ReturnType<typeof startTransports>>;

async function listen(server: net.Server): Promise<{ readonly port: number; readonly sockets: Socket[] }> {
  const sockets: Socket[] = [];
  server.on(server instanceof tls.Server ? 'secureConnection' : 'connection', (socket: Socket) => {
    socket.on('error', () => {});
    sockets.push(socket);
  });
  server.on('tlsClientError', () => {});
  server.listen(0, host);
  await once(server, 'listening');
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, sockets };
}

const target = (transport: Target['transport'], port: number, name = host): Target => ({
  ...{ transport, port, address: host, host: name },
});

async function connected({ transports }: Started, to: Target): Promise<Flow> {
  const opened = await transports.connect(to);
  if (!opened.ok) throw new Error(opened.failure);
  return opened.value;
}

test('[TP50] a connection of our own carries requests out and answers in, and is used again', async () => {
  const peer = await listen(net.createServer());
  const started = await startTransports();
  const { transports, received } = started;
  const flows = await Promise.all([
    connected(started, target('TCP', peer.port)),
    connected(started, target('TCP', peer.port)),
  ]);
  expect(flows[0]).toEqual(flows[1]);
  const [flow] = flows;
  expect(await connected(started, target('TCP', peer.port))).toEqual(flow);
  expect(peer.sockets).toHaveLength(1);
  expect(transports.send(flow, message('out'))).toBe(true);
  const [socket] = peer.sockets;
  if (socket === undefined) throw new Error('no connection');
  expect((await bytesFrom(socket, message('out').length)).equals(message('out'))).toBe(true);
  socket.write(message('in'));
  expect(await received.flow()).toEqual(flow);
  expect(transports.sentBy(flow)).toBe(`${host}:${started.port}`);
});

test('[TP50] after its end another one is opened', async () => {
  const peer = await listen(net.createServer());
  const started = await startTransports();
  const first = await connected(started, target('TCP', peer.port));
  peer.sockets[0]?.resetAndDestroy();
  await started.received.until(() => started.received.closed.length === 1);
  const second = await connected(started, target('TCP', peer.port));
  expect(second.id).not.toBe(first.id);
  expect(started.transports.isOpen(second)).toBe(true);
});

test('[TP50] to UDP there is always a way', async () => {
  const started = await startTransports();
  expect(await connected(started, target('UDP', 5060))).toMatchObject({ id: `udp:${host}:5060`, transport: 'UDP' });
});

test('[TP51] a peer that refuses, is silent or too many fails with a reason', async () => {
  const closed = await listen(net.createServer());
  const started = await startTransports({ limits: { outgoingMax: 1 } });
  const { transports, clock } = started;
  const gone = net.createServer().listen(0, host);
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  await new Promise((resolve) => gone.close(resolve));
  expect(await transports.connect(target('TCP', port))).toMatchObject({
    failure: expect.stringMatching(/^127\.0\.0\.1 at 127\.0\.0\.1 port \d+ over TCP: .*ECONNREFUSED/),
  });
  const silent = transports.connect(target('TLS', closed.port));
  await expect.poll(() => closed.sockets.length).toBe(1);
  expect(await transports.connect(target('TCP', closed.port))).toMatchObject({
    failure: 'too many connections of our own are open',
  });
  clock.advance(5_000);
  expect(await silent).toMatchObject({ failure: expect.stringContaining('no answer in time') });
  expect(transports.counters.connectFailures).toEqual({ TCP: 1, TLS: 1 });
});

test('[TP52] over TLS the peer must show a trusted certificate with the name that was asked for', async () => {
  const pair = certificateFor('peer.example');
  const peer = await listen(tls.createServer({ cert: pair.certificate, key: pair.key }));
  const trusting = await startTransports({
    clientCertificates: { clientIdentity: () => ({}), trusted: [pair.certificate] },
  });
  const flow = await connected(trusting, target('TLS', peer.port, 'peer.example'));
  expect(flow).toMatchObject({ transport: 'TLS', remotePort: peer.port });
  expect(trusting.transports.send(flow, message('out'))).toBe(true);
  expect(await trusting.transports.connect(target('TLS', peer.port, 'other.example'))).toMatchObject({
    failure: expect.stringContaining('other.example'),
  });
  const strange = await startTransports();
  expect(await strange.transports.connect(target('TLS', peer.port, 'peer.example'))).toMatchObject({
    failure: expect.stringMatching(/self-signed|unable to verify/),
  });
});
