import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  cleanUps,
  connectTcp,
  connectWebSocket,
  handshake,
  host,
  message,
  startTransports,
  upgradeHead,
} from '../../../test/support/sockets/sip-peers.ts';

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

  test('[TP37] a client that offers compression gets none, and is understood', async () => {
    const { httpPort, received } = await startTransports();
    const socket = new WebSocket(`ws://${host}:${httpPort}/sip`, ['sip'], { perMessageDeflate: true });
    cleanUps.push(() => socket.terminate());
    const upgraded = once(socket, 'upgrade');
    await once(socket, 'open');
    const [{ headers }] = await upgraded;
    expect(headers['sec-websocket-protocol']).toBe('sip');
    expect(headers['sec-websocket-extensions']).toBeUndefined();
    expect(socket.extensions).toBe('');
    socket.send(message('x'.repeat(5_000)));
    await received.flow();
    expect(received.messages[0]?.bytes.equals(message('x'.repeat(5_000)))).toBe(true);
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

  test("[TP70] behind a proxy the flow is the client's", async () => {
    const clientOf = () => ({ address: '192.0.2.1', isEncrypted: true });
    const { httpPort, received, transports } = await startTransports({ clientOf });
    (await connectWebSocket(httpPort)).send(message('x'));
    const flow = await received.flow();
    expect(flow).toMatchObject({ transport: 'WSS', remoteAddress: '192.0.2.1' });
    expect(flow.id).toMatch(/^wss:/);
    expect(transports.counters.received).toMatchObject({ WS: 0, WSS: 1 });
  });

  test('[TP74] behind a proxy handshakes count for the client; without one the connection has been counted', async () => {
    const admits = (address: string) => address !== '192.0.2.1';
    let client = '192.0.2.1';
    const clientOf = () => ({ address: client, isEncrypted: true });
    const { httpPort, transports } = await startTransports({ clientOf, admits });
    const head = upgradeHead('/sip', 'Sec-WebSocket-Protocol: sip');
    expect(await handshake(httpPort, head)).toMatch(/^HTTP\/1\.1 503 /);
    expect(transports.counters.refused.WSS).toBe(1);
    client = '192.0.2.2';
    await connectWebSocket(httpPort);
    const direct = await startTransports({ admits: () => false });
    await connectWebSocket(direct.httpPort);
    expect(direct.transports.counters.refused.WS).toBe(0);
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
