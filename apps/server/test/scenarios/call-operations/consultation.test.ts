import { beforeEach, describe, expect, test } from 'vitest';
import { transcriptOf } from '../../support/agents/desktop-client.ts';
import { aliceTalksToMaya, type CallScene, consult, operate, story } from '../../support/scenes/call-scene.ts';

const NOTICE = 'One moment, please. We will be back with you soon.';

describe('consultation', () => {
  let scene: CallScene;

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
  });

  test('[CO9] Held and Dialing, Ringing with a copy of the data; its texts stay in the house', async () => {
    const { maya, ben, alice, c1 } = scene;
    await operate(maya, 'TAttachUserData', c1, { userData: { Topic: 'billing' } });
    maya.clear();
    const c2 = await consult(scene, { isAnswered: false });
    expect(story(maya)).toEqual(['Held', '3001', 'Dialing']);
    const { callUUID } = maya.last('EventHeld');
    expect(maya.last('EventDialing')).toMatchObject({ callType: 4, previousConnID: c1, callUUID, otherDN: '1002' });
    expect(ben.last('EventRinging')).toMatchObject({ connID: c2, callType: 4, previousConnID: c1, otherDN: '1001' });
    expect(ben.last('EventRinging')['userData']).toMatchObject({ Topic: 'billing' });
    await ben.answer(c2);
    await maya.say(c2, 'She is angry.');
    await ben.say(c2, 'Give her to me.');
    await alice.say('Hello?');
    expect(ben.texts).toEqual(['She is angry.', 'Give her to me.']);
    expect(maya.texts).toEqual([NOTICE, 'She is angry.', 'Give her to me.', 'Hello?']);
    expect(alice.shown).toEqual([NOTICE]);
  });

  test('[CO9] ConsultUserData = separate', async () => {
    const { maya, ben, c1 } = scene;
    const attributes = { otherDN: '1002', userData: { Why: 'refund' }, extensions: { ConsultUserData: 'separate' } };
    await operate(maya, 'TInitiateConference', c1, attributes);
    expect(ben.last('EventRinging')['userData']).toEqual({ Why: 'refund' });
  });

  test('[CO10] completed after the answer: c1 survives with the whole transcript and is Ben’s', async () => {
    const { centre, maya, ben, alice, c1 } = scene;
    const c2 = await consult(scene);
    await maya.say(c2, 'Angry.');
    maya.clear();
    ben.clear();
    const answer = await operate(maya, 'TCompleteTransfer', c1, { consultConnID: c2 });
    expect(answer).toMatchObject({ name: 'EventReleased', connID: c1, callState: 1, thirdPartyDN: '1002' });
    expect(maya.events.map((event) => [event.name, event['connID'], event['callState']])).toEqual([
      ['EventReleased', c2, 1],
      ['EventReleased', c1, 1],
    ]);
    expect(story(ben)).toEqual(['PartyChanged', '3005']);
    expect(ben.last('EventPartyChanged')).toMatchObject({
      connID: c1,
      previousConnID: c2,
      otherDN: 'alice@example.net',
      thirdPartyDN: '1001',
      thirdPartyDNRole: 7,
      callState: 1,
    });
    expect(transcriptOf(ben.last('EventPrivateInfo'))).toEqual(['Hi.', NOTICE]);
    await ben.say(c1, 'I am Ben.');
    await alice.say('At last.');
    expect(alice.shown).toEqual([NOTICE, '[Ben/1002] I am Ben.']);
    expect(ben.texts).toEqual(['I am Ben.', 'At last.']);
    expect(await maya.say(c1, 'Me too.')).toMatchObject({ errorCode: 'UnknownCall' });
    await ben.release(c1);
    expect(centre.switchState.calls.size + centre.switchState.deadlines.size).toBe(0);
  });

  test.each(['TCompleteTransfer', 'TMuteTransfer'] as const)(
    '[CO11] %s before the answer: Ben answers with c1, what Alice wrote meanwhile waits for him',
    async (name) => {
      const { maya, ben, alice, c1 } = scene;
      let answer: unknown;
      if (name === 'TMuteTransfer') answer = await operate(maya, name, c1, { otherDN: '1002' });
      else {
        const c2 = await consult(scene, { isAnswered: false });
        answer = await operate(maya, name, c1, { consultConnID: c2 });
      }
      expect(answer).toMatchObject({ name: 'EventReleased', connID: c1, callState: 1 });
      expect(story(ben)).toEqual(['Ringing', 'PartyChanged']);
      const noAnswerAt = scene.centre.clock.now() + 20_000;
      expect(ben.last('EventPartyChanged').extensions).toMatchObject({ noAnswerAt });
      await alice.say('Hello?');
      ben.clear();
      await ben.answer(c1);
      expect(story(ben)).toEqual(['Established', '3005', '3001']);
      expect(ben.texts).toEqual(['Hello?']);
      expect(scene.centre.switchState.calls.size).toBe(1);
    },
  );

  test('[CO17] a mute transfer that is declined rings again at Maya with the reason', async () => {
    const { maya, ben, alice, c1 } = scene;
    await operate(maya, 'TMuteTransfer', c1, { otherDN: '1002' });
    await ben.release(c1);
    expect(maya.last('EventRinging')).toMatchObject({ connID: c1, extensions: { reason: 'transferDeclined' } });
    await maya.answer(c1);
    await maya.say(c1, 'Me again.');
    expect(alice.shown.at(-1)).toBe('[Maya/1001] Me again.');
  });

  test('[CO12] Ben declines, Maya reconnects', async () => {
    const { maya, ben, alice, c1 } = scene;
    const c2 = await consult(scene, { isAnswered: false });
    maya.clear();
    await ben.release(c2);
    expect(story(maya)).toEqual(['DestinationBusy', 'Released']);
    expect(await operate(maya, 'TReconnectCall', c1, { consultConnID: c2 })).toMatchObject({
      errorCode: 'UnknownCall',
    });
    await operate(maya, 'TRetrieveCall', c1);
    await maya.say(c1, 'Back.');
    expect(alice.shown.at(-1)).toBe('[Maya/1001] Back.');
  });

  test.each([true, false])('[CO12] reconnect ends the consultation (answered: %s)', async (isAnswered) => {
    const { maya, ben, c1 } = scene;
    const c2 = await consult(scene, { isAnswered });
    maya.clear();
    expect(await operate(maya, 'TReconnectCall', c1, { consultConnID: c2 })).toMatchObject({
      name: 'EventRetrieved',
      connID: c1,
    });
    expect(story(maya)).toEqual(['Released', 'Retrieved']);
    expect(ben.last(isAnswered ? 'EventReleased' : 'EventAbandoned')['connID']).toBe(c2);
  });

  test('[CO13] alternate, there and back, then transfer', async () => {
    const { maya, ben, c1 } = scene;
    const c2 = await consult(scene);
    maya.clear();
    const there = await operate(maya, 'TAlternateCall', c1, { consultConnID: c2 });
    expect(there).toMatchObject({ name: 'EventRetrieved', connID: c1 });
    expect(maya.last('EventHeld')['connID']).toBe(c2);
    expect((await maya.say(c1, 'A moment.')).name).toBe('EventPrivateInfo');
    expect(await maya.say(c2, 'No.')).toMatchObject({ errorCode: 'InvalidState' });
    const back = await operate(maya, 'TAlternateCall', c2, { consultConnID: c1 });
    expect(back).toMatchObject({ name: 'EventRetrieved', connID: c2 });
    await operate(maya, 'TCompleteTransfer', c1, { consultConnID: c2 });
    expect(ben.last('EventPartyChanged')['connID']).toBe(c1);
  });

  test('[CO22] Alice leaves while Maya consults: the consultation goes on', async () => {
    const { maya, ben, alice, c1 } = scene;
    const c2 = await consult(scene);
    await alice.bye();
    expect(maya.last('EventReleased')).toMatchObject({ connID: c1 });
    expect(await operate(maya, 'TCompleteTransfer', c1, { consultConnID: c2 })).toMatchObject({
      errorCode: 'UnknownCall',
    });
    await ben.say(c2, 'She is gone.');
    expect(maya.texts.at(-1)).toBe('She is gone.');
    await ben.release(c2);
    expect(scene.centre.switchState.calls.size).toBe(0);
  });

  test('[CO9] who leaves the call in the meantime goes on consulting, in a call of its own', async () => {
    const { maya, ben, lena, alice, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1003' });
    await lena.answer(c1);
    const c2 = await consult(scene);
    await maya.release(c1);
    await alice.bye();
    await ben.say(c2, 'Still there?');
    const text = maya.last('EventPrivateInfo', { connID: c2 });
    expect(text.extensions).toMatchObject({ im: 'Still there?' });
    expect(text['previousConnID']).toBeUndefined();
    expect(scene.centre.switchState.calls.get(String(c2))?.consultOf).toBeNull();
  });

  test('[CO9] a consultation for a consultation outlives it', async () => {
    const { maya, ben, lena, c1 } = scene;
    const c2 = await consult(scene);
    await operate(ben, 'TInitiateTransfer', c2, { otherDN: '1003' });
    const c3 = ben.last('EventDialing')['connID'];
    await lena.answer(c3);
    await operate(maya, 'TCompleteTransfer', c1, { consultConnID: c2 });
    expect(scene.centre.switchState.calls.get(String(c3))?.consultOf).toBeNull();
    await ben.say(c3, 'I have a customer now.');
    expect(lena.texts).toEqual(['I have a customer now.']);
  });

  test('[CO23] who is being asked cannot complete what another has begun', async () => {
    const { maya, ben, lena, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1003' });
    await lena.answer(c1);
    const c2 = await consult(scene, { isAnswered: false });
    await operate(lena, 'TSingleStepConference', c1, { otherDN: '1002' });
    await ben.answer(c1);
    await maya.release(c1);
    for (const name of ['TCompleteTransfer', 'TCompleteConference', 'TReconnectCall'] as const) {
      expect(await operate(ben, name, c1, { consultConnID: c2 })).toMatchObject({ errorCode: 'InvalidState' });
    }
    expect((await ben.answer(c2)).name).toBe('EventEstablished');
  });

  test('[CO22] Alice leaves while the transferred call rings', async () => {
    const { maya, ben, alice, c1 } = scene;
    await operate(maya, 'TMuteTransfer', c1, { otherDN: '1002' });
    await alice.bye();
    expect(ben.last('EventAbandoned')).toMatchObject({ connID: c1 });
    expect(scene.centre.switchState.calls.size).toBe(0);
  });
});
