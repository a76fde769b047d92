import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { certificateFor } from '../../../../test/support/sockets/certificates.ts';
import { HttpConnections } from './http-connections.ts';
import { HTTP_TIMEOUTS } from './http-limits.ts';

const host = '127.0.0.1';
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(connections: HttpConnections, server: http.Server = http.createServer()): Promise<number> {
  server.on('request', (_request, response) => response.end('served'));
  connections.watch(server);
  server.listen(0, host);
  await once(server, 'listening');
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function connect(port: number, localAddress = host): Promise<net.Socket> {
  const socket = net.connect({ port, host, localAddress });
  cleanUps.push(() => socket.destroy());
  socket.on('error', () => {});
  socket.resume();
  await once(socket, 'connect');
  return socket;
}

async function ask(port: number): Promise<string> {
  return (await fetch(`http://${host}:${port}/`)).text();
}

test('[TP71] one source has so many connections, others their own; a trusted proxy has no such bound', async () => {
  const connections = new HttpConnections({
    limits: { connectionsPerSourceMax: 3 },
    isTrusted: (address) => address === '127.0.0.9',
  });
  const port = await start(connections);
  for (let count = 0; count < 3; count += 1) await connect(port, '127.0.0.2');
  await expect.poll(() => connections.size).toBe(3);
  const turnedAway = await connect(port, '127.0.0.2');
  if (!turnedAway.closed) await once(turnedAway, 'close');
  expect(connections.refusedCount).toBe(1);
  for (let count = 0; count < 5; count += 1) await connect(port, '127.0.0.9');
  await expect.poll(() => connections.size).toBe(8);
  expect(await ask(port)).toBe('served');
});

test('[TP71] when all are taken the oldest that never asked for anything makes room', async () => {
  const connections = new HttpConnections({ limits: { connectionsMax: 3 } });
  const port = await start(connections);
  const agent = new http.Agent({ keepAlive: true });
  cleanUps.push(() => agent.destroy());
  const asked = http.get({ host, port, agent });
  const [response] = await once(asked, 'response');
  response.resume();
  await once(response, 'end');
  const silent = await connect(port, '127.0.0.2');
  await connect(port, '127.0.0.3');
  await expect.poll(() => connections.size).toBe(3);
  const closed = once(silent, 'close');
  await connect(port, '127.0.0.4');
  await closed;
  expect(connections.size).toBe(3);
  expect(asked.socket?.destroyed).toBe(false);
});

test('[TP71] handshakes under way count on the HTTPS port, and leave nothing behind', async () => {
  const connections = new HttpConnections({ limits: { connectionsMax: 4 } });
  const pair = certificateFor('localhost');
  const port = await start(connections, https.createServer({ cert: pair.certificate, key: pair.key }));
  const silent = await Promise.all(Array.from({ length: 4 }, () => connect(port)));
  await expect.poll(() => connections.size).toBe(4);
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    https.get({ host, port, ca: pair.certificate, servername: 'localhost' }, resolve).on('error', reject);
  });
  expect(response.statusCode).toBe(200);
  response.resume();
  expect(silent.filter((socket) => socket.closed)).toHaveLength(1);
  for (const socket of silent) socket.destroy();
  await expect.poll(() => connections.size).toBeLessThan(2);
});

test('[TP72] a head that never ends is cut off', async () => {
  const connections = new HttpConnections({});
  const limits = { ...HTTP_TIMEOUTS, headersTimeout: 200, requestTimeout: 300, connectionsCheckingInterval: 50 };
  const port = await start(connections, http.createServer(limits));
  const silent = await connect(port);
  const slow = await connect(port);
  slow.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  await Promise.all([silent, slow].map((socket) => once(socket, 'close')));
  await expect.poll(() => connections.size).toBe(0);
});

test('[TP74] a source that connects too fast is turned away; a trusted proxy is not asked about', async () => {
  const connections = new HttpConnections({
    admits: (address) => address !== '127.0.0.2' && address !== '127.0.0.9',
    isTrusted: (address) => address === '127.0.0.9',
  });
  const port = await start(connections);
  const turnedAway = await connect(port, '127.0.0.2');
  if (!turnedAway.closed) await once(turnedAway, 'close');
  expect(connections.refusedCount).toBe(1);
  await connect(port, '127.0.0.9');
  await expect.poll(() => connections.size).toBe(1);
  expect(await ask(port)).toBe('served');
});
