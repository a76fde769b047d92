import dgram from 'node:dgram';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { afterEach } from 'vitest';
import { WebSocket } from 'ws';
import { required } from '../../../src/base/assert.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import { SipTransports } from '../../../src/edges/sip-transports/sip-transports.ts';
import type { StreamTransportsOptions } from '../../../src/edges/stream-transports/stream-transports-options.ts';
import type { Flow, SipTransportReceiver } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

export const host = '127.0.0.1';

export function message(text: string, callId = 'one'): Buffer {
  const body = Buffer.from(text);
  return Buffer.concat([
    Buffer.from(
      'MESSAGE sip:1111@localhost SIP/2.0\r\nVia: SIP/2.0/TCP a.invalid;branch=z9hG4bK1\r\nFrom: <sip:a@b.c>;tag=1\r\n' +
        `To: <sip:1111@localhost>\r\nCall-ID: ${callId}\r\nCSeq: 1 MESSAGE\r\nContent-Length: ${body.length}\r\n\r\n`,
    ),
    body,
  ]);
}

/** What the stack would see, and a way to wait for it. */
export class Received implements SipTransportReceiver {
  readonly messages: { readonly bytes: Buffer; readonly flow: Flow }[] = [];
  readonly closed: Flow[] = [];
  onMessage: (bytes: Buffer, flow: Flow) => void = () => {};
  #changed: () => void = () => {};

  receiveMessage(bytes: Buffer, flow: Flow): void {
    this.messages.push({ bytes: Buffer.from(bytes), flow });
    this.onMessage(bytes, flow);
    this.#changed();
  }

  flowClosed(flow: Flow): void {
    this.closed.push(flow);
    this.#changed();
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  async flow(): Promise<Flow> {
    await this.until(() => this.messages.length > 0);
    return required(this.messages[0], 'a message').flow;
  }
}

export const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

export async function startTransports(options: Partial<StreamTransportsOptions> = {}) {
  const clock = new FakeClock();
  const received = new Received();
  const transports = new SipTransports({ clock, logger: silentLogger, bootId: 'boot', ...options });
  const port = await transports.start({ host, port: 0 }, received);
  const httpServer = http.createServer();
  transports.acceptUpgrades(httpServer);
  await new Promise<void>((resolve) => httpServer.listen(0, host, resolve));
  const httpAddress = httpServer.address();
  const httpPort = typeof httpAddress === 'object' && httpAddress !== null ? httpAddress.port : 0;
  cleanUps.push(async () => {
    const closing = transports.close();
    clock.advance(1_000);
    await closing;
    httpServer.closeAllConnections();
    await new Promise((resolve) => httpServer.close(resolve));
  });
  return { clock, received, transports, port, httpServer, httpPort };
}

export async function connectTcp(port: number): Promise<net.Socket> {
  const socket = net.connect({ port, host, noDelay: true });
  cleanUps.push(() => socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

export async function connectWebSocket(port: number, options: { origin?: string } = {}): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${host}:${port}/sip`, ['sip'], options);
  cleanUps.push(() => socket.terminate());
  socket.on('error', () => {});
  await once(socket, 'open');
  return socket;
}

export async function bytesFrom(socket: net.Socket, count: number): Promise<Buffer> {
  let all = Buffer.alloc(0);
  while (all.length < count) {
    const [chunk] = await once(socket, 'data');
    all = Buffer.concat([all, chunk]);
  }
  return all;
}

export async function openUdp(): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4');
  cleanUps.push(() => socket.close());
  socket.bind(0, host);
  await once(socket, 'listening');
  return socket;
}

/** What a raw handshake is answered with. */
export async function handshake(port: number, head: string): Promise<string> {
  const socket = await connectTcp(port);
  socket.write(head);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  await once(socket, 'close');
  return answer;
}

export const upgradeHead = (path: string, ...lines: readonly string[]) =>
  `${[
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...lines,
  ].join('\r\n')}\r\n\r\n`;
