import { once } from 'node:events';
import net from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UdpCustomer } from '../support/customers/udp-customer.ts';
import { IdleCrowd } from '../support/sockets/idle-crowd.ts';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(async () => {
  await server.stop();
});

test('[TP73] others are served while idle and half-open connections stand on every port', async () => {
  const crowd = await IdleCrowd.gather(server, 400);
  expect(crowd.openCount).toBe(400);

  const customer = await UdpCustomer.open(server.sipPort);
  expect([200, 202]).toContain(await customer.say('is anybody there?'));
  const socket = net.connect({ host: '127.0.0.1', port: server.sipPort });
  socket.write(
    'OPTIONS sip:localhost SIP/2.0\r\nVia: SIP/2.0/TCP here.invalid;branch=z9hG4bKo\r\nFrom: <sip:a@b.example>;tag=1\r\n' +
      'To: <sip:localhost>\r\nCall-ID: o\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n',
  );
  expect(String((await once(socket, 'data'))[0])).toMatch(/^SIP\/2\.0 200 /);
  const metrics = await (await fetch(`http://127.0.0.1:${server.httpPort}/metrics`)).text();
  expect(Number(/^cordboard_connections\{kind="sip"\} (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThanOrEqual(251);
  expect(Number(/^cordboard_connections\{kind="http"\} (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThanOrEqual(201);

  socket.destroy();
  customer.close();
  crowd.close();
});
