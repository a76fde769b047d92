import dgram from 'node:dgram';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { required } from '../../base/assert.ts';
import { silentLogger } from '../../base/logger.ts';
import type { Flow, SipTransportReceiver } from '../../protocols/sip/transactions/sip-transport.ts';
import { SipTransports, type SipTransportsOptions } from './sip-transports.ts';

const host = '127.0.0.1';

function message(text: string, callId = 'one'): Buffer {
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
class Received implements SipTransportReceiver {
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

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function startTransports(options: Partial<SipTransportsOptions> = {}) {
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

async function connectTcp(port: number): Promise<net.Socket> {
  const socket = net.connect({ port, host, noDelay: true });
  cleanUps.push(() => socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function connectWebSocket(port: number, options: { origin?: string } = {}): Promise<WebSocket> {
  const socket = new WebSocket(`ws://${host}:${port}/sip`, ['sip'], options);
  cleanUps.push(() => socket.terminate());
  socket.on('error', () => {});
  await once(socket, 'open');
  return socket;
}

async function bytesFrom(socket: net.Socket, count: number): Promise<Buffer> {
  let all = Buffer.alloc(0);
  while (all.length < count) {
    const [chunk] = await once(socket, 'data');
    all = Buffer.concat([all, chunk]);
  }
  return all;
}

async function openUdp(): Promise<dgram.Socket> {
  const socket = dgram.createSocket('udp4');
  cleanUps.push(() => socket.close());
  socket.bind(0, host);
  await once(socket, 'listening');
  return socket;
}

/** What a raw handshake is answered with. */
async function handshake(port: number, head: string): Promise<string> {
  const socket = await connectTcp(port);
  socket.write(head);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  await once(socket, 'close');
  return answer;
}

const upgradeHead = (path: string, ...lines: readonly string[]) =>
  `${[
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...lines,
  ].join('\r\n')}\r\n\r\n`;

describe('ports and flows', () => {
  test('[TP1] port 0 takes one port for UDP and TCP', async () => {
    const { port, received } = await startTransports();
    const udp = await openUdp();
    udp.send(message('by UDP'), port, host);
    await received.until(() => received.messages.length === 1);
    (await connectTcp(port)).write(message('by TCP'));
    await received.until(() => received.messages.length === 2);
    expect(received.messages.map(({ flow }) => flow.transport)).toEqual(['UDP', 'TCP']);
  });

  test('[TP2] a port that is taken for TCP or for UDP alone rejects the start and leaves nothing open', async () => {
    const { port } = await startTransports();
    const other = new SipTransports({ clock: new FakeClock(), logger: silentLogger, bootId: 'b' });
    await expect(other.start({ host, port }, new Received())).rejects.toMatchObject({ code: 'EADDRINUSE' });

    const udp = await openUdp();
    const udpPort = udp.address().port;
    await expect(other.start({ host, port: udpPort }, new Received())).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const probe = net.createServer().listen(udpPort, host);
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
  });

  test('[TP3] stream flows have ids of their own, unknown ones take nothing', async () => {
    const { port, received, transports } = await startTransports();
    for (const callId of ['a', 'b']) (await connectTcp(port)).write(message('x', callId));
    await received.until(() => received.messages.length === 2);
    expect(received.messages.map(({ flow }) => flow.id).sort()).toEqual(['tcp:boot-1', 'tcp:boot-2']);
    const stale: Flow = { id: 'tcp:earlier-1', transport: 'TCP', remoteAddress: host, remotePort: 5 };
    expect(transports.isOpen(stale)).toBe(false);
    expect(transports.send(stale, message('x'))).toBe(false);
    expect(transports.counters.sendFailures.TCP).toBe(1);
  });

  test('[TP4] sentBy is the public address with the port of the transport', async () => {
    const { httpServer, httpPort } = await startTransports();
    const received = new Received();
    const clock = new FakeClock();
    const transports = new SipTransports({ clock, logger: silentLogger, bootId: 'b' });
    const port = await transports.start({ host, port: 0, publicAddress: '2001:db8::1' }, received);
    transports.acceptUpgrades(httpServer);
    cleanUps.push(() => transports.close());
    const flow = (transport: Flow['transport']): Flow => ({ id: 'x', transport, remoteAddress: host, remotePort: 1 });
    expect(transports.sentBy(flow('UDP'))).toBe(`[2001:db8::1]:${port}`);
    expect(transports.sentBy(flow('TCP'))).toBe(`[2001:db8::1]:${port}`);
    expect(transports.sentBy(flow('WS'))).toBe(`[2001:db8::1]:${httpPort}`);
  });

  test('[TP5] the end of a stream is told once, and the flow is closed', async () => {
    const { port, httpPort, received, transports } = await startTransports();
    const tcp = await connectTcp(port);
    tcp.write(message('x'));
    const tcpFlow = await received.flow();
    expect(transports.isOpen(tcpFlow)).toBe(true);
    tcp.resetAndDestroy();
    await received.until(() => received.closed.length === 1);
    const webSocket = await connectWebSocket(httpPort);
    webSocket.send(message('x'));
    await received.until(() => received.messages.length === 2);
    webSocket.close();
    await received.until(() => received.closed.length === 2);
    expect(received.closed.map(({ id }) => id)).toEqual(['tcp:boot-1', 'ws:boot-2']);
    expect(transports.isOpen(tcpFlow)).toBe(false);
    expect(transports.connectionCount).toBe(0);
  });
});

describe('UDP', () => {
  test('[TP10] a datagram comes byte for byte, the answer goes to its source', async () => {
    const { port, received, transports } = await startTransports();
    const udp = await openUdp();
    const sent = Buffer.concat([message('x'), Buffer.from([0, 255, 13, 10])]);
    udp.send(sent, port, host);
    const flow = await received.flow();
    expect(received.messages[0]?.bytes.equals(sent)).toBe(true);
    expect(flow).toEqual({
      id: `udp:${host}:${udp.address().port}`,
      transport: 'UDP',
      remoteAddress: host,
      remotePort: udp.address().port,
    });
    expect(transports.send(flow, Buffer.from('SIP/2.0 200 OK\r\n\r\n'))).toBe(true);
    const [answer] = await once(udp, 'message');
    expect(String(answer)).toBe('SIP/2.0 200 OK\r\n\r\n');
  });

  test('[TP11] keep-alives are not handed up', async () => {
    const { port, received, transports } = await startTransports();
    const udp = await openUdp();
    for (const keepAlive of ['\r\n', '\r\n\r\n', '\0\0\0\0', '']) udp.send(keepAlive, port, host);
    udp.send(message('x'), port, host);
    await received.flow();
    expect(received.messages).toHaveLength(1);
    expect(transports.counters.keepAlives).toBe(4);
  });

  test('[TP12] a send that is impossible throws nothing and is counted', async () => {
    const { port, received, transports } = await startTransports();
    const flow = (remoteAddress: string, remotePort: number): Flow => ({
      id: `udp:${remoteAddress}:${remotePort}`,
      transport: 'UDP',
      remoteAddress,
      remotePort,
    });
    expect(transports.send(flow(host, 0), message('x'))).toBe(false);
    expect(transports.send(flow(host, 70_000), message('x'))).toBe(false);
    transports.send(flow('not-an-address.invalid', 5060), message('x'));
    transports.send(flow(host, 9), Buffer.alloc(70_000));
    const udp = await openUdp();
    udp.send(message('x'), port, host);
    await received.flow();
    expect(transports.counters.sendFailures.UDP).toBe(4);
  });
});

describe('TCP', () => {
  test('[TP20] a message may be split at every byte', async () => {
    const { port, received } = await startTransports();
    const socket = await connectTcp(port);
    const whole = message('Grüße', 'split');
    for (let at = 1; at < whole.length; at += 1) {
      socket.write(whole.subarray(0, at));
      await new Promise(setImmediate);
      socket.write(whole.subarray(at));
      await received.until(() => received.messages.length === at);
    }
    expect(received.messages.every(({ bytes }) => bytes.equals(whole))).toBe(true);
  });

  test('[TP20] a byte at a time is the same as a segment with several messages', async () => {
    const { port, received } = await startTransports();
    const all = Buffer.concat([message('first', 'a'), Buffer.from('\r\n'), message('', 'b'), message('third', 'c')]);
    (await connectTcp(port)).write(all);
    await received.until(() => received.messages.length === 3);
    const slow = await connectTcp(port);
    for (const byte of all) {
      slow.write(Buffer.of(byte));
      await new Promise(setImmediate);
    }
    await received.until(() => received.messages.length === 6);
    const texts = received.messages.map(({ bytes }) => bytes.toString());
    expect(texts.slice(3)).toEqual(texts.slice(0, 3));
  });

  test('[TP21] a double CRLF is answered by CRLF and nothing else', async () => {
    const { port, received, transports } = await startTransports();
    const socket = await connectTcp(port);
    socket.write('\r\n\r\n');
    expect((await bytesFrom(socket, 2)).toString()).toBe('\r\n');
    socket.write(message('x'));
    await received.flow();
    expect(received.messages).toHaveLength(1);
    expect(transports.counters.keepAlives).toBe(1);
  });

  test.each([
    ['no Content-Length', 'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bK2\r\n\r\n'],
    ['a negative one', 'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP x;branch=z9hG4bK2\r\nContent-Length: -1\r\n\r\n'],
    ['one above 2^32', 'OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP x\r\nContent-Length: 4294967328\r\n\r\n'],
    ['a head without end', `OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP x\r\nX: ${'a'.repeat(200_000)}`],
    ['no SIP at all', `GET / HTTP/1.1\r\nHost: x\r\n\r\n`],
  ])('[TP22] a stream with %s is handed up once, answered, and closed', async (_what, head) => {
    const { port, received, transports } = await startTransports();
    received.onMessage = (_bytes, flow) => transports.send(flow, Buffer.from('SIP/2.0 400 Bad Request\r\n\r\n'));
    const socket = await connectTcp(port);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.write(head);
    socket.write(message('smuggled'));
    await received.until(() => received.closed.length === 1);
    expect(answer).toBe('SIP/2.0 400 Bad Request\r\n\r\n');
    expect(received.messages).toHaveLength(1);
    expect(received.messages[0]?.bytes.length).toBeLessThanOrEqual(131_072);
    expect(transports.counters.framingFailures).toBe(1);
  });

  test('[TP23] a silent connection is cut off after 30 s, one that has spoken after an hour', async () => {
    const { port, received, clock, transports } = await startTransports();
    const silent = await connectTcp(port);
    const speaking = await connectTcp(port);
    speaking.write(message('x'));
    await received.flow();
    expect(transports.connectionCount).toBe(2);
    clock.advance(29_000);
    expect(transports.counters.cutOff.TCP).toBe(0);
    clock.advance(2_000);
    await once(silent, 'close');
    await received.until(() => received.closed.length === 1);
    expect(transports.connectionCount).toBe(1);
    clock.advance(3_600_000);
    await once(speaking, 'close');
    expect(transports.counters.cutOff.TCP).toBe(2);
  });

  test('[TP23] pings alone do not keep a connection that never sends a message', async () => {
    const { port, clock } = await startTransports();
    const socket = await connectTcp(port);
    socket.write('\r\n\r\n');
    await bytesFrom(socket, 2);
    clock.advance(31_000);
    await once(socket, 'close');
  });

  test('[TP24] half a message is cut off after 20 s', async () => {
    const { port, received, clock, transports } = await startTransports();
    const socket = await connectTcp(port);
    const whole = message('half');
    socket.write(Buffer.concat([whole, whole.subarray(0, 60)]));
    await received.flow();
    clock.advance(18_000);
    socket.write(Buffer.concat([whole.subarray(60), whole.subarray(0, 10)]));
    await received.until(() => received.messages.length === 2);
    clock.advance(18_000);
    expect(transports.counters.cutOff.TCP).toBe(0);
    clock.advance(3_000);
    await once(socket, 'close');
    expect(transports.counters.cutOff.TCP).toBe(1);
  });

  test('[TP25] beyond the bound of a source a connection is refused, others go on', async () => {
    const { port, received, transports } = await startTransports({ limits: { connectionsPerSourceMax: 2 } });
    const first = await connectTcp(port);
    first.write(message('x', 'first'));
    await received.flow();
    await connectTcp(port);
    const third = await connectTcp(port);
    await once(third, 'close');
    expect(transports.counters.refused.TCP).toBe(1);
    first.write(message('x', 'again'));
    await received.until(() => received.messages.length === 2);
  });

  test('[TP25] in a full table the oldest silent connection makes room', async () => {
    const { port, received, transports } = await startTransports({ limits: { connectionsMax: 2 } });
    const proven = await connectTcp(port);
    proven.write(message('x', 'proven'));
    await received.flow();
    const silent = await connectTcp(port);
    const newcomer = await connectTcp(port);
    await once(silent, 'close');
    newcomer.write(message('x', 'newcomer'));
    await received.until(() => received.messages.length === 2);
    const late = await connectTcp(port);
    await once(late, 'close');
    expect(transports.connectionCount).toBe(2);
    expect(proven.destroyed || newcomer.destroyed).toBe(false);
  });

  test('[TP25] 1,000 idle connections do not keep a message from being served', async () => {
    const { port, received, transports } = await startTransports();
    const idle = await Promise.all(Array.from({ length: 1_000 }, () => connectTcp(port)));
    const socket = await connectTcp(port);
    socket.write(message('x'));
    const flow = await received.flow();
    transports.send(flow, Buffer.from('answer'));
    expect((await bytesFrom(socket, 6)).toString()).toBe('answer');
    expect(transports.connectionCount).toBe(1_001);
    for (const connection of idle) connection.destroy();
    await received.until(() => received.closed.length === 1_000);
    expect(transports.connectionCount).toBe(1);
  });

  test('[TP26] a peer that does not read is cut off, its neighbour is not disturbed', async () => {
    const { port, received, transports } = await startTransports({ limits: { writeBufferMax: 65_536 } });
    const deaf = await connectTcp(port);
    deaf.pause();
    deaf.write(message('x', 'deaf'));
    const flow = await received.flow();
    const piece = Buffer.alloc(60_000, 'a');
    let sent = 0;
    while (transports.send(flow, piece)) {
      sent += 1;
      expect(sent).toBeLessThan(10_000);
      await new Promise(setImmediate);
    }
    await received.until(() => received.closed.length === 1);
    expect(transports.counters.cutOff.TCP).toBe(1);
    (await connectTcp(port)).write(message('x', 'neighbour'));
    await received.until(() => received.messages.length === 2);
  });

  test('[TP27] what is written in one turn leaves in one segment', async () => {
    const { port, received, transports } = await startTransports();
    const socket = await connectTcp(port);
    socket.write(message('x'));
    const flow = await received.flow();
    for (const part of ['a', 'b', 'c']) transports.send(flow, Buffer.from(part));
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toBe('abc');
  });

  test('[TP28] a peer that has ended its direction still gets its answer', async () => {
    const { port, received, clock, transports } = await startTransports();
    const socket = net.connect({ port, host, allowHalfOpen: true });
    cleanUps.push(() => socket.destroy());
    socket.end(message('x'));
    const flow = await received.flow();
    while (transports.isOpen(flow)) await new Promise(setImmediate);
    expect(transports.send(flow, Buffer.from('answer'))).toBe(true);
    expect((await bytesFrom(socket, 6)).toString()).toBe('answer');
    clock.advance(3_000);
    await received.until(() => received.closed.length === 1);
  });
});

describe('WebSocket', () => {
  test('[TP30] without the subprotocol sip the handshake gets 400', async () => {
    const { httpPort, transports } = await startTransports();
    for (const lines of [[], ['Sec-WebSocket-Protocol: msrp'], ['Sec-WebSocket-Protocol: sips, SIP']]) {
      expect(await handshake(httpPort, upgradeHead('/sip', ...lines))).toMatch(/^HTTP\/1.1 400 /);
    }
    expect(transports.counters.refused.WS).toBe(3);
  });

  test('[TP30] sip is chosen among several, other paths are left alone', async () => {
    const { httpPort, httpServer } = await startTransports();
    httpServer.on('upgrade', (request, socket) => {
      if (request.url === '/other') socket.end('HTTP/1.1 418 Other\r\n\r\n');
    });
    const socket = new WebSocket(`ws://${host}:${httpPort}/sip?x=1`, ['msrp', 'sip']);
    cleanUps.push(() => socket.terminate());
    await once(socket, 'open');
    expect(socket.protocol).toBe('sip');
    expect(socket.extensions).toBe('');
    expect(await handshake(httpPort, upgradeHead('/other'))).toMatch(/^HTTP\/1.1 418 /);
  });

  test('[TP31] a foreign Origin gets 403', async () => {
    const { httpPort } = await startTransports({
      isAllowedOrigin: (origin) => origin === undefined || origin === 'http://ours.example',
    });
    const foreign = upgradeHead('/sip', 'Sec-WebSocket-Protocol: sip', 'Origin: http://theirs.example');
    expect(await handshake(httpPort, foreign)).toMatch(/^HTTP\/1.1 403 /);
    const ours = await connectWebSocket(httpPort, { origin: 'http://ours.example' });
    expect(ours.readyState).toBe(WebSocket.OPEN);
  });

  test('[TP32] text and binary messages are handed up alike', async () => {
    const { httpPort, received } = await startTransports();
    const socket = await connectWebSocket(httpPort);
    const whole = message('Grüße');
    socket.send(whole.toString());
    socket.send(whole, { binary: true });
    await received.until(() => received.messages.length === 2);
    expect(received.messages.every(({ bytes }) => bytes.equals(whole))).toBe(true);
    expect(received.messages[0]?.flow.transport).toBe('WS');
  });

  test('[TP32] a message above 128 kB closes the connection with 1009, others stay', async () => {
    const { httpPort, received } = await startTransports();
    const other = await connectWebSocket(httpPort);
    const socket = await connectWebSocket(httpPort);
    socket.send('x'.repeat(131_073));
    const [code] = await once(socket, 'close');
    expect(code).toBe(1009);
    other.send(message('x'));
    await received.flow();
    expect(received.messages).toHaveLength(1);
  });

  test('[TP32] a frame against the rules closes only its own connection', async () => {
    const { httpPort, received } = await startTransports();
    const raw = await connectTcp(httpPort);
    raw.write(upgradeHead('/sip', 'Sec-WebSocket-Protocol: sip'));
    await once(raw, 'data');
    // Reserved bits set, not masked.
    raw.write(Buffer.from([0xff, 0x05, 1, 2, 3, 4, 5]));
    await received.until(() => received.closed.length === 1);
    (await connectWebSocket(httpPort)).send(message('x'));
    await received.flow();
  });

  test('[TP33] a double CRLF is answered by CRLF', async () => {
    const { httpPort, received } = await startTransports();
    const socket = await connectWebSocket(httpPort);
    socket.send('\r\n\r\n');
    const [answer] = await once(socket, 'message');
    expect(String(answer)).toBe('\r\n');
    expect(received.messages).toHaveLength(0);
  });

  test('[TP34] messages leave as text, bytes that are no UTF-8 as binary', async () => {
    const { httpPort, received, transports } = await startTransports();
    const socket = await connectWebSocket(httpPort);
    socket.send(message('x'));
    const flow = await received.flow();
    const frames: (readonly [Buffer, boolean])[] = [];
    socket.on('message', (data, isBinary) => frames.push([Buffer.isBuffer(data) ? data : Buffer.alloc(0), isBinary]));
    transports.send(flow, Buffer.from('Grüße'));
    transports.send(flow, Buffer.from([0xff, 0xfe]));
    while (frames.length < 2) await once(socket, 'message');
    expect(frames).toEqual([
      [Buffer.from('Grüße'), false],
      [Buffer.from([0xff, 0xfe]), true],
    ]);
  });

  test('[TP35] a peer that answers no ping is cut off, one that answers stays', async () => {
    const { httpPort, received, clock, transports } = await startTransports();
    const alive = await connectWebSocket(httpPort);
    const dead = new WebSocket(`ws://${host}:${httpPort}/sip`, ['sip'], { autoPong: false });
    cleanUps.push(() => dead.terminate());
    await once(dead, 'open');
    for (const socket of [alive, dead]) socket.send(message('x'));
    await received.until(() => received.messages.length === 2);
    const pinged = Promise.all([once(alive, 'ping'), once(dead, 'ping')]);
    clock.advance(30_000);
    await pinged;
    // Its pong has come when something sent after it has.
    alive.send(message('y'));
    await received.until(() => received.messages.length === 3);
    const closed = once(dead, 'close');
    clock.advance(31_000);
    await closed;
    expect(transports.counters.cutOff.WS).toBe(1);
    expect(alive.readyState).toBe(WebSocket.OPEN);
  });

  test('[TP36] a connection on which nothing comes is cut off after 120 s', async () => {
    const { httpPort, clock, transports } = await startTransports({ limits: { pingMs: 10_000_000 } });
    const silent = await connectWebSocket(httpPort);
    while (transports.connectionCount === 0) await new Promise(setImmediate);
    clock.advance(119_000);
    expect(transports.counters.cutOff.WS).toBe(0);
    clock.advance(2_000);
    await once(silent, 'close');
  });
});
