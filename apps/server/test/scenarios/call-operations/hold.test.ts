import { beforeEach, describe, expect, test } from 'vitest';
import { aliceTalksToMaya, type CallScene, operate, story } from '../../support/scenes/call-scene.ts';

const NOTICE = 'One moment, please. We will be back with you soon.';

describe('hold', () => {
  let scene: CallScene;

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
  });

  test('[CO1][CO2] texts come while held, writing is refused until it is retrieved', async () => {
    const { maya, alice, c1 } = scene;
    expect(await operate(maya, 'THoldCall', c1)).toMatchObject({ name: 'EventHeld', connID: c1, callState: 0 });
    await alice.say('Still there?');
    expect(maya.texts).toEqual([NOTICE, 'Still there?']);
    expect(await maya.say(c1, 'Yes.')).toMatchObject({ errorCode: 'InvalidState' });
    expect(await operate(maya, 'THoldCall', c1)).toMatchObject({ errorCode: 'InvalidState' });
    maya.clear();
    expect(await operate(maya, 'TRetrieveCall', c1)).toMatchObject({ name: 'EventRetrieved', connID: c1 });
    expect(story(maya)).toEqual(['Retrieved']);
    expect(await operate(maya, 'TRetrieveCall', c1)).toMatchObject({ errorCode: 'InvalidState' });
    await maya.say(c1, 'Here I am.');
    expect(alice.shown).toEqual([NOTICE, '[Maya/1001] Here I am.']);
  });

  test('[CO3] the customer is told at once and every two minutes, also after a crash, until it is retrieved', async () => {
    const { centre, maya, alice, c1 } = scene;
    await operate(maya, 'THoldCall', c1);
    expect(alice.shown).toEqual([NOTICE]);
    await centre.pass(119);
    expect(alice.shown).toHaveLength(1);
    await centre.pass(1);
    expect(alice.shown).toHaveLength(2);
    await operate(maya, 'TRetrieveCall', c1);
    await centre.pass(300, 30);
    expect(alice.shown).toEqual([NOTICE, NOTICE]);
  });

  test('[CO1] a held call can be released, and an agent with one cannot log out', async () => {
    const { centre, maya, alice, c1 } = scene;
    await operate(maya, 'THoldCall', c1);
    expect(await maya.request('TAgentLogout', { thisDN: '1001' })).toMatchObject({ errorCode: 'AgentHasCalls' });
    expect(await maya.release(c1)).toMatchObject({ name: 'EventReleased', extensions: { endedBy: '1001' } });
    expect(alice.byes).toHaveLength(1);
    expect(centre.switchState.calls.size + centre.switchState.deadlines.size).toBe(0);
  });

  test('[CO22] the customer leaves while held', async () => {
    const { maya, alice, c1 } = scene;
    await operate(maya, 'THoldCall', c1);
    await alice.bye();
    expect(maya.last('EventReleased')).toMatchObject({ connID: c1, callState: 0, extensions: { endedBy: 'customer' } });
  });

  test('[CO21] clear ends the call', async () => {
    const { maya, alice, c1 } = scene;
    expect(await operate(maya, 'TClearCall', c1)).toMatchObject({ name: 'EventReleased', connID: c1 });
    expect(alice.byes).toHaveLength(1);
    expect(await operate(maya, 'TClearCall', c1)).toMatchObject({ errorCode: 'UnknownCall' });
  });
});
