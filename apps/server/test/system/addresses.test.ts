import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { readWire, type WireMessage } from '../support/customers/udp-customer.ts';
import { startTestServer, type TestServer } from '../support/sockets/test-server.ts';

/** The whole server, bound to one address and known by another. */
let server: TestServer;
let socket: Socket;
afterEach(async () => {
  socket.close();
  await server.stop();
});

/** A customer who writes to 1113, which answers with an announcement by itself. */
async function start(host: string, publicAddress: string) {
  server = await startTestServer({ env: { CORDBOARD_HOST: host, CORDBOARD_PUBLIC_ADDRESS: publicAddress } });
  socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  const received: WireMessage[] = [];
  socket.on('message', (bytes) => received.push(readWire(bytes)));
  socket.bind(0, host);
  await once(socket, 'listening');
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const { port } = socket.address() as AddressInfo;
  const send = (method: string, lines: readonly string[], body = '') => {
    const head = [
      `${method} sip:1113@${bracketed} SIP/2.0`,
      `Via: SIP/2.0/UDP ${bracketed}:${port};rport;branch=z9hG4bK${method}${lines.length}`,
      'From: <sip:ann@customers.example>;tag=a',
      ...lines,
      `Contact: <sip:ann@${bracketed}:${port}>`,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    socket.send(`${head.join('\r\n')}\r\n\r\n${body}`, server.sipPort, host);
  };
  const receive = async (startLine: RegExp): Promise<WireMessage> => {
    const found = () => received.find((message) => startLine.test(message.startLine));
    await expect.poll(found, { timeout: 10_000 }).toBeDefined();
    const message = found();
    if (message === undefined) throw new Error('it was there');
    return message;
  };
  return { send, receive, port };
}

test.each([
  ['::1', '2001:db8::5', '[2001:db8::5]', 'IP6 2001:db8::5'],
  ['::1', '::1', '[::1]', 'IP6 ::1'],
  ['127.0.0.1', 'chat.example', 'chat.example', 'IP4 chat.example'],
])('[TP4] bound to %s, known as %s: Via, Contact, SDP and the ready notice say so', async (...row) => {
  const [host, publicAddress, shown, connection] = row;
  const { send, receive, port } = await start(host, publicAddress);
  expect(server.output()).toContain(`Cordboard is ready: http://${shown}:${server.httpPort}/ and sip:${shown}:`);
  const health = await fetch(`http://${host === '::1' ? '[::1]' : host}:${server.httpPort}/healthz`);
  expect(health.status).toBe(200);

  const to = 'To: <sip:1113@localhost>';
  const offer = `v=0\r\no=- 0 0 IN ${connection}\r\ns=-\r\nc=IN ${connection}\r\nt=0 0\r\nm=message ${port} sip null\r\n`;
  send('INVITE', [to, 'Call-ID: one', 'CSeq: 1 INVITE', 'Content-Type: application/sdp'], offer);
  const accepted = await receive(/^SIP\/2\.0 200 /);
  expect(accepted.headers.get('contact')).toBe(`<sip:1113@${shown}:${server.sipPort}>`);
  expect(accepted.body).toContain(`c=IN ${connection}\r\n`);
  expect(accepted.body).toContain(`m=message ${server.sipPort} sip null\r\n`);
  expect(accepted.headers.get('via')).toContain(`;received=${host}`);
  send('ACK', [`To: ${accepted.headers.get('to')}`, 'Call-ID: one', 'CSeq: 1 ACK']);
  const announcement = await receive(/^MESSAGE sip:ann@/);
  expect(announcement.headers.get('via')).toMatch(`SIP/2.0/UDP ${shown}:${server.sipPort};rport;branch=z9hG4bK`);
});
