import type { TRequest } from '@cordboard/shared/tlib/requests';
import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { aliceTalksToMaya, type CallScene, consult, operate } from '../../support/scenes/call-scene.ts';

/** Everything that is recorded, as one text. */
function snapshot({ centre }: CallScene): string {
  const { calls, agentSessions, routeRequests, legs, deadlines } = centre.switchState;
  const tables = [calls, agentSessions, routeRequests, legs, deadlines];
  return JSON.stringify(tables.map((table) => [...table.values()]));
}

const TOWARDS: readonly TRequest['name'][] = [
  'TInitiateTransfer',
  'TInitiateConference',
  'TMuteTransfer',
  'TSingleStepTransfer',
  'TSingleStepConference',
];
const TARGETS: readonly (readonly [otherDN: string, errorCode: string])[] = [
  ['9999', 'UnknownDN'],
  ['gcti:im', 'UnknownDN'],
  ['2001', 'TargetLoggedOut'],
  ['1004', 'TargetTakesNoIM'],
  ['1005', 'TargetLoggedOut'],
  ['1001', 'TargetIsSelf'],
  ['1119', 'TargetNotAvailable'],
  ['1101', 'TargetNotAvailable'],
];

describe('what is refused changes nothing', () => {
  let scene: CallScene;

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
  });

  test.each(TOWARDS.flatMap((name) => TARGETS.map(([otherDN, code]) => [name, otherDN, code] as const)))(
    '[CO23] %s to %s is %s',
    async (name, otherDN, errorCode) => {
      const before = snapshot(scene);
      expect(await operate(scene.maya, name, scene.c1, { otherDN })).toMatchObject({ name: 'EventError', errorCode });
      expect(snapshot(scene)).toBe(before);
      expect(scene.alice.shown).toEqual([]);
    },
  );

  test.each(TARGETS)('[CO23] TMakeCall to %s is %s', async (otherDN, errorCode) => {
    const before = snapshot(scene);
    expect(await scene.maya.request('TMakeCall', { thisDN: '1001', otherDN })).toMatchObject({ errorCode });
    expect(snapshot(scene)).toBe(before);
  });

  test('[CO23] TMakeCall from a voice DN is DNTakesNoIM', async () => {
    const ravi = await DesktopClient.connect(scene.centre, '1004');
    await ravi.logIn('1004');
    const before = snapshot(scene);
    const answer = await ravi.request('TMakeCall', { thisDN: '1004', otherDN: '1002' });
    expect(answer).toMatchObject({ name: 'EventError', errorCode: 'DNTakesNoIM' });
    expect(snapshot(scene)).toBe(before);
  });

  test('[CO23] who is in the call already', async () => {
    const { maya, ben, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    await ben.answer(c1);
    const before = snapshot(scene);
    for (const name of TOWARDS) {
      expect(await operate(maya, name, c1, { otherDN: '1002' })).toMatchObject({ errorCode: 'TargetInCall' });
    }
    expect(snapshot(scene)).toBe(before);
  });

  test('[CO23] calls that are not there, pairs that are none, and the wrong state', async () => {
    const { maya, ben, c1 } = scene;
    const unknown = '0123456789abcdef';
    const c2 = await consult(scene, { isAnswered: false });
    const before = snapshot(scene);
    const ask = async (name: TRequest['name'], connID: unknown, attributes: object = {}) =>
      (await operate(maya, name, connID, { ...attributes }))['errorCode'];
    for (const name of [...TOWARDS, 'TRedirectCall', 'TDeleteFromConference'] as const) {
      expect(await ask(name, unknown, { otherDN: '1003' })).toBe('UnknownCall');
    }
    for (const name of ['TCompleteTransfer', 'TCompleteConference', 'TAlternateCall', 'TReconnectCall'] as const) {
      expect(await ask(name, unknown, { consultConnID: c2 })).toBe('UnknownCall');
      expect(await ask(name, c1, { consultConnID: unknown })).toBe('UnknownCall');
      expect(await ask(name, c1, { consultConnID: c1 })).toBe('InvalidState');
    }
    expect(await ask('TCompleteConference', c1, { consultConnID: c2 })).toBe('InvalidState');
    expect(await ask('TAlternateCall', c1, { consultConnID: c2 })).toBe('InvalidState');
    expect(await ask('TRedirectCall', c1, { otherDN: '1003' })).toBe('InvalidState');
    expect(await ask('TSingleStepTransfer', c2, { otherDN: '1003' })).toBe('InvalidState');
    expect(await ask('TClearCall', c2)).toBe('InvalidState');
    expect(await ask('TDeleteFromConference', c1, { otherDN: '1002' })).toBe('InvalidAttribute');
    expect(await ben.request('THoldCall', { thisDN: '1002', connID: c2 })).toMatchObject({ errorCode: 'InvalidState' });
    expect(await ben.request('THoldCall', { thisDN: '1002', connID: c1 })).toMatchObject({ errorCode: 'UnknownCall' });
    expect(snapshot(scene)).toBe(before);
  });

  test('[CO24] user data beyond its limits', async () => {
    const { maya, c1 } = scene;
    await operate(maya, 'TAttachUserData', c1, { userData: { big: 'x'.repeat(40_000) } });
    const before = snapshot(scene);
    for (const name of TOWARDS) {
      const userData = { more: 'y'.repeat(40_000) };
      expect(await operate(maya, name, c1, { otherDN: '1002', userData })).toMatchObject({
        errorCode: 'InvalidAttribute',
      });
    }
    expect(snapshot(scene)).toBe(before);
  });
});
