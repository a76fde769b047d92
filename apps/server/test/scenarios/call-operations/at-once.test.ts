import type { TRequest } from '@cordboard/shared/tlib/requests';
import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, type SeenEvent } from '../../support/agents/desktop-client.ts';
import { aliceTalksToMaya, type CallScene, consult, operate } from '../../support/scenes/call-scene.ts';

/** Requests that are sent before any of them is decided; their answers. */
async function atOnce(
  { centre }: CallScene,
  requests: readonly (readonly [DesktopClient, TRequest['name'], object])[],
): Promise<readonly (SeenEvent | undefined)[]> {
  const asked = requests.map(([client, name, attributes]) => ({
    client,
    referenceID: client.submit(name, { thisDN: client.dn, ...attributes }),
  }));
  await centre.settle();
  return asked.map(({ client, referenceID }) => client.events.find((event) => event.referenceID === referenceID));
}

const names = (answers: readonly (SeenEvent | undefined)[]) =>
  answers.map((answer) => answer?.['errorCode'] ?? answer?.name);

describe('operations that come at once', () => {
  let scene: CallScene;

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
  });

  test.each([
    ['THoldCall', {}, 'EventHeld', 'InvalidState'],
    ['TReleaseCall', {}, 'EventReleased', 'UnknownCall'],
    ['TClearCall', {}, 'EventReleased', 'UnknownCall'],
    ['TSingleStepTransfer', { otherDN: '1002' }, 'EventReleased', 'UnknownCall'],
    ['TMuteTransfer', { otherDN: '1002' }, 'EventReleased', 'UnknownCall'],
    ['TMuteTransfer', { otherDN: '1111' }, 'EventReleased', 'UnknownCall'],
    ['TSingleStepConference', { otherDN: '1002' }, 'EventACK', 'TargetInCall'],
    ['TSingleStepConference', { otherDN: '1111' }, 'EventACK', 'InvalidState'],
  ] as const)('[CO38] %s twice: the first is done, the second refused', async (name, attributes, first, second) => {
    const { maya, c1 } = scene;
    const request = [maya, name, { connID: c1, ...attributes }] as const;
    expect(names(await atOnce(scene, [request, request]))).toEqual([first, second]);
  });

  test.each([
    ['TCompleteTransfer', 'EventReleased', 'UnknownCall'],
    ['TCompleteConference', 'EventPartyAdded', 'UnknownCall'],
    ['TReconnectCall', 'EventRetrieved', 'UnknownCall'],
  ] as const)('[CO38] %s twice', async (name, first, second) => {
    const { maya, c1 } = scene;
    const request = [maya, name, { connID: c1, consultConnID: await consult(scene) }] as const;
    expect(names(await atOnce(scene, [request, request]))).toEqual([first, second]);
  });

  test('[CO38] completed and reconnected at once: what comes first', async () => {
    const { maya, ben, c1, centre } = scene;
    const pair = { connID: c1, consultConnID: await consult(scene) };
    const answers = await atOnce(scene, [
      [maya, 'TCompleteTransfer', pair],
      [maya, 'TReconnectCall', pair],
      [ben, 'TReleaseCall', { connID: pair.consultConnID }],
    ]);
    expect(names(answers)).toEqual(['EventReleased', 'UnknownCall', 'UnknownCall']);
    expect(centre.switchState.calls.get(String(c1))?.parties.map(({ dn }) => dn)).toEqual(['1002']);
  });

  test('[CO38] a ring that is answered, declined and redirected at once, by two sockets of one person', async () => {
    const { maya, ben, centre, c1 } = scene;
    const second = await DesktopClient.connect(centre, '1002');
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1002' });
    const answers = await atOnce(scene, [
      [ben, 'TAnswerCall', { connID: c1 }],
      [second, 'TAnswerCall', { connID: c1 }],
      [second, 'TRedirectCall', { connID: c1, otherDN: '1003' }],
    ]);
    expect(names(answers)).toEqual(['EventEstablished', 'InvalidState', 'InvalidState']);
  });

  test('[CO38] two agents accept at once: the redirect decides who has it, the other gets EventReleased', async () => {
    const { maya, ben, lena, centre, c1 } = scene;
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1002' });
    const answers = await atOnce(scene, [
      [ben, 'TRedirectCall', { connID: c1, otherDN: '1003' }],
      [ben, 'TAnswerCall', { connID: c1 }],
      [lena, 'TAnswerCall', { connID: c1 }],
    ]);
    expect(names(answers)).toEqual(['EventReleased', 'UnknownCall', 'EventEstablished']);
    expect(centre.switchState.calls.get(String(c1))?.parties.map(({ dn }) => dn)).toEqual(['1003']);
  });

  test('[CO38] two conferees accept at once: both are in, the call has one owner', async () => {
    const { maya, ben, lena, centre, c1 } = scene;
    for (const otherDN of ['1002', '1003']) await operate(maya, 'TSingleStepConference', c1, { otherDN });
    const answers = await atOnce(scene, [
      [ben, 'TAnswerCall', { connID: c1 }],
      [lena, 'TAnswerCall', { connID: c1 }],
    ]);
    expect(names(answers)).toEqual(['EventEstablished', 'EventEstablished']);
    expect(centre.switchState.calls.get(String(c1))?.parties.map(({ dn }) => dn)).toEqual(['1001', '1002', '1003']);
  });

  test('[CO38] two agents call each other at once: two calls, each rings', async () => {
    const { maya, ben } = scene;
    const answers = await atOnce(scene, [
      [maya, 'TMakeCall', { otherDN: '1002' }],
      [ben, 'TMakeCall', { otherDN: '1001' }],
    ]);
    expect(names(answers)).toEqual(['EventDialing', 'EventDialing']);
    expect(new Set([...maya.rung, ...ben.rung]).size).toBe(2);
  });

  test('[CO39] the customer leaves while it is transferred: who rings is abandoned, and the call is unknown', async () => {
    const { maya, ben, alice, c1, centre } = scene;
    await operate(maya, 'TMuteTransfer', c1, { otherDN: '1111' });
    await alice.bye();
    expect(ben.last('EventAbandoned')).toMatchObject({ connID: c1 });
    expect(await ben.answer(c1)).toMatchObject({ errorCode: 'UnknownCall' });
    expect(centre.switchState.routeRequests.size).toBe(0);
  });

  const ON_CALL: readonly (readonly [TRequest['name'], Readonly<Record<string, unknown>>])[] = [
    ['TAnswerCall', {}],
    ['TReleaseCall', {}],
    ['TClearCall', {}],
    ['THoldCall', {}],
    ['TRetrieveCall', {}],
    ['TInitiateTransfer', { otherDN: '1111' }],
    ['TInitiateConference', { otherDN: 'VQ_Any' }],
    ['TMuteTransfer', { otherDN: '1111' }],
    ['TSingleStepTransfer', { otherDN: '1111' }],
    ['TSingleStepConference', { otherDN: '1111' }],
    ['TRedirectCall', { otherDN: '1111' }],
    ['TDeleteFromConference', { otherDN: '1001' }],
    ['TPrivateService', { serviceID: 3001, extensions: { im: 'Hello.' } }],
    ['TAttachUserData', { userData: { a: 1 } }],
    ['TDeletePair', { key: 'a' }],
    ['TQueryCall', {}],
  ];

  test.each(ON_CALL)(
    '[CO39] %s on a foreign call, an ended one and none: UnknownCall, nothing changes',
    async (name, more) => {
      const { maya, ben, lena, centre, c1 } = scene;
      const { connID: ended } = (await ben.request('TMakeCall', { thisDN: '1002', otherDN: '1003' })) as {
        connID?: unknown;
      };
      await lena.answer(ended);
      await ben.release(ended);
      const recorded = () => JSON.stringify([...centre.switchState.calls.values()]);
      const before = recorded();
      maya.clear();
      for (const connID of [c1, ended, 'ffffffffffffffff']) {
        expect(await operate(ben, name, connID, more)).toMatchObject({ name: 'EventError', errorCode: 'UnknownCall' });
      }
      expect(recorded()).toBe(before);
      expect(maya.events).toEqual([]);
    },
  );
});
