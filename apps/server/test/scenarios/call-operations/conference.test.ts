import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf } from '../../support/agents/desktop-client.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { aliceTalksToMaya, type CallScene, consult, operate, story } from '../../support/scenes/call-scene.ts';

const NOTICE = 'One moment, please. We will be back with you soon.';

describe('conference', () => {
  let scene: CallScene;

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
  });

  async function benJoins(): Promise<void> {
    const { maya, ben, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    await ben.answer(c1);
    for (const client of [maya, ben]) client.clear();
  }

  test('[CO14] after a consultation: who gets which event; each text has its own prefix', async () => {
    const { maya, ben, alice, c1 } = scene;
    const c2 = await consult(scene);
    await ben.say(c2, 'Between us.');
    maya.clear();
    ben.clear();
    const answer = await operate(maya, 'TCompleteConference', c1, { consultConnID: c2 });
    expect(answer).toMatchObject({
      name: 'EventPartyAdded',
      connID: c1,
      callState: 2,
      otherDN: '1002',
      otherDNRole: 4,
      thirdPartyDN: '1001',
      thirdPartyDNRole: 5,
    });
    expect(maya.events.map((event) => [event.name, event['connID'], event['callState']])).toEqual([
      ['EventReleased', c2, 2],
      ['EventRetrieved', c1, 2],
      ['EventPartyAdded', c1, 2],
    ]);
    expect(story(ben)).toEqual(['PartyChanged', '3005']);
    expect(ben.last('EventPartyChanged')).toMatchObject({
      connID: c1,
      previousConnID: c2,
      thirdPartyDN: '1001',
      thirdPartyDNRole: 9,
    });
    expect(transcriptOf(ben.last('EventPrivateInfo'))).toEqual(['Hi.', NOTICE]);
    await maya.say(c1, 'This is Ben.');
    await ben.say(c1, 'Hello.');
    await alice.say('Hello you two.');
    expect(alice.shown).toEqual([NOTICE, '[Maya/1001] This is Ben.', '[Ben/1002] Hello.']);
    expect(maya.texts).toEqual(ben.texts);
  });

  test('[CO19][CO17] the last one leaves while it rings at the transferee of another: she gets it, or the transferor back', async () => {
    const { maya, ben, lena, alice, c1 } = scene;
    await benJoins();
    await operate(ben, 'TSingleStepTransfer', c1, { otherDN: '1003' });
    expect(await maya.release(c1)).toMatchObject({ name: 'EventReleased', connID: c1 });
    expect(story(lena)).toEqual(['Ringing']);
    await alice.say('Still there?');
    await lena.release(c1);
    expect(ben.last('EventRinging')).toMatchObject({ connID: c1, extensions: { reason: 'transferDeclined' } });
    ben.clear();
    await ben.answer(c1);
    expect(story(ben)).toEqual(['Established', '3005', '3001']);
    await ben.say(c1, 'I am.');
    expect(alice.shown.at(-1)).toBe('[Ben/1002] I am.');
  });

  test('[CO19] a conferee who has not answered does not keep the call', async () => {
    const { centre, maya, ben, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    await maya.release(c1);
    expect(story(ben)).toEqual(['Ringing', 'Released']);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[CO14][CM19] what waits is offered to who has room again, now that two calls are one', async () => {
    const { maya, centre } = scene;
    const c2 = await consult(scene);
    for (const dn of ['1002', '1003']) {
      const client = dn === '1002' ? scene.ben : scene.lena;
      await client.request('TAgentSetNotReady', { thisDN: dn });
    }
    for (const name of ['bob', 'carol']) await new PageCustomer(centre, `sip:${name}@example.net`).say('Hello.');
    expect(maya.rung).toHaveLength(1);
    await operate(maya, 'TCompleteConference', scene.c1, { consultConnID: c2 });
    expect(maya.rung).toHaveLength(2);
  });

  test('[CO18] single step: ACK, ring, then Established with the transcript and PartyAdded', async () => {
    const { maya, ben, alice, c1 } = scene;
    expect((await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' })).name).toBe('EventACK');
    expect(ben.last('EventRinging')).toMatchObject({ connID: c1, thirdPartyDN: '1001' });
    await alice.say('While it rings.');
    maya.clear();
    ben.clear();
    expect(await ben.answer(c1)).toMatchObject({ name: 'EventEstablished', callState: 2 });
    expect(story(ben)).toEqual(['Established', '3005']);
    expect(transcriptOf(ben.last('EventPrivateInfo'))).toEqual(['Hi.', 'While it rings.']);
    expect(maya.last('EventPartyAdded')).toMatchObject({ otherDN: '1002', thirdPartyDN: '1001', callState: 2 });
  });

  test('[CO18] who declines is not added, and nothing else changes', async () => {
    const { maya, ben, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    maya.clear();
    await ben.release(c1);
    expect(maya.events).toEqual([]);
    expect((await maya.say(c1, 'Alone.')).name).toBe('EventPrivateInfo');
  });

  test('[CO19] Maya leaves, the call is Ben’s; Ben leaves, it ends', async () => {
    const { maya, ben, alice, c1 } = scene;
    await benJoins();
    expect(await maya.release(c1)).toMatchObject({ name: 'EventReleased', connID: c1 });
    expect(ben.last('EventPartyDeleted')).toMatchObject({ connID: c1, otherDN: '1001', otherDNRole: 8 });
    expect(alice.byes).toHaveLength(0);
    await ben.say(c1, 'Just us.');
    expect(alice.shown).toEqual(['[Ben/1002] Just us.']);
    await ben.release(c1);
    expect(alice.byes).toHaveLength(1);
  });

  test('[CO19] Ben is dropped, or the one who has not answered yet', async () => {
    const { maya, ben, c1 } = scene;
    await benJoins();
    const drop = () => operate(maya, 'TDeleteFromConference', c1, { otherDN: '1002' });
    expect(await drop()).toMatchObject({
      name: 'EventPartyDeleted',
      otherDN: '1002',
      thirdPartyDN: '1001',
      thirdPartyDNRole: 6,
    });
    expect(ben.last('EventReleased')).toMatchObject({ connID: c1, thirdPartyDN: '1001' });
    expect(await drop()).toMatchObject({ errorCode: 'InvalidAttribute' });
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    await drop();
    expect(await ben.answer(c1)).toMatchObject({ errorCode: 'UnknownCall' });
  });

  test('[CO19][EG7] one who is dropped before the answer was never there for the others', async () => {
    const { maya, ben, lena, c1 } = scene;
    await benJoins();
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1003' });
    expect((await operate(maya, 'TDeleteFromConference', c1, { otherDN: '1003' })).name).toBe('EventPartyDeleted');
    expect(lena.last('EventReleased')).toMatchObject({ connID: c1, thirdPartyDN: '1001' });
    expect(ben.events).toEqual([]);
  });

  test('[CO19] three agents: it goes on with two, and ends when one is left', async () => {
    const { maya, ben, lena } = scene;
    const { connID } = (await maya.request('TMakeCall', { thisDN: '1001', otherDN: '1002' })) as { connID?: unknown };
    await ben.answer(connID);
    for (const answers of [false, true]) {
      await operate(ben, 'TSingleStepConference', connID, { otherDN: '1003' });
      await (answers ? lena.answer(connID) : lena.release(connID));
    }
    await maya.release(connID);
    expect(lena.last('EventPartyDeleted')).toMatchObject({ connID, otherDN: '1001' });
    await ben.release(connID);
    expect(lena.last('EventReleased')).toMatchObject({ connID });
  });

  test('[CO22] Alice leaves a conference', async () => {
    const { maya, ben, alice, c1 } = scene;
    await benJoins();
    await alice.bye();
    for (const client of [maya, ben]) expect(client.last('EventReleased')).toMatchObject({ connID: c1 });
    expect(scene.centre.switchState.calls.size).toBe(0);
  });

  test('[CO19] who logs in elsewhere leaves the conference to the others', async () => {
    const { maya, ben, c1 } = scene;
    await benJoins();
    const { centre } = scene;
    const elsewhere = await DesktopClient.connect(centre, '1001', {
      place: '2001',
    });
    await elsewhere.logIn('2001', { extensions: { takeOver: 1 } });
    expect(maya.last('EventReleased')).toMatchObject({ connID: c1, callState: 22 });
    expect(ben.last('EventPartyDeleted')).toMatchObject({ connID: c1, otherDN: '1001' });
    expect((await ben.say(c1, 'I go on.')).name).toBe('EventPrivateInfo');
  });
});
