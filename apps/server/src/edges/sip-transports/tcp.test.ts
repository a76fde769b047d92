import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  bytesFrom,
  cleanUps,
  connectTcp,
  host,
  message,
  startTransports,
} from '../../../test/support/sockets/sip-peers.ts';

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

  test('[TP22] what came before the end of a stream still gets its answer', async () => {
    const { port, received, clock, transports } = await startTransports();
    const socket = await connectTcp(port);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.write(Buffer.concat([message('good'), Buffer.from('MESSAGE sip:a@b SIP/2.0\r\nContent-Length: x\r\n\r\n')]));
    await received.until(() => received.messages.length === 2);
    const flow = await received.flow();
    expect(transports.send(flow, Buffer.from('SIP/2.0 200 OK\r\n\r\n'))).toBe(true);
    const ended = once(socket, 'end');
    clock.advance(3_000);
    await ended;
    expect(answer).toBe('SIP/2.0 200 OK\r\n\r\n');
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
    // What was registered on it is gone at once.
    await received.until(() => received.closed.length === 1);
    expect(transports.isOpen(flow)).toBe(false);
    expect(transports.send(flow, Buffer.from('answer'))).toBe(true);
    expect((await bytesFrom(socket, 6)).toString()).toBe('answer');
    clock.advance(3_000);
    while (transports.send(flow, Buffer.from('late'))) await new Promise(setImmediate);
    expect(received.closed).toHaveLength(1);
  });
});
