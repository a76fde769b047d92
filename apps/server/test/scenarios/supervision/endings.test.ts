import { beforeEach, describe, expect, test } from 'vitest';
import { observersOf, ownerOf } from '../../../src/domain/call-model/calls/call.ts';
import { watch } from '../../support/agents/desktop-client.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { consult, operate, story } from '../../support/scenes/call-scene.ts';
import { changeMode, monitor, type SupervisionScene, saraSupervises } from '../../support/scenes/supervision-scene.ts';

describe('when the agent, the customer or the call goes', () => {
  let scene: SupervisionScene;

  beforeEach(async () => {
    scene = await saraSupervises();
  });

  const call = () => scene.centre.switchState.calls.get(String(scene.c1));
  const observers = () => {
    const present = call();
    return present === undefined ? [] : observersOf(present).map(({ dn, observing }) => [dn, observing.watches]);
  };

  test('[SV15] barged in with scope call, the supervisor is the owner and goes on', async () => {
    const { maya, sara, alice, centre, c1 } = scene;
    await monitor(sara, { mode: 'connect', all: true });
    sara.clear();
    maya.clear();
    await maya.release(c1);
    expect(story(maya)).toEqual(['Released']);
    expect(story(sara)).toEqual(['PartyDeleted', 'PartyChanged']);
    expect(sara.last('EventPartyDeleted')).toMatchObject({ otherDN: '1001', otherDNRole: 8, thisDNRole: 10 });
    expect(sara.last('EventPartyChanged')).toMatchObject({ connID: c1, thisDNRole: 2, thirdPartyDN: '1001' });
    const present = call();
    expect(present === undefined ? undefined : ownerOf(present)?.dn).toBe('2001');
    expect(centre.switchState.agentSessions.get('2001')?.occupancy.chat).toBe(1);
    await alice.say('Hello?');
    await sara.say(c1, 'I am here.');
    expect(sara.texts).toEqual(['Hello?', 'I am here.']);
    expect(alice.shown).toEqual(['[Sara/2001] I am here.']);
    await sara.release(c1);
    expect(alice.byes).toHaveLength(1);
    expect(call()).toBeUndefined();
  });

  test.each([
    ['mute', 'call'],
    ['coach', 'call'],
    ['connect', 'agent'],
  ])('[SV16] with %s and scope %s the call ends for all', async (mode, scope) => {
    const { maya, sara, alice, c1 } = scene;
    await monitor(sara, { mode, scope, all: true });
    sara.clear();
    await maya.release(c1);
    expect(story(sara)).toEqual(['PartyDeleted', 'Released']);
    expect(sara.last('EventPartyDeleted')).toMatchObject({ otherDN: '1001', otherDNRole: 8 });
    expect(alice.byes).toHaveLength(1);
    expect(call()).toBeUndefined();
  });

  test('[SV16] a call among agents ends with the last but one, whoever has barged in', async () => {
    const { maya, ben, sara, centre } = scene;
    const c3 = (await maya.request('TMakeCall', { thisDN: '1001', otherDN: '1002' }))['connID'];
    await ben.answer(c3);
    await monitor(sara, { mode: 'connect', connID: c3 });
    for (const client of [maya, sara]) client.clear();
    await ben.release(c3);
    expect(story(maya)).toEqual(['Released', 'MonitoringCancelled']);
    expect(story(sara).slice(0, 2)).toEqual(['PartyDeleted', 'Released']);
    expect(centre.switchState.calls.get(String(c3))).toBeUndefined();
  });

  test('[SV17] scope call stays through a transfer and watches the new agent', async () => {
    const { maya, ben, sara, c1 } = scene;
    await monitor(sara, { mode: 'coach' });
    sara.clear();
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1002' });
    expect(story(sara)).toEqual(['PartyChanged']);
    expect(sara.last('EventPartyChanged')).toMatchObject({
      otherDN: '1002',
      thirdPartyDN: '1001',
      thirdPartyDNRole: 7,
    });
    expect(observers()).toEqual([['2001', '1002']]);
    await ben.answer(c1);
    expect(story(sara)).toEqual(['PartyChanged']);
    expect(ben.last('EventPartyAdded')).toMatchObject({ otherDN: '2001', otherDNRole: 10 });
    await sara.say(c1, 'Welcome.');
    expect([ben.texts, maya.texts]).toEqual([['Welcome.'], []]);
  });

  test('[SV17] a transfer that comes back', async () => {
    const { maya, ben, sara, c1 } = scene;
    await monitor(sara);
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1002' });
    sara.clear();
    await ben.release(c1);
    expect(story(sara)).toEqual(['PartyChanged']);
    expect(sara.last('EventPartyChanged')).toMatchObject({ otherDN: '1001', thirdPartyDN: '1002' });
    await maya.answer(c1);
    expect(story(sara)).toEqual(['PartyChanged']);
    expect(observers()).toEqual([['2001', '1001']]);
  });

  test('[SV17][CO17] the transferor observes what rings for him to be back: it rings, and he observes no longer', async () => {
    const { ben, lena, sara } = scene;
    const { connID } = (await sara.request('TMakeCall', { thisDN: '2001', otherDN: '1002' })) as { connID?: unknown };
    await ben.answer(connID);
    await operate(sara, 'TSingleStepTransfer', connID, { otherDN: '1003' });
    await monitor(sara, { agent: '1002', connID });
    sara.clear();
    await lena.release(connID);
    expect(story(sara).filter((name) => !name.startsWith('Monitoring'))).toEqual(['Released', 'Ringing']);
    await sara.answer(connID);
    expect((await ben.say(connID, 'You again.')).name).toBe('EventPrivateInfo');
  });

  test('[SV17][SV21] a consult transfer with scope call', async () => {
    const { maya, ben, sara, c1 } = scene;
    await monitor(sara, { mode: 'coach' });
    const c2 = await consult(scene);
    sara.clear();
    ben.clear();
    await operate(maya, 'TCompleteTransfer', c1, { consultConnID: c2 });
    expect(story(sara)).toEqual(['PartyChanged']);
    expect(story(ben)).toEqual(['PartyChanged', '3005', 'PartyAdded']);
    expect(observers()).toEqual([['2001', '1002']]);
  });

  test('[SV18] scope agent leaves with the agent, and stays for the next call', async () => {
    const { maya, ben, sara, centre, c1 } = scene;
    await monitor(sara, { mode: 'connect', scope: 'agent', all: true });
    sara.clear();
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1002' });
    expect(story(sara)).toEqual(['PartyDeleted', 'Released']);
    await ben.answer(c1);
    expect(observers()).toEqual([]);
    expect(centre.switchState.monitorings.size).toBe(1);
  });

  test('[SV17][SV18] a conference goes on without the agent', async () => {
    const { maya, ben, sara, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    await ben.answer(c1);
    await monitor(sara, { mode: 'coach' });
    await maya.release(c1);
    expect(observers()).toEqual([['2001', '1002']]);
    await sara.release(c1);
    await monitor(sara, { agent: '1002', mode: 'coach', scope: 'agent' });
    await ben.release(c1);
    expect(call()).toBeUndefined();
  });

  test('[SV19] back on a routing point, or to its queue when the agent is gone, nobody observes', async () => {
    const { centre, maya, ben, lena, sara, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await monitor(sara, { mode: 'coach', all: true });
    sara.clear();
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1111' });
    expect(sara.all('EventReleased')).toHaveLength(1);
    expect(observers()).toEqual([]);
    await centre.pass(31);
    await maya.answer(c1);
    expect(observers()).toEqual([['2001', '1001']]);
    await maya.disconnect();
    await centre.pass(60);
    expect(sara.all('EventReleased')).toHaveLength(2);
    expect(observers()).toEqual([]);
  });

  test('[SV20] the customer leaves, or the agent clears', async () => {
    const { maya, sara, alice, c1 } = scene;
    await monitor(sara, { mode: 'connect' });
    sara.clear();
    await alice.bye();
    expect(story(sara)).toEqual(['Released', 'MonitoringCancelled']);
    expect(maya.last('EventReleased')['connID']).toBe(c1);
    scene = await saraSupervises();
    await monitor(scene.sara, { mode: 'connect' });
    await operate(scene.maya, 'TClearCall', scene.c1);
    expect(call()).toBeUndefined();
    expect(scene.alice.byes).toHaveLength(1);
  });

  test.each([
    ['none', false, false],
    ['all', true, true],
    ['orig', true, false],
    ['dest', false, true],
  ] as const)('[SV3][SV21] monitor-consult-calls %s', async (option, ofMaya, ofBen) => {
    for (const [agent, isJoined] of [
      ['1001', ofMaya],
      ['1002', ofBen],
    ] as const) {
      scene = await saraSupervises(
        demoConfiguration((file) => {
          file.tenant.options['monitor-consult-calls'] = option;
        }),
      );
      const { maya, sara, c1 } = scene;
      await monitor(sara, { agent });
      sara.clear();
      const c2 = await consult(scene);
      expect(sara.all('EventEstablished', { connID: c2 })).toHaveLength(isJoined ? 1 : 0);
      await operate(maya, 'TCompleteConference', c1, { consultConnID: c2 });
      expect(observers()).toEqual([['2001', agent]]);
      expect(sara.all('EventMonitoringCancelled')).toEqual([]);
      expect(scene.centre.switchState.calls.size).toBe(1);
      expect([...scene.centre.switchState.monitorings.values()][0]?.usedFor).toBe(c1);
    }
  });

  test('[SV3] calls among agents, unless the option forbids', async () => {
    const talk = async () => {
      await scene.ben.request('TMakeCall', { thisDN: '1002', otherDN: '1003' });
      const c2 = scene.ben.last('EventDialing')['connID'];
      await scene.lena.answer(c2);
      return c2;
    };
    await monitor(scene.sara, { agent: '1002', mode: 'coach', all: true });
    const c2 = await talk();
    expect(scene.sara.last('EventEstablished')).toMatchObject({ connID: c2, thirdPartyDN: '1002', otherDN: '1003' });
    await scene.lena.release(c2);
    expect(scene.centre.switchState.calls.size).toBe(1);
    scene = await saraSupervises(
      demoConfiguration((file) => {
        file.tenant.options['monitor-internal-calls'] = false;
      }),
    );
    await monitor(scene.sara, { agent: '1002', all: true });
    await talk();
    expect(scene.sara.all('EventEstablished')).toEqual([]);
  });

  test('[SV14] the chat is transferred to the supervisor who observes it', async () => {
    const { maya, sara, c1 } = scene;
    await monitor(sara, { mode: 'coach' });
    sara.clear();
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '2001' });
    expect(story(sara)).toEqual(['Released', 'MonitoringCancelled', 'Ringing']);
    await sara.answer(c1);
    expect(observers()).toEqual([]);
    expect((await sara.say(c1, 'Mine now.')).name).toBe('EventPrivateInfo');
  });

  test('[SV14] … out of a conference: Ben is told that she observes no longer, then that the call is hers', async () => {
    const { maya, ben, sara, c1 } = scene;
    await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
    await ben.answer(c1);
    await monitor(sara, { mode: 'coach' });
    ben.clear();
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '2001' });
    expect(ben.events.map((event) => [event.name, event['otherDN']])).toEqual([
      ['EventPartyDeleted', '2001'],
      ['EventPartyChanged', '2001'],
    ]);
    await sara.answer(c1);
    expect((await ben.say(c1, 'Hello Sara.')).name).toBe('EventPrivateInfo');
    expect(sara.texts).toContain('Hello Sara.');
  });

  test('[SV9] who joins a watched call is told of a visible supervisor, not of a hidden one', async () => {
    for (const [mode, told] of [
      ['mute', []],
      ['coach', ['2001']],
    ] as const) {
      scene = await saraSupervises();
      const { maya, ben, sara, c1 } = scene;
      await monitor(sara, { mode });
      await operate(maya, 'TSingleStepConference', c1, { otherDN: '1002' });
      sara.clear();
      await ben.answer(c1);
      expect(ben.all('EventPartyAdded').map((event) => event['otherDN'])).toEqual(told);
      expect(story(sara)).toEqual(['PartyAdded']);
      await changeMode(sara, c1, mode === 'mute' ? 'connect' : 'mute');
      expect(ben.all('EventPartyAdded')).toHaveLength(1);
      expect(ben.all('EventPartyDeleted')).toHaveLength(mode === 'mute' ? 0 : 1);
    }
  });

  test('[SV12] an observer takes no slot, and user data he changes only when barged in', async () => {
    const { centre, sara, c1 } = scene;
    await monitor(sara);
    expect(centre.switchState.agentSessions.get('2001')?.occupancy.chat).toBe(0);
    const router = await watch(centre, ['1001']);
    const attach = () => operate(sara, 'TAttachUserData', c1, { userData: { Topic: 'x' } });
    expect(await attach()).toMatchObject({ errorCode: 'ObserverMayNot' });
    expect(router.events).toEqual([]);
    await changeMode(sara, c1, 'connect');
    expect(await attach()).toMatchObject({ name: 'EventAttachedDataChanged' });
  });
});
