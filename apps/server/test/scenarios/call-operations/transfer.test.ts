import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf, watch } from '../../support/agents/desktop-client.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { aliceTalksToMaya, type CallScene, operate, story } from '../../support/scenes/call-scene.ts';

const REQUEUE_NOTICE = 'We are looking for a colleague who can help you. Please stay with us.';

describe('single-step transfer', () => {
  let scene: CallScene;
  const transfer = (otherDN: string, attributes: object = {}) =>
    operate(scene.maya, 'TSingleStepTransfer', scene.c1, { otherDN, ...attributes });

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
  });

  test.each(['1002', 'ALL_Agents'])(
    '[CO15][CO24] to %s: same ConnID, Ben gets transcript and data',
    async (otherDN) => {
      const { maya, ben, alice, c1 } = scene;
      const answer = await transfer(otherDN, { userData: { Why: 'refund' } });
      expect(answer).toMatchObject({ name: 'EventReleased', connID: c1, callState: 1, thirdPartyDN: '1002' });
      expect(ben.last('EventRinging')).toMatchObject({
        connID: c1,
        otherDN: 'alice@example.net',
        thirdPartyDN: '1001',
      });
      expect(ben.last('EventRinging')['userData']).toMatchObject({ Why: 'refund' });
      await alice.say('Anybody?');
      ben.clear();
      await ben.answer(c1);
      expect(story(ben)).toEqual(['Established', '3005', '3001']);
      expect(transcriptOf(ben.last('EventPrivateInfo', { privateMsgID: 3005 }))).toEqual(['Hi.']);
      expect(ben.texts).toEqual(['Anybody?']);
      expect(await maya.say(c1, 'No.')).toMatchObject({ errorCode: 'UnknownCall' });
    },
  );

  test('[CO16] to a routing point: the strategy runs with the same ConnID', async () => {
    const { ben, centre, c1, alice } = scene;
    const router = await watch(centre, ['1111', 'VQ_Any']);
    await transfer('1111');
    expect(router.events.map((event) => event.name)).toEqual([
      'EventRouteRequest',
      'EventQueued',
      'EventAttachedDataChanged',
    ]);
    expect(router.last('EventRouteRequest')).toMatchObject({ connID: c1, extensions: { reason: 'transferred' } });
    expect(ben.rung).toEqual([c1]);
    await ben.answer(c1);
    await ben.say(c1, 'Ben here.');
    expect(alice.shown).toEqual(['[Ben/1002] Ben here.']);
  });

  test('[CO17] declined: it rings again at Maya, and not taken there goes to the queue with a notice', async () => {
    const { maya, ben, lena, centre, c1, alice } = scene;
    await transfer('1002');
    await ben.release(c1);
    expect(maya.last('EventRinging')).toMatchObject({ connID: c1, extensions: { reason: 'transferDeclined' } });
    const router = await watch(centre, ['1111']);
    await maya.release(c1);
    expect(router.last('EventRouteRequest')).toMatchObject({ connID: c1, extensions: { reason: 'declined' } });
    expect(alice.shown).toEqual([REQUEUE_NOTICE]);
    const rings = [...ben.rung, ...lena.rung];
    expect(rings).toEqual([c1, c1]);
  });

  test('[CO17] not answered in time: the reason says so', async () => {
    const { maya, centre, c1 } = scene;
    await transfer('1002');
    await centre.pass(20);
    expect(maya.last('EventRinging')).toMatchObject({ connID: c1, extensions: { reason: 'transferNotAnswered' } });
  });

  test('[CO17] Maya has logged out meanwhile: it goes to its routing point', async () => {
    const { maya, ben, lena, c1, alice } = scene;
    await transfer('1002');
    await maya.request('TAgentLogout', { thisDN: '1001' });
    await ben.release(c1);
    expect(lena.rung).toEqual([c1]);
    expect(alice.shown).toEqual([REQUEUE_NOTICE]);
  });

  test('[CO17] Maya alone declines what came back: she is not asked again for 30 s', async () => {
    const { maya, ben, lena, centre, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await transfer('1002');
    await ben.release(c1);
    await maya.release(c1);
    await centre.pass(29);
    expect(maya.rung).toEqual([c1]);
    await centre.pass(1);
    expect(maya.rung).toEqual([c1, c1]);
  });

  test('[CO23] not while somebody else is asked to join; a conference not to a routing point', async () => {
    const { maya, ben, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    expect(await transfer('1003')).toMatchObject({ errorCode: 'InvalidState' });
    expect(await operate(maya, 'TMuteTransfer', c1, { otherDN: '1003' })).toMatchObject({ errorCode: 'InvalidState' });
    await ben.answer(c1);
    expect(await transfer('1111')).toMatchObject({ errorCode: 'InvalidState' });
  });

  test('[CO15][CO17] out of a conference: PartyChanged for Ben, PartyDeleted when Lena declines', async () => {
    const { maya, ben, lena, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    await ben.answer(c1);
    await transfer('1003');
    expect(ben.last('EventPartyChanged')).toMatchObject({ connID: c1, otherDN: '1003', thirdPartyDN: '1001' });
    await lena.release(c1);
    expect(ben.last('EventPartyDeleted')).toMatchObject({ connID: c1, otherDN: '1003' });
    expect(maya.rung).toEqual([]);
  });

  test('[CO15][CO20] out of a conference, and on from where it rings: Ben learns who has it', async () => {
    const { maya, ben, lena, centre, c1 } = scene;
    const ravi = await DesktopClient.ready(centre, '1004', '1004', '1104');
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    await ben.answer(c1);
    await transfer('1003');
    await operate(lena, 'TRedirectCall', c1, { otherDN: '1104' });
    expect(ben.last('EventPartyChanged')).toMatchObject({ connID: c1, otherDN: '1104', thirdPartyDN: '1003' });
    await ravi.release(c1, '1104');
    expect(ben.last('EventPartyDeleted')).toMatchObject({ connID: c1, otherDN: '1104' });
  });

  test('[CO17] among agents what nobody takes comes back, and Ben learns so', async () => {
    const { maya, ben, lena } = scene;
    const { connID } = (await maya.request('TMakeCall', { thisDN: '1001', otherDN: '1002' })) as { connID?: unknown };
    await ben.answer(connID);
    await operate(maya, 'TSingleStepTransfer', connID, { otherDN: '1003' });
    await lena.release(connID);
    expect(ben.last('EventPartyChanged')).toMatchObject({ connID, otherDN: '1001', thirdPartyDN: '1003' });
    await maya.answer(connID);
    expect((await ben.say(connID, 'You again.')).name).toBe('EventPrivateInfo');
    expect(maya.texts).toEqual(['You again.']);
  });

  test('[CO17] a transferor whom the others have asked back already rings once', async () => {
    const { maya, ben, lena } = scene;
    const { connID } = (await maya.request('TMakeCall', { thisDN: '1001', otherDN: '1002' })) as { connID?: unknown };
    await ben.answer(connID);
    await operate(maya, 'TSingleStepTransfer', connID, { otherDN: '1003' });
    await operate(ben, 'TSingleStepConference', connID, { otherDN: '1001' });
    await lena.release(connID);
    expect(maya.rung).toEqual([connID]);
    await maya.answer(connID);
    expect(ben.last('EventPartyAdded')).toMatchObject({ connID, otherDN: '1001' });
  });

  test('[CO20] a ringing call is redirected', async () => {
    const { maya, ben, lena, centre } = scene;
    const router = await watch(centre, ['1111', 'VQ_Any']);
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await new PageCustomer(centre, 'sip:bob@example.net').say('Hello.');
    const [connID] = ben.rung;
    router.clear();
    expect(await operate(ben, 'TRedirectCall', connID, { otherDN: '1003' })).toMatchObject({
      name: 'EventReleased',
      callState: 22,
      thirdPartyDN: '1003',
    });
    expect(router.events.map((event) => event.name)).toEqual(['EventRouteUsed', 'EventDiverted']);
    expect(router.last('EventDiverted')).toMatchObject({ reasons: { RTR: 3 } });
    expect(lena.rung).toEqual([connID]);
    await lena.answer(connID);
    expect(lena.texts).toEqual(['Hello.']);
  });

  test('[CO26] a call of an agent who logs in elsewhere: the customer is told', async () => {
    const { maya, ben, alice, centre, c1 } = scene;
    await maya.disconnect();
    const elsewhere = await DesktopClient.connect(centre, '1001', {
      place: '2001',
    });
    await elsewhere.logIn('2001', { extensions: { takeOver: 1 } });
    expect(ben.rung).toEqual([c1]);
    expect(alice.shown).toEqual([REQUEUE_NOTICE]);
  });
});
