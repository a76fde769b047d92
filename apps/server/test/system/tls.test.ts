import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { io } from 'socket.io-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { certificateFor } from '../support/sockets/certificates.ts';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';

/** The whole server with certificates of the operator. */
const pair = certificateFor('localhost');
let folder: string;
let server: TestServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cordboard-own-tls-'));
  await writePair(pair);
  const files = { CORDBOARD_TLS_CERTIFICATE: join(folder, 'c.pem'), CORDBOARD_TLS_KEY: join(folder, 'k.pem') };
  server = await startTestServer({ env: files });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function writePair({ certificate, key }: { certificate: string; key: string }): Promise<void> {
  await writeFile(join(folder, 'k.pem'), key);
  await writeFile(join(folder, 'c.pem'), certificate);
}

async function post(path: string, body: object): Promise<{ readonly token: string }> {
  const { httpsPort: port } = server;
  const headers = { 'content-type': 'application/json' };
  const request = https.request({ host: 'localhost', port, path, method: 'POST', headers, ca: pair.certificate });
  request.end(JSON.stringify(body));
  const [response] = await once(request, 'response');
  return (await new Response(response).json()) as { readonly token: string };
}

async function namesAt(port: number): Promise<string | undefined> {
  const socket = tls.connect({ host: 'localhost', port, servername: 'localhost', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const names = socket.getPeerX509Certificate()?.subjectAltName;
  socket.destroy();
  return names;
}

test('[TP42] [TP46] REST and T-Library work over HTTPS, and SIGHUP takes a new certificate without a break', async () => {
  const { token } = await post('/api/session', { userName: '1001', password: 'demo' });
  const url = `https://localhost:${server.httpsPort}/tlib`;
  const client = io(url, { transports: ['websocket'], auth: { token }, ca: pair.certificate, reconnection: false });
  const events: string[] = [];
  client.on('event', ({ name }: { readonly name: string }) => events.push(name));
  await expect.poll(() => events, { timeout: 10_000 }).toContain('EventLinkConnected');

  await writePair(certificateFor('localhost', 'renewed.example'));
  process.kill(server.pid, 'SIGHUP');
  for (const port of [server.httpsPort, server.sipsPort]) {
    await expect.poll(() => namesAt(port), { timeout: 10_000 }).toBe('DNS:localhost, DNS:renewed.example');
  }
  client.emit('request', { name: 'TQueryServer', referenceID: 1 });
  await expect.poll(() => events, { timeout: 10_000 }).toContain('EventServerInfo');
  client.close();
});
