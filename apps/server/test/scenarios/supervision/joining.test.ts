import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf } from '../../support/agents/desktop-client.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { story } from '../../support/scenes/call-scene.ts';
import { changeMode, monitor, type SupervisionScene, saraSupervises } from '../../support/scenes/supervision-scene.ts';

describe('a supervisor joins calls', () => {
  let scene: SupervisionScene;

  beforeEach(async () => {
    scene = await saraSupervises();
  });

  async function bobWrites(): Promise<SessionCustomer> {
    const bob = new SessionCustomer(scene.centre, 'sip:bob@example.net');
    await bob.invite();
    await bob.say('Bob here.');
    return bob;
  }

  test('[SV1][SV2][SV10] a running call at once, silently: the agent sees nothing', async () => {
    const { maya, sara, c1 } = scene;
    const answer = await monitor(sara);
    expect(answer).toMatchObject({
      name: 'EventMonitoringNextCall',
      thisDN: '2001',
      thisDNRole: 10,
      otherDN: '1001',
      monitorNextCallType: 0,
      extensions: { MonitorMode: 'mute', MonitorScope: 'call' },
    });
    expect(story(sara)).toEqual(['MonitoringNextCall', 'Ringing', 'Established', '3005']);
    for (const name of ['EventRinging', 'EventEstablished']) {
      expect(sara.last(name)).toMatchObject({
        connID: c1,
        thisDNRole: 10,
        callState: 31,
        otherDN: 'alice@example.net',
        thirdPartyDN: '1001',
        extensions: { MonitorMode: 'mute', MonitorScope: 'call' },
      });
    }
    expect(transcriptOf(sara.last('EventPrivateInfo'))).toEqual(['Hi.']);
    expect(maya.events).toEqual([]);
  });

  test('[SV1][SV9] in a visible mode the agent is told of the subscription and of the supervisor', async () => {
    const { maya, sara, c1 } = scene;
    await monitor(sara, { mode: 'coach' });
    expect(story(maya)).toEqual(['MonitoringNextCall', 'PartyAdded']);
    expect(maya.last('EventMonitoringNextCall')).toMatchObject({ thisDN: '1001', otherDN: '2001', otherDNRole: 10 });
    expect(maya.last('EventPartyAdded')).toMatchObject({
      connID: c1,
      callState: 31,
      otherDN: '2001',
      otherDNRole: 10,
      extensions: { MonitorMode: 'coach' },
    });
  });

  test('[SV3] the next call: after the agent has all, and with the texts that waited in the 3005', async () => {
    const { ben, sara } = scene;
    await monitor(sara, { agent: '1002', mode: 'coach' });
    expect(story(sara)).toEqual(['MonitoringNextCall']);
    await bobWrites();
    expect(story(sara)).toEqual(['MonitoringNextCall']);
    const [c2] = ben.rung;
    ben.clear();
    await ben.answer(c2);
    expect(story(ben)).toEqual(['Established', '3005', '3001', 'PartyAdded']);
    expect(story(sara)).toEqual(['MonitoringNextCall', 'Ringing', 'Established', '3005']);
    expect(transcriptOf(sara.last('EventPrivateInfo'))).toEqual(['Bob here.']);
    expect(sara.texts).toEqual([]);
  });

  test('[SV2] with the option off it waits for the next call', async () => {
    scene = await saraSupervises(
      demoConfiguration((file) => {
        file.tenant.options['intrusion-enabled'] = false;
      }),
    );
    const { sara, c1 } = scene;
    expect(await monitor(sara, { connID: c1 })).toMatchObject({ errorCode: 'IntrusionDisabled' });
    await monitor(sara, { all: true });
    expect(story(sara)).toEqual(['Error', 'MonitoringNextCall']);
  });

  test('[SV2][SV6] one call is the latest, or the one that is named; all calls are all', async () => {
    const { maya, ben, lena, sara, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await bobWrites();
    const [c2] = maya.rung;
    scene.centre.clock.advance(10);
    await maya.answer(c2);
    await monitor(sara);
    expect(sara.all('EventEstablished').map((event) => event['connID'])).toEqual([c2]);
    await monitor(sara, { connID: c1, mode: 'coach' });
    expect(sara.all('EventEstablished').map((event) => event['connID'])).toEqual([c2, c1]);
    await monitor(sara, { all: true });
    expect(sara.all('EventEstablished')).toHaveLength(2);
    expect(scene.centre.switchState.monitorings.size).toBe(1);
  });

  test('[SV4] one call is used up with its end; all calls are not', async () => {
    const { maya, ben, lena, sara, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await monitor(sara);
    sara.clear();
    await maya.release(c1);
    expect(story(sara)).toEqual(['PartyDeleted', 'Released', 'MonitoringCancelled']);
    expect(scene.centre.switchState.monitorings.size).toBe(0);
    await monitor(sara, { all: true });
    for (const _chat of [1, 2]) {
      await bobWrites();
      const c2 = maya.rung.at(-1);
      sara.clear();
      await maya.answer(c2);
      expect(story(sara)).toEqual(['Ringing', 'Established', '3005']);
      await maya.release(c2);
    }
    expect(scene.centre.switchState.monitorings.size).toBe(1);
  });

  test('[SV5][SV13] TCancelMonitoring ends the subscription and what is observed; TReleaseCall only the latter', async () => {
    const { maya, sara, alice, c1 } = scene;
    await monitor(sara, { all: true, mode: 'coach' });
    maya.clear();
    expect(await sara.release(c1)).toMatchObject({ name: 'EventReleased', connID: c1 });
    expect(story(maya)).toEqual(['PartyDeleted']);
    expect(maya.last('EventPartyDeleted')).toMatchObject({ otherDN: '2001', otherDNRole: 8 });
    expect(scene.centre.switchState.monitorings.size).toBe(1);
    await monitor(sara, { all: true, mode: 'coach' });
    sara.clear();
    maya.clear();
    const answer = await sara.request('TCancelMonitoring', { thisDN: '2001', otherDN: '1001' });
    expect(answer).toMatchObject({ name: 'EventMonitoringCancelled', otherDN: '1001' });
    expect(story(sara)).toEqual(['MonitoringCancelled', 'Released']);
    expect(story(maya)).toEqual(['MonitoringCancelled', 'PartyDeleted']);
    expect(alice.byes).toHaveLength(0);
    expect((await maya.say(c1, 'Still here.')).name).toBe('EventPrivateInfo');
  });

  test('[SV6] another agent: the earlier subscription is cancelled and its call left', async () => {
    const { sara, c1 } = scene;
    await monitor(sara, { all: true });
    sara.clear();
    await monitor(sara, { agent: '1002' });
    expect(story(sara)).toEqual(['MonitoringCancelled', 'Released', 'MonitoringNextCall']);
    expect(sara.last('EventReleased')['connID']).toBe(c1);
  });

  test('[SV6] agents-per-supervisor lets several stand', async () => {
    scene = await saraSupervises(
      demoConfiguration((file) => {
        file.tenant.options['agents-per-supervisor'] = 2;
      }),
    );
    const { sara } = scene;
    for (const agent of ['1001', '1002']) await monitor(sara, { agent, all: true });
    expect(sara.all('EventMonitoringCancelled')).toEqual([]);
    await monitor(sara, { agent: '1003', all: true });
    expect(sara.all('EventMonitoringCancelled').map((event) => event['otherDN'])).toEqual(['1001']);
    expect(sara.all('EventReleased')).toHaveLength(1);
  });

  test('[SV7] logout of either ends it', async () => {
    const { maya, ben, sara, c1 } = scene;
    await monitor(sara, { agent: '1002', all: true });
    await ben.request('TAgentLogout', { thisDN: '1002' });
    expect(sara.last('EventMonitoringCancelled')['otherDN']).toBe('1002');
    await monitor(sara, { all: true, mode: 'coach' });
    sara.clear();
    maya.clear();
    expect((await sara.request('TAgentLogout', { thisDN: '2001' })).name).toBe('EventAgentLogout');
    expect(story(sara)).toEqual(['MonitoringCancelled', 'Released', 'AgentLogout']);
    expect(story(maya)).toEqual(['MonitoringCancelled', 'PartyDeleted']);
    expect((await maya.say(c1, 'Still here.')).name).toBe('EventPrivateInfo');
  });

  test('[SV11] modes: 4024, and who was hidden is added when visible', async () => {
    const { maya, sara, c1 } = scene;
    await monitor(sara);
    const change = async (mode: string) => {
      for (const client of [maya, sara]) client.clear();
      const answer = await changeMode(sara, c1, mode);
      return [answer.name, story(sara), story(maya)];
    };
    expect(await change('coach')).toEqual(['EventMuteOff', ['MuteOff', '4024'], ['PartyAdded', '4024']]);
    expect(maya.last('EventPrivateInfo')).toMatchObject({
      otherDN: '2001',
      otherDNRole: 10,
      extensions: { MonitorMode: 'coach' },
    });
    expect(await change('connect')).toEqual(['EventMuteOff', ['MuteOff', '4024'], ['4024']]);
    expect(await change('mute')).toEqual(['EventMuteOn', ['MuteOn', '4024'], ['PartyDeleted']]);
    expect(await change('connect')).toEqual(['EventMuteOff', ['MuteOff', '4024'], ['PartyAdded', '4024']]);
    const on = { thisDN: '2001', connID: c1, extensions: { MonitorMode: 'coach' } };
    expect(await sara.request('TSetMuteOn', on)).toMatchObject({ name: 'EventMuteOn', connID: c1 });
    expect(sara.last('EventPrivateInfo')).toMatchObject({ privateMsgID: 4024, extensions: { MonitorMode: 'coach' } });
  });

  test('[SV9] queries leave a hidden supervisor out for everybody but supervisors', async () => {
    const { maya, ben, sara, c1 } = scene;
    await monitor(sara);
    const parties = async (client: DesktopClient) => {
      const answer = await client.request('TQueryCall', { thisDN: client.dn, connID: c1 });
      return ((answer.extensions?.['parties'] ?? []) as readonly { dn: string }[]).map(({ dn }) => dn);
    };
    const calls = async (client: DesktopClient) =>
      (await client.request('TQueryAddress', { thisDN: '2001' })).extensions?.['conn-1'];
    expect([await parties(maya), await parties(sara)]).toEqual([['1001'], ['1001', '2001']]);
    expect([await calls(ben), await calls(sara)]).toEqual([undefined, c1]);
    await changeMode(sara, c1, 'coach');
    expect([await parties(maya), await parties(sara)]).toEqual([
      ['1001', '2001'],
      ['1001', '2001'],
    ]);
    expect([await calls(ben), await calls(sara)]).toEqual([c1, c1]);
  });

  test('[SV22] a reconnecting supervisor is told of what is observed', async () => {
    const { centre, sara, c1 } = scene;
    await monitor(sara, { mode: 'coach', all: true });
    await sara.disconnect();
    const again = await DesktopClient.connect(centre, '2001', { role: 'supervisor' });
    expect(again.last('EventRegistered').extensions).toMatchObject({ 'conn-1': c1, 'mm-1': 'coach' });
    expect(again.last('EventPrivateInfo', { privateMsgID: 3005 })).toMatchObject({
      connID: c1,
      thisDNRole: 10,
      thirdPartyDN: '1001',
      extensions: { MonitorMode: 'coach', MonitorScope: 'call' },
    });
  });

  test('[SV23] everything is audited', async () => {
    const { centre, sara, c1 } = scene;
    await monitor(sara, { all: true });
    await changeMode(sara, c1, 'coach');
    await sara.release(c1);
    await sara.request('TCancelMonitoring', { thisDN: '2001', otherDN: '1001' });
    const ofCall = await centre.store.readDocuments('audit', String(c1) as never);
    const ofNone = await centre.store.readDocuments('audit', '' as never);
    const read = (documents: readonly { body: string }[]) =>
      documents.map(({ body }) => JSON.parse(body) as { what: string; who: string; whom: string });
    expect(read(ofCall).map(({ what }) => what)).toEqual(['observerJoined', 'monitorModeChanged', 'observerLeft']);
    expect(read(ofNone).map(({ what }) => what)).toEqual(['monitoringSubscribed', 'monitoringCancelled']);
    for (const { who, whom } of [...read(ofCall), ...read(ofNone)]) expect([who, whom]).toEqual(['2001', '1001']);
  });
});
