import dgram from 'node:dgram';
import dns from 'node:dns';
import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, test, vi } from 'vitest';
import { FakeClock } from '../../../test/support/fakes/fake-clock.ts';
import {
  cleanUps,
  connectTcp,
  connectWebSocket,
  host,
  message,
  openUdp,
  Received,
  startTransports,
} from '../../../test/support/sockets/sip-peers.ts';
import { silentLogger } from '../../base/logger.ts';
import type { Flow } from '../../protocols/sip/transport/sip-transport.ts';
import { plainAddress } from '../stream-transports/plain-address.ts';
import { SipTransports } from './sip-transports.ts';

async function isFreeForTcp(port: number): Promise<boolean> {
  const probe = net.createServer();
  const outcome = once(probe.listen(port, host), 'listening').then(
    () => true,
    () => false,
  );
  const isFree = await outcome;
  if (isFree) await new Promise((resolve) => probe.close(resolve));
  return isFree;
}

/** Somebody else on this machine may have the port of the same number for TCP; then another one is taken. */
async function portTakenForUdpAlone(): Promise<number> {
  for (;;) {
    const { port } = (await openUdp()).address();
    if (await isFreeForTcp(port)) return port;
  }
}

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

    const udpPort = await portTakenForUdpAlone();
    await expect(other.start({ host, port: udpPort }, new Received())).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(await isFreeForTcp(udpPort)).toBe(true);
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

  test.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['192.0.2.1', '192.0.2.1'],
  ])('[TP4] %s is shown as %s', (address, shown) => {
    expect(plainAddress(address)).toBe(shown);
  });

  test('[TP4] a listener for both kinds of addresses serves peers of IPv4 under their own', async () => {
    const received = new Received();
    const clock = new FakeClock();
    const transports = new SipTransports({ clock, logger: silentLogger, bootId: 'b' });
    const port = await transports.start({ host: '::', port: 0, publicAddress: '2001:db8::1' }, received);
    cleanUps.push(async () => {
      const closing = transports.close();
      clock.advance(1_000);
      await closing;
    });
    const udp = await openUdp();
    udp.send(message('by UDP'), port, host);
    await received.until(() => received.messages.length === 1);
    const tcp = await connectTcp(port);
    tcp.write(message('by TCP'));
    await received.until(() => received.messages.length === 2);
    expect(received.messages.map(({ flow }) => flow.remoteAddress)).toEqual([host, host]);
    const [byUdp, byTcp] = received.messages.map(({ flow }) => flow);
    const answers = [once(udp, 'message'), once(tcp, 'data')];
    for (const flow of [byUdp, byTcp]) if (flow !== undefined) transports.send(flow, Buffer.from('answer'));
    expect((await Promise.all(answers)).map(([bytes]) => String(bytes))).toEqual(['answer', 'answer']);
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
  test('[TP80] so many are answered in a second, the rest in silence', async () => {
    const { port, transports, clock } = await startTransports({ limits: { stunAnswersPerSecondMax: 2 } });
    const udp = await openUdp();
    let answers = 0;
    udp.on('message', () => {
      answers += 1;
    });
    const ask = async (count: number) => {
      for (let asked = 0; asked < count; asked += 1) {
        udp.send(Buffer.from('000100002112a442b7e7a701bc34d686fa87dfae', 'hex'), port, host);
      }
    };
    await ask(5);
    await expect.poll(() => transports.counters.keepAlives).toBe(5);
    clock.advance(1_000);
    await ask(1);
    await expect.poll(() => answers).toBe(3);
  });

  test('[TP80] a STUN keep-alive is answered on the SIP port and is no message', async () => {
    const { port, received, transports } = await startTransports();
    const udp = await openUdp();
    udp.send(Buffer.from('000100002112a442b7e7a701bc34d686fa87dfae', 'hex'), port, host);
    const [answer] = await once(udp, 'message');
    const mapped = Buffer.from(answer).readUInt16BE(26) ^ 0x2112;
    expect(mapped).toBe(udp.address().port);
    expect(transports.counters.keepAlives).toBe(1);
    expect(received.messages).toEqual([]);
  });

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

  test('[TP12] where datagrams leave the kernel is asked about one in 64, where one did not about all', async () => {
    const { transports } = await startTransports();
    const send = dgram.Socket.prototype.send;
    let isRefused = false;
    let asked = 0;
    const spy = vi.spyOn(dgram.Socket.prototype, 'send').mockImplementation(function (this: dgram.Socket, ...given) {
      const tell = given.at(-1);
      if (typeof tell !== 'function') return isRefused ? undefined : send.apply(this, given);
      asked += 1;
      process.nextTick(tell, isRefused ? new Error('EPERM') : null);
    });
    cleanUps.push(() => spy.mockRestore());
    const flow: Flow = { id: `udp:${host}:9`, transport: 'UDP', remoteAddress: host, remotePort: 9 };
    const sendOne = async (bytes = message('x')) => {
      expect(transports.send(flow, bytes)).toBe(true);
      await new Promise(process.nextTick);
    };
    for (let count = 0; count < 129; count++) await sendOne();
    expect(asked).toBe(3);
    await sendOne(Buffer.alloc(1_501));
    expect(asked).toBe(4);
    isRefused = true;
    for (let count = 0; count < 70; count++) await sendOne();
    expect(transports.counters.sendFailures.UDP).toBe(70 - 63);
    isRefused = false;
    await sendOne();
    expect(transports.counters.sendFailures.UDP).toBe(7);
    expect(transports.counters.sent.UDP).toBe(201);
  });

  test('[TP12] a queue that is full refuses, one that was full and is not any more takes again', async () => {
    const { transports } = await startTransports({ limits: { udpSendQueueMax: 10_000 } });
    const queued = vi.spyOn(dgram.Socket.prototype, 'getSendQueueSize').mockReturnValue(10_001);
    cleanUps.push(() => queued.mockRestore());
    const flow: Flow = { id: `udp:${host}:9`, transport: 'UDP', remoteAddress: host, remotePort: 9 };
    const sends = (count: number) =>
      Array.from({ length: count }, () => transports.send(flow, Buffer.alloc(1_000, 'x')));
    expect(sends(11)).toEqual(Array(11).fill(true));
    expect(queued).not.toHaveBeenCalled();
    expect(sends(2)).toEqual([false, false]);
    queued.mockReturnValue(0);
    expect(sends(11)).toEqual(Array(11).fill(true));
    expect(queued).toHaveBeenCalledTimes(3);
  });

  test('[TP13] the receive buffer is to be 4 MB; a system that refuses it does not keep the port closed', async () => {
    const enlarge = vi.spyOn(dgram.Socket.prototype, 'setRecvBufferSize');
    cleanUps.push(() => enlarge.mockRestore());
    await startTransports();
    expect(enlarge.mock.calls).toEqual([[4 * 1024 * 1024]]);
    enlarge.mockImplementation(() => {
      throw new Error('ENOBUFS');
    });
    const { port, received } = await startTransports();
    (await openUdp()).send(message('x'), port, host);
    await received.flow();
    expect(received.messages).toHaveLength(1);
  });

  test('[TP13] a name is not looked up', async () => {
    const lookup = vi.spyOn(dns, 'lookup');
    cleanUps.push(() => lookup.mockRestore());
    const { transports } = await startTransports();
    lookup.mockClear();
    const flow: Flow = { id: 'udp:localhost:9', transport: 'UDP', remoteAddress: 'localhost', remotePort: 9 };
    transports.send(flow, message('x'));
    while (transports.counters.sendFailures.UDP === 0) await new Promise(setImmediate);
    expect(lookup).not.toHaveBeenCalled();
  });
});
