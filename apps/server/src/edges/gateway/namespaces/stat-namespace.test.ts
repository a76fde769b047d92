import { afterEach, describe, expect, it } from 'vitest';
import { closeAll, setUp } from '../../../../test/support/scenes/gateway-scene.ts';

afterEach(closeAll);

const ENTERED = { referenceID: 5, object: { type: 'queue', id: 'VQ_Any' }, statType: 'Total_Entered' };

describe('the stat channel', () => {
  it('[GW1] [NU28] admits by the same token, administrators not', async () => {
    const { connect, statistics } = await setUp();
    const stranger = connect({ token: 'stranger' }, '/stat');
    await expect.poll(() => stranger.refusal).toMatchObject({ code: 'Unauthorized' });
    const admin = connect({ token: 'admin' }, '/stat');
    await expect.poll(() => admin.refusal).toMatchObject({ code: 'PermissionDenied' });
    const router = connect({ token: 'router' }, '/stat');
    router.socket.emit('open', ENTERED);
    await expect.poll(() => router.said).toEqual([{ name: 'opened', referenceID: 5, time: 1, value: 7 }]);
    expect(statistics.clients[0]).toMatchObject({ userName: 'router', role: 'application' });
  });

  it('[NU28] open and close, with what the schema fills in', async () => {
    const { connect, statistics } = await setUp();
    const client = connect({ token: 'maya' }, '/stat');
    client.socket.emit('open', ENTERED);
    client.socket.emit('close', { referenceID: 5 });
    await expect.poll(() => client.said.length).toBe(2);
    expect(statistics.asked).toEqual(['open queue VQ_Any Total_Entered growing change', 'close 5']);
  });

  it.each([
    ['open', undefined, {}],
    ['open', 'text', {}],
    ['open', { ...ENTERED, referenceID: 0 }, { referenceID: 0 }],
    ['open', { ...ENTERED, referenceID: 'five' }, {}],
    ['open', { ...ENTERED, object: { type: 'planet', id: 'x' } }, { referenceID: 5 }],
    ['open', { ...ENTERED, object: { type: 'queue', id: 'x'.repeat(200) } }, { referenceID: 5 }],
    ['open', { ...ENTERED, profile: { type: 'sliding', window: 7 } }, { referenceID: 5 }],
    ['open', { ...ENTERED, profile: { type: 'sliding', window: 99_999 } }, { referenceID: 5 }],
    ['open', { ...ENTERED, notification: { mode: 'period', seconds: 0.1 } }, { referenceID: 5 }],
    ['close', {}, {}],
  ])('[NU28] %s %j breaks the schema', async (word, payload, known) => {
    const { connect, statistics } = await setUp();
    const client = connect({ token: 'maya' }, '/stat');
    client.socket.emit(word, payload);
    await expect.poll(() => client.said).toMatchObject([{ name: 'refused', errorCode: 'InvalidAttribute', ...known }]);
    expect(statistics.asked).toEqual([]);
  });

  it('[NU28] other words are refused, and too many of them', async () => {
    const { connect } = await setUp({ statisticRate: { perSecond: 0.001, burst: 2 } });
    const client = connect({ token: 'maya' }, '/stat');
    for (const word of ['watch', '__proto__', 'open']) client.socket.emit(word, ENTERED);
    await expect
      .poll(() => client.said.map(({ errorCode }) => errorCode))
      .toEqual(['UnknownRequest', 'UnknownRequest', 'TooManyRequests']);
  });

  it('[GW14] [GW15] [NU32] ends with the session, and says so', async () => {
    const { connect, gateway, statistics } = await setUp();
    const client = connect({ token: 'maya' }, '/stat');
    client.socket.emit('open', ENTERED);
    await expect.poll(() => client.said.length).toBe(1);
    gateway.endSession('maya', 'Logged out.');
    await expect.poll(() => client.endedBy).toBe('io server disconnect');
    expect(client.said.at(-1)).toMatchObject({ name: 'refused', errorCode: 'ConnectionEnded' });
    await expect.poll(() => statistics.gone).toHaveLength(1);
  });
});
