import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';

/** The whole server; 127.0.0.1, from which the tests connect, is a reverse proxy that it trusts. */
let server: TestServer;
beforeEach(async () => {
  server = await startTestServer({ env: { CORDBOARD_TRUSTED_PROXIES: '127.0.0.0/8' } });
});
afterEach(async () => {
  await server.stop();
});

async function logIn(from: string, userName: string, password: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${server.httpPort}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify({ userName, password }),
  });
  return response.status;
}

test('[TP70] wrong passwords of one client behind a proxy do not hold up the others', async () => {
  let status = 401;
  for (let attempt = 0; status === 401; attempt += 1) status = await logIn('192.0.2.1', `stranger${attempt}`, 'guess');
  expect(status).toBe(429);
  expect(await logIn('192.0.2.2', '1001', 'wrong')).toBe(401);
  expect(await logIn('192.0.2.2', '1001', 'demo')).toBe(200);
});

test('[TP70] [TP30] SIP over WebSocket has the address and the transport of the client, and pages the host they were loaded from', async () => {
  const headers = { 'x-forwarded-for': '192.0.2.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'chat.example' };
  const url = `ws://127.0.0.1:${server.httpPort}/sip`;
  const socket = new WebSocket(url, ['sip'], { headers, origin: 'https://chat.example' });
  await once(socket, 'open');
  socket.send(
    'OPTIONS sips:localhost SIP/2.0\r\nVia: SIP/2.0/WSS here.invalid;branch=z9hG4bKo\r\nFrom: <sip:a@b.example>;tag=1\r\n' +
      'To: <sip:localhost>\r\nCall-ID: o\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n',
  );
  const [answer] = await once(socket, 'message');
  expect(String(answer)).toMatch(/^SIP\/2\.0 200 OK\r\n/);
  expect(String(answer)).toContain('Via: SIP/2.0/WSS here.invalid;branch=z9hG4bKo;received=192.0.2.7\r\n');
  socket.close();
  // A path that nobody serves is told where SIP is.
  for (const path of ['/', '/sip/', '/ws']) {
    const lost = new WebSocket(`ws://127.0.0.1:${server.httpPort}${path}`, ['sip']);
    const [, response] = await once(lost, 'unexpected-response');
    expect([response.statusCode, String(await response.toArray())]).toEqual([404, expect.stringContaining('/sip')]);
  }
});
