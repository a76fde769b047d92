import { beforeEach, describe, expect, test } from 'vitest';
import { aliceTalksToMaya, type CallScene, story } from '../../support/scenes/call-scene.ts';

describe('a call between agents', () => {
  let scene: CallScene;
  const dial = (otherDN = '1002', extensions: object = { im: 'Got a minute?' }) =>
    scene.ben.clear() ?? scene.maya.request('TMakeCall', { thisDN: '1001', otherDN, extensions });

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
  });

  test('[CO4][CO5] opening text, answer, conversation, end; the customer hears nothing', async () => {
    const { maya, ben, alice } = scene;
    await ben.request('TAgentSetNotReady', { thisDN: '1002' });
    const dialing = await dial();
    const { connID } = dialing as { connID?: unknown };
    expect(dialing).toMatchObject({ name: 'EventDialing', callType: 1, thisDNRole: 1, otherDN: '1002', ani: '1001' });
    expect(ben.last('EventRinging')).toMatchObject({
      connID,
      callType: 1,
      otherDN: '1001',
      thisDNRole: 2,
      extensions: { preview: 'Got a minute?' },
    });
    expect(await maya.say(connID, 'Too early.')).toMatchObject({ errorCode: 'InvalidState' });
    maya.clear();
    ben.clear();
    await ben.answer(connID);
    expect([story(ben), story(maya)]).toEqual([
      ['Established', '3005', '3001'],
      ['Established', '3001'],
    ]);
    await ben.say(connID, 'Sure.');
    expect([maya.texts, ben.texts]).toEqual([
      ['Got a minute?', 'Sure.'],
      ['Got a minute?', 'Sure.'],
    ]);
    await ben.release(connID);
    expect(maya.last('EventReleased')).toMatchObject({ connID, extensions: { endedBy: '1002' } });
    expect(alice.shown).toEqual([]);
    expect(scene.centre.switchState.calls.size).toBe(1);
  });

  test('[CO6] declined: DestinationBusy, then Released for the caller', async () => {
    const { maya, ben } = scene;
    const { connID } = (await dial()) as { connID?: unknown };
    maya.clear();
    expect(await ben.release(connID)).toMatchObject({ name: 'EventReleased', callState: 22 });
    expect(story(maya)).toEqual(['DestinationBusy', 'Released']);
    expect(maya.last('EventDestinationBusy')).toMatchObject({ connID, callState: 6, otherDN: '1002' });
  });

  test('[CO7] nobody answers', async () => {
    const { maya, ben, centre } = scene;
    await dial();
    maya.clear();
    ben.clear();
    await centre.pass(20);
    expect(story(ben)).toEqual(['AgentNotReady', 'Released']);
    expect(story(maya)).toEqual(['DestinationBusy', 'Released']);
    expect(maya.last('EventDestinationBusy')['callState']).toBe(7);
  });

  test('[CO8] the caller gives up', async () => {
    const { maya, ben } = scene;
    const { connID } = (await dial('ALL_Agents', {})) as { connID?: unknown };
    expect(await maya.release(connID)).toMatchObject({ name: 'EventReleased', connID });
    expect(ben.last('EventAbandoned')).toMatchObject({ connID, callState: 0, otherDN: '1001', otherDNRole: 1 });
    expect(scene.centre.switchState.calls.size).toBe(1);
  });
});
