import { setTimeout as delay } from 'node:timers/promises';
import type { TEvent } from '@cordboard/shared/tlib/events';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { closeAll, query, setUp } from '../../../test/support/scenes/gateway-scene.ts';

afterEach(closeAll);

describe('connecting', () => {
  it.each([[{}], [{ token: 'stranger' }], [{ token: 5 }], [{ token: ['maya'] }], [{ token: '__proto__' }]])(
    '[GW1] without a valid token is refused: %j',
    async (auth) => {
      const { connect, service } = await setUp();
      const client = connect(auth);
      await expect.poll(() => client.refusal).toEqual({ code: 'Unauthorized', message: 'A valid token is needed.' });
      expect(service.clients).toEqual([]);
    },
  );

  it('[GW22] while the server starts nobody is judged: the client is to come again', async () => {
    const { connect, state } = await setUp();
    state.isOpen = false;
    const client = connect({ token: 'maya' });
    await expect.poll(() => client.refusal).toBe('websocket error');
    // Not refused by us, so the client goes on by itself where it may.
    expect(client.socket.active).toBe(true);
    state.isOpen = true;
    await connect({ token: 'maya' }).ready();
  });

  it('[GW1] with a token is connected as its person, role and place', async () => {
    const { connect, service } = await setUp();
    await connect({ token: 'maya' }).ready();
    expect(service.clients[0]).toMatchObject({ userName: 'maya', role: 'agent', place: '1001' });
  });

  it.each([
    [undefined, undefined],
    [null, undefined],
    [0, 0],
    [41, 41],
  ])('[GW2] lastSequence %s is handed on as %s', async (lastSequence, expected) => {
    const { connect, service } = await setUp();
    await connect({ token: 'maya', lastSequence }).ready();
    expect(service.resumedFrom).toEqual([expected]);
  });

  it.each([[-1], [1.5], ['41'], [{}], [2 ** 60]])('[GW2] lastSequence %j is refused', async (lastSequence) => {
    const { connect } = await setUp();
    const client = connect({ token: 'maya', lastSequence });
    await expect.poll(() => client.refusal).toMatchObject({ code: 'InvalidAttribute' });
  });

  it.each([['https://evil.example'], ['null']])('[GW3] a page of %s cannot connect', async (origin) => {
    const { port } = await setUp();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, { origin });
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('open', () => resolve('open'));
      socket.on('error', () => {});
    });
    expect(status).toBe(400);
  });

  it('[GW4] polling is not served, and no cookie is set', async () => {
    const { port } = await setUp();
    const reply = await fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`);
    expect(reply.status).toBe(400);
    expect(reply.headers.get('set-cookie')).toBeNull();
  });

  it.each(['/', '/admin', '/__proto__'])('[GW4] the namespace %s admits nobody', async (namespace) => {
    const { connect, service } = await setUp();
    const client = connect({ token: 'maya' }, namespace);
    await expect.poll(() => client.refusal).toBeDefined();
    expect(service.clients).toEqual([]);
  });

  it('[GW5] one socket too many of a person is refused, the others stay', async () => {
    const { connect } = await setUp({ socketsPerPersonMax: 2 });
    const first = await connect({ token: 'maya' }).ready();
    await connect({ token: 'maya' }).ready();
    const third = connect({ token: 'maya' });
    await expect.poll(() => third.refusal).toMatchObject({ code: 'TooManyRequests' });
    await connect({ token: 'router' }).ready();
    expect(first.socket.connected).toBe(true);
  });

  it('[GW12] when call control throws, that socket ends', async () => {
    const { connect, service } = await setUp();
    service.onConnect = () => {
      throw new Error('our own mistake');
    };
    const client = connect({ token: 'maya' });
    await expect.poll(() => client.endedBy).toBe('transport close');
    service.onConnect = () => {};
    await connect({ token: 'maya' }).ready();
  });
});

describe('requests', () => {
  it('[GW9] a right one reaches call control and is answered', async () => {
    const { connect, service } = await setUp();
    const client = await connect({ token: 'maya' }).ready();
    client.request(query(3));
    expect(await client.answer(3)).toMatchObject({ name: 'EventACK' });
    expect(service.requests).toEqual([query(3)]);
  });

  it('[GW6] a wrong one is answered by EventError and never reaches call control', async () => {
    const { connect, service } = await setUp();
    const client = await connect({ token: 'maya' }).ready();
    for (const wrong of [undefined, null, 5, 'x', [], Buffer.from('x'), { name: '__proto__', referenceID: 3 }]) {
      client.request(wrong);
    }
    client.socket.emit('event', query(4));
    client.socket.emit('request');
    client.request(query(5));
    await client.answer(5);
    expect(client.events.filter((event) => event.name === 'EventError')).toHaveLength(9);
    expect(service.requests).toEqual([query(5)]);
  });

  it('[GW6] an acknowledgement asked for is not given', async () => {
    const { connect } = await setUp();
    const client = await connect({ token: 'maya' }).ready();
    let isAcknowledged = false;
    client.socket.emit('request', query(3), () => {
      isAcknowledged = true;
    });
    await client.answer(3);
    expect(isAcknowledged).toBe(false);
  });

  it('[GW11] beyond the rate are refused, the connection stays', async () => {
    const slow = { perSecond: 0.001, burst: 3 };
    const { connect, service } = await setUp({
      requestRate: { agent: slow, supervisor: slow, administrator: slow, application: slow },
    });
    const client = await connect({ token: 'maya' }).ready();
    for (let reference = 1; reference <= 5; reference += 1) client.request(query(reference));
    expect(await client.answer(5)).toMatchObject({ name: 'EventError', errorCode: 'TooManyRequests' });
    expect(service.requests).toHaveLength(3);
    expect(client.socket.connected).toBe(true);
  });

  it('[GW11] far beyond the rate the socket ends, the others go on', async () => {
    const slow = { perSecond: 0.001, burst: 1 };
    const rate = { agent: slow, supervisor: slow, administrator: slow, application: { perSecond: 100, burst: 100 } };
    const { connect, counted } = await setUp({ requestRate: rate, refusalsMax: 20 });
    const flooding = await connect({ token: 'maya' }).ready();
    const other = await connect({ token: 'router' }).ready();
    for (let reference = 1; reference <= 100; reference += 1) flooding.request(query(reference));
    await expect.poll(() => flooding.endedBy).toBe('transport close');
    expect(counted).toContain('sockets_ended flooding');
    other.request(query(1));
    await other.answer(1);
  });

  it('[GW12] a handler that throws answers InternalError and disturbs nobody', async () => {
    const { connect, service } = await setUp();
    const client = await connect({ token: 'maya' }).ready();
    const receive = service.receiveRequest.bind(service);
    service.receiveRequest = (of, request) => {
      if (request.referenceID === 1) throw new Error('our own mistake');
      receive(of, request);
    };
    client.request(query(1));
    client.request(query(2));
    expect(await client.answer(1)).toMatchObject({ name: 'EventError', errorCode: 'InternalError' });
    expect(await client.answer(2)).toMatchObject({ name: 'EventACK' });
  });
});

describe('raw bytes', () => {
  const hostile: readonly (readonly [what: string, bytes: string | Buffer])[] = [
    ['no packet type', 'hello'],
    ['broken JSON', '42/tlib,["request",{'],
    ['an event without a name', '42/tlib,{}'],
    ['a reserved event', '42/tlib,["disconnect"]'],
    ['an error event', '42/tlib,["error","x"]'],
    ['endless nesting', `42/tlib,["request",${'['.repeat(20_000)}`],
    ['too many attachments', '4599999-/tlib,["request"]'],
    ['attachments that never come', '451-/tlib,["request",{"_placeholder":true,"num":0}]'],
    ['a foreign acknowledgement', '43/tlib,999[]'],
    ['an unknown namespace', '42/other,["request",{}]'],
    ['binary', Buffer.alloc(1000, 0xff)],
    ['more than a packet may have', `42/tlib,["request","${'x'.repeat(200_000)}"]`],
    ['a prototype', '42/tlib,["request",{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}]'],
    ['a name from the prototype', '42/tlib,["__proto__",{}]'],
    ['connecting twice', '40/tlib,{"token":"maya"}'],
    ['closing', '41/tlib,'],
  ];

  it.each(hostile)('[GW16] %s disturbs nobody else', async (_what, bytes) => {
    const { port, connect } = await setUp();
    const other = await connect({ token: 'router' }).ready();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
    socket.on('error', () => {});
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send('40/tlib,{"token":"maya"}');
    await new Promise((resolve) => socket.once('message', resolve));
    socket.send(bytes);
    socket.send(bytes);
    await delay(20);
    other.request(query(1));
    expect(await other.answer(1)).toMatchObject({ name: 'EventACK' });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    socket.terminate();
  });

  it('[GW16] a request of 100 kB is read', async () => {
    const { connect } = await setUp();
    const client = await connect({ token: 'maya' }).ready();
    client.request({ name: 'TQueryServer', referenceID: 1, reasons: {}, padding: 'x'.repeat(100_000) });
    expect(await client.answer(1)).toMatchObject({ name: 'EventACK' });
  });
});

describe('ending a socket', () => {
  it('[GW14] tells the reason first', async () => {
    const { connect, service } = await setUp();
    const client = await connect({ token: 'maya' }).ready();
    service.clients[0]?.end('Logged in at another place.');
    await expect.poll(() => client.endedBy).toBe('io server disconnect');
    expect(client.events.at(-1)).toMatchObject({
      name: 'EventError',
      errorCode: 'ConnectionEnded',
      errorMessage: 'The server ended this connection. Logged in at another place.',
    });
    await expect.poll(() => service.gone).toEqual([service.clients[0]?.id]);
  });

  it('[GW15] happens when its session ends, to sockets of that session only', async () => {
    const { connect, gateway } = await setUp();
    const [one, two] = [await connect({ token: 'maya' }).ready(), await connect({ token: 'maya' }).ready()];
    const other = await connect({ token: 'router' }).ready();
    gateway.endSession('maya', 'Logged out.');
    await expect.poll(() => [one.endedBy, two.endedBy]).toEqual(['io server disconnect', 'io server disconnect']);
    expect(other.socket.connected).toBe(true);
    expect(gateway.socketCount).toBe(1);
  });

  it('[GW15] a request in an ended session ends the socket and is not done', async () => {
    const { connect, service, sessions } = await setUp();
    const client = await connect({ token: 'maya' }).ready();
    sessions.delete('maya');
    client.request(query(1));
    await expect.poll(() => client.endedBy).toBe('io server disconnect');
    expect(service.requests).toEqual([]);
  });

  it('[GW13] happens to a client that does not read, and to no other', async () => {
    const { connect, service, port, counted, gateway } = await setUp({ waitingBytesMax: 2_000_000 });
    const other = await connect({ token: 'router' }).ready();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
    socket.on('error', () => {});
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send('40/tlib,{"token":"maya"}');
    await expect.poll(() => service.clients.length).toBe(2);
    socket.pause();
    const slow = service.clients[1];
    const event: TEvent = { name: 'EventACK', time: 1, extensions: { im: 'x'.repeat(10_000) } };
    let sent = 0;
    while (gateway.socketCount === 2 && sent < 10_000) {
      slow?.send(event);
      sent += 1;
      if (sent % 50 === 0) await delay(1);
    }
    expect(gateway.socketCount).toBe(1);
    expect(sent).toBeGreaterThan(199);
    expect(counted).toContain('sockets_ended slow');
    slow?.send(event);
    other.request(query(1));
    await other.answer(1);
    socket.terminate();
  });

  it('[GW17] the stop of the server closes sockets so that clients reconnect', async () => {
    const { connect, gateway } = await setUp();
    const client = await connect({ token: 'maya' }).ready();
    await gateway.close();
    await expect.poll(() => client.endedBy).toBe('transport close');
    const late = connect({ token: 'maya' });
    await expect.poll(() => late.refusal).toBeDefined();
  });
});
