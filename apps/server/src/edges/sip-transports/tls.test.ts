import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { startCertificates } from '../../../test/support/sockets/certificates.ts';
import { bytesFrom, cleanUps, host, message, startTransports } from '../../../test/support/sockets/sip-peers.ts';
import type { TransportLimits } from '../stream-transports/transport-limits.ts';

async function start(limits: Partial<TransportLimits> = {}, admits: (address: string) => boolean = () => true) {
  const started = await startTransports({ certificates: await startCertificates(), limits, admits });
  const tlsPort = await started.transports.startTls({ host, port: 0 });
  return { ...started, tlsPort };
}

async function connectTls(port: number): Promise<tls.TLSSocket> {
  const socket = tls.connect({ port, host, rejectUnauthorized: false });
  cleanUps.push(() => socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'secureConnect');
  return socket;
}

function connectFrom(localAddress: string, port: number): net.Socket {
  const socket = net.connect({ port, host, localAddress });
  cleanUps.push(() => socket.destroy());
  socket.on('error', () => {});
  return socket;
}

async function connectPlain(port: number): Promise<net.Socket> {
  const socket = net.connect({ port, host });
  cleanUps.push(() => socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

test('[TP44] messages over TLS come as from TCP, on a flow of their own that answers go back on', async () => {
  const { tlsPort, port, received, transports } = await start();
  const socket = await connectTls(tlsPort);
  const both = Buffer.concat([message('Grüße', 'a'), message('zwei', 'b')]);
  socket.write(both.subarray(0, 100));
  socket.write(both.subarray(100));
  await received.until(() => received.messages.length === 2);
  const flow = await received.flow();
  expect(flow).toMatchObject({ transport: 'TLS', remoteAddress: host, remotePort: socket.localPort });
  expect(flow.id).toMatch(/^tls:boot-\d+$/);
  expect(transports.sentBy(flow)).toBe(`${host}:${tlsPort}`);
  expect(transports.sentBy({ ...flow, transport: 'TCP' })).toBe(`${host}:${port}`);
  expect(transports.isOpen(flow)).toBe(true);
  expect(transports.send(flow, Buffer.from('SIP/2.0 200 OK\r\n\r\n'))).toBe(true);
  expect((await bytesFrom(socket, 18)).toString()).toBe('SIP/2.0 200 OK\r\n\r\n');
  expect(transports.counters.received.TLS).toBe(2);
});

test('[TP44] keep-alives are answered and the end is told once', async () => {
  const { tlsPort, received, transports, clock } = await start();
  const socket = await connectTls(tlsPort);
  socket.write('\r\n\r\n');
  expect((await bytesFrom(socket, 2)).toString()).toBe('\r\n');
  socket.write(message('x'));
  const flow = await received.flow();
  socket.end();
  await expect.poll(() => transports.isOpen(flow)).toBe(false);
  clock.advance(3_000);
  await expect.poll(() => transports.connectionCount).toBe(0);
  expect(received.closed).toEqual([flow]);
});

test('[TP45] a handshake that is not done in 10 s is cut off', async () => {
  const { tlsPort, clock, transports } = await start();
  const silent = await connectPlain(tlsPort);
  await expect.poll(() => transports.connectionCount).toBe(1);
  clock.advance(9_000);
  expect(silent.destroyed).toBe(false);
  const closed = once(silent, 'close');
  clock.advance(2_000);
  await closed;
  expect(transports.counters.cutOff.TLS).toBe(1);
  await expect.poll(() => transports.connectionCount).toBe(0);
});

test('[TP45] bytes that are no TLS end the connection, and nothing is left of it', async () => {
  const { tlsPort, received, transports } = await start();
  const socket = await connectPlain(tlsPort);
  const closed = once(socket, 'close');
  socket.write(message('in clear text'));
  socket.resume();
  await closed;
  await expect.poll(() => transports.connectionCount).toBe(0);
  expect(received.messages).toEqual([]);
});

test('[TP45] handshakes under way count as connections; when all are taken the oldest makes room', async () => {
  const { tlsPort, transports } = await start({ connectionsMax: 3 });
  const silent = await connectPlain(tlsPort);
  const closed = once(silent, 'close');
  for (let count = 0; count < 2; count += 1) await connectPlain(tlsPort);
  await expect.poll(() => transports.connectionCount).toBe(3);
  const served = await connectTls(tlsPort);
  await closed;
  expect(served.authorized).toBe(false);
  expect(transports.connectionCount).toBe(3);
});

test('[TP45] handshakes broken off at any byte leave nothing behind', async () => {
  const { tlsPort, transports } = await start();
  const hello = await clientHello();
  const sockets = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const socket = await connectPlain(tlsPort);
      socket.write(hello.subarray(0, 1 + Math.floor((index * hello.length) / 50)));
      return socket;
    }),
  );
  for (const socket of sockets) socket.resetAndDestroy();
  await expect.poll(() => transports.connectionCount).toBe(0);
  expect((await connectTls(tlsPort)).encrypted).toBe(true);
});

/** The first bytes that a client sends. */
async function clientHello(): Promise<Buffer> {
  const server = net.createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = tls.connect({ port, host });
  client.on('error', () => {});
  const [socket] = await once(server, 'connection');
  const [bytes] = await once(socket, 'data');
  client.destroy();
  server.close();
  return bytes;
}

test('[TP74] a source that connects too fast is turned away before its handshakes cost anything, others are served', async () => {
  const asked: string[] = [];
  const admits = (address: string) => {
    asked.push(address);
    return address !== '127.0.0.2' || asked.filter((other) => other === address).length <= 3;
  };
  const { tlsPort, port, transports } = await start({}, admits);
  const sockets = Array.from({ length: 10 }, () => connectFrom('127.0.0.2', tlsPort));
  await expect.poll(() => transports.counters.refused.TLS, { timeout: 10_000 }).toBe(7);
  expect(transports.connectionCount).toBe(3);
  await connectTls(tlsPort);
  sockets.push(connectFrom('127.0.0.2', port));
  await expect.poll(() => transports.counters.refused.TCP, { timeout: 10_000 }).toBe(1);
});
