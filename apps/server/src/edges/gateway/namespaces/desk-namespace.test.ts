import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { closeAll, query, setUp } from '../../../../test/support/scenes/gateway-scene.ts';
import type { DeskShow } from '../../../services/switch/effects/desk-watcher.ts';

afterEach(closeAll);

describe('the desk channel', () => {
  it('[GW1] [GW18] admits by the same token, and knows person and role', async () => {
    const { connect, desk } = await setUp();
    const client = await connect({ token: 'maya' }, '/desk').watching();
    expect(client.changes).toEqual([{ time: 1 }]);
    expect(desk.watchers[0]).toMatchObject({ userName: 'maya', role: 'agent' });
    const stranger = connect({ token: 'stranger' }, '/desk');
    await expect.poll(() => stranger.refusal).toMatchObject({ code: 'Unauthorized' });
    const application = connect({ token: 'router' }, '/desk');
    await expect.poll(() => application.refusal).toMatchObject({ code: 'PermissionDenied' });
    expect(desk.watchers).toHaveLength(1);
  });

  it('[GW5] counts the sockets of a person for itself', async () => {
    const { connect } = await setUp({ socketsPerPersonMax: 1 });
    await connect({ token: 'maya' }).ready();
    await connect({ token: 'maya' }, '/desk').watching();
    const second = connect({ token: 'maya' }, '/desk');
    await expect.poll(() => second.refusal).toMatchObject({ code: 'TooManyRequests' });
  });

  it('[GW19] what is no watch changes nothing', async () => {
    const { connect, desk, service } = await setUp();
    const client = connect({ token: 'maya' }, '/desk');
    for (const name of ['request', 'view', 'changes', '__proto__']) client.socket.emit(name, { time: 5 });
    await client.watching();
    expect(desk.watchers).toHaveLength(1);
    expect(service.clients).toEqual([]);
    expect(client.socket.connected).toBe(true);
  });

  it('[GW19] watching too often is not answered, far too often ends the socket', async () => {
    const { connect, desk, counted } = await setUp({ watchRate: { perSecond: 0.001, burst: 3 }, refusalsMax: 20 });
    const client = await connect({ token: 'maya' }, '/desk').watching();
    for (let number = 0; number < 50; number += 1) client.socket.emit('watch');
    await expect.poll(() => client.endedBy).toBe('transport close');
    expect(desk.watchers).toHaveLength(3);
    expect(counted).toContain('sockets_ended flooding');
    await expect.poll(() => desk.gone).toEqual([desk.watchers[0]?.id]);
  });

  it('[GW15] [GW20] ends with the session', async () => {
    const { connect, gateway, desk } = await setUp();
    const client = await connect({ token: 'maya' }, '/desk').watching();
    gateway.endSession('maya', 'Logged out.');
    await expect.poll(() => client.endedBy).toBe('io server disconnect');
    await expect.poll(() => desk.gone).toHaveLength(1);
  });

  it('[GW15] a watch in an ended session ends the socket', async () => {
    const { connect, sessions, desk } = await setUp();
    const client = await connect({ token: 'maya' }, '/desk').watching();
    sessions.delete('maya');
    client.socket.emit('watch');
    await expect.poll(() => client.endedBy).toBe('io server disconnect');
    expect(desk.watchers).toHaveLength(1);
  });

  it('[GW13] [GW20] a client that does not read is ended, on one connection with T-Library too', async () => {
    const { connect, desk, port, counted, gateway } = await setUp({ waitingBytesMax: 2_000_000 });
    const other = await connect({ token: 'router' }).ready();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
    socket.on('error', () => {});
    await new Promise((resolve) => socket.on('open', resolve));
    socket.send('40/tlib,{"token":"maya"}');
    const isAdmitted = new Promise<void>((resolve) => {
      socket.on('message', (data) => {
        if (String(data).startsWith('40/desk')) resolve();
      });
    });
    socket.send('40/desk,{"token":"maya"}');
    await isAdmitted;
    socket.send('42/desk,["watch"]');
    await expect.poll(() => desk.watchers.length).toBe(1);
    socket.pause();
    const queue = { name: 'x'.repeat(10_000), waiting: 0, longestSince: null, ready: null };
    let sent = 0;
    while (gateway.socketCount === 2 && sent < 10_000) {
      desk.watchers[0]?.show({ name: 'changes', changes: { time: 1, queues: [queue] } });
      sent += 1;
      if (sent % 50 === 0) await delay(1);
    }
    expect(gateway.socketCount).toBe(1);
    // The bytes count once, though both namespaces are on this connection.
    expect(sent).toBeGreaterThan(199);
    expect(counted).toContain('sockets_ended slow');
    await expect.poll(() => desk.gone).toHaveLength(1);
    other.request(query(1));
    await other.answer(1);
    socket.terminate();
  });

  it('[GW21] each gets what it is shown, in its order, and nothing else', async () => {
    const { connect, desk } = await setUp();
    const both = [
      await connect({ token: 'maya' }, '/desk').watching(),
      await connect({ token: 'maya' }, '/desk').watching(),
    ];
    const [one, two] = desk.watchers;
    const first: DeskShow = { name: 'changes', changes: { time: 11 } };
    const second: DeskShow = { name: 'changes', changes: { time: 12 } };
    one?.show(first);
    two?.show(first);
    two?.show(second);
    one?.show({ name: 'changes', changes: { time: 13 } });
    await expect
      .poll(() => both.map((client) => client.changes.map(({ time }) => time)))
      .toEqual([
        [1, 11, 13],
        [2, 11, 12],
      ]);
  });

  it('[GW17] the stop of the server closes sockets so that clients reconnect', async () => {
    const { connect, gateway } = await setUp();
    const client = await connect({ token: 'maya' }, '/desk').watching();
    await gateway.close();
    await expect.poll(() => client.endedBy).toBe('transport close');
  });
});
