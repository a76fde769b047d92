import type { ConnId } from '@cordboard/shared/ids';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../../src/services/auth/session.ts';
import { Desktop } from '../../../src/services/desktop/desktop-view.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { aliceTalksToMaya, type CallScene, operate } from '../../support/scenes/call-scene.ts';

describe('what an agent has not marked as done', () => {
  let scene: CallScene;
  let c1: ConnId;
  const desktop = () => {
    const { world, store, clock } = scene.centre;
    return new Desktop({ callControl: world.callControl, store, clock, sipDomain: 'localhost' });
  };
  const session = (userName: string, place = userName): Session => ({
    id: userName,
    userName: userName as Session['userName'],
    place: place as Session['place'],
    createdAt: 0,
    expiresAt: 1,
  });
  const listed = (userName: string, place = userName) =>
    desktop()
      .unfinishedOf(session(userName, place))
      .map(({ connID }) => connID);

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
    c1 = scene.c1 as ConnId;
  });

  test('[RE25] an ended chat is listed until it is done, also after a crash; nobody else sees it', async () => {
    expect(listed('1001')).toEqual([]);
    await scene.alice.bye();
    const [entry] = desktop().unfinishedOf(session('1001'));
    expect(entry).toMatchObject({
      connID: c1,
      dn: '1001',
      customer: 'alice@example.net',
      callState: 0,
      endedBy: 'customer',
    });
    expect(entry).not.toHaveProperty('userName');
    expect([listed('1002'), listed('1002', '1001'), listed('1001', '1002')]).toEqual([[], [], []]);
    await scene.centre.crash();
    expect(listed('1001')).toEqual([c1]);
    expect(await desktop().finish(session('1002'), c1)).toMatchObject({ ok: false });
    expect(await desktop().finish(session('1001'), c1)).toMatchObject({ ok: true });
    expect(await desktop().finish(session('1001'), c1)).toMatchObject({ ok: true });
    await scene.centre.crash();
    expect(listed('1001')).toEqual([]);
  });

  test('[RE25] a chat handed over is listed for who talked, with whom it went to, and he may write his note', async () => {
    await operate(scene.maya, 'TSingleStepTransfer', c1, { otherDN: '1002' });
    expect(desktop().unfinishedOf(session('1001'))[0]).toMatchObject({ callState: 1, thirdPartyDN: '1002' });
    expect(await desktop().writeNote(session('1001'), c1, 'Sent to Ben.')).toMatchObject({ ok: true });
    await scene.ben.release(c1);
    await scene.maya.answer(c1);
    expect([listed('1001'), listed('1002')]).toEqual([[], []]);
    await scene.maya.release(c1);
    expect(listed('1001')).toEqual([c1]);
  });

  test('[RE25] not listed: what was declined, what was among agents, what is a day old', async () => {
    await operate(scene.maya, 'TReleaseCall', c1);
    const { connID } = (await scene.maya.request('TMakeCall', { thisDN: '1001', otherDN: '1002' })) as {
      connID?: unknown;
    };
    await scene.ben.answer(connID);
    await scene.ben.release(connID);
    await new PageCustomer(scene.centre, 'sip:bob@example.net').say('Hello?');
    const bobs = [...scene.centre.switchState.routeRequests.values()][0];
    const rung = [scene.maya, scene.ben, scene.lena].find(({ dn }) => dn === bobs?.offeredTo);
    expect(await rung?.release(bobs?.id)).toMatchObject({ name: 'EventReleased', callState: 22 });
    expect([listed('1001'), listed('1002'), listed('1003')]).toEqual([[c1], [], []]);
    scene.centre.clock.advance(24 * 3600_000);
    expect(listed('1001')).toEqual([]);
  });

  test('[RE25] at most 50 for each DN, the last ones', async () => {
    await operate(scene.maya, 'TReleaseCall', c1);
    for (const agent of [scene.ben, scene.lena]) await agent.request('TAgentSetNotReady', { thisDN: agent.dn });
    const ended: unknown[] = [];
    for (let count = 0; count < 50; count += 1) {
      await new PageCustomer(scene.centre, `sip:c${count}@example.net`).say('Hi.');
      const connID = scene.maya.rung.at(-1);
      await scene.maya.answer(connID);
      scene.centre.clock.advance(1);
      await scene.maya.release(connID);
      ended.unshift(connID);
    }
    expect(listed('1001')).toEqual(ended);
  });
});
