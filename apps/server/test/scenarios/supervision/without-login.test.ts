import type { PlaceName, UserName } from '@cordboard/shared/ids';
import { beforeEach, describe, expect, test } from 'vitest';
import { observersOf, ownerOf } from '../../../src/domain/call-model/calls/call.ts';
import type { Session } from '../../../src/services/auth/session.ts';
import { DesktopClient, transcriptOf } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { type CallScene, operate, story, talk } from '../../support/scenes/call-scene.ts';
import { changeMode, monitor, threeSupervisors } from '../../support/scenes/supervision-scene.ts';

/** A supervisor who has registered the DN of the place and is logged in nowhere. */
async function seated(centre: ContactCentre, userName = '2001', place = userName): Promise<DesktopClient> {
  const client = await DesktopClient.connect(centre, userName, { role: 'supervisor', place });
  expect(await client.request('TRegisterAddress', { thisDN: place })).toMatchObject({ name: 'EventRegistered' });
  client.clear();
  return client;
}

function session(id: string, userName: string, place = userName): Session {
  return { id, userName: userName as UserName, place: place as PlaceName, createdAt: 0, expiresAt: 0 };
}

describe('a supervisor without an agent login', () => {
  let scene: CallScene;
  let centre: ContactCentre;
  let sara: DesktopClient;
  let c1: unknown;

  beforeEach(async () => {
    centre = await ContactCentre.open({ configuration: threeSupervisors });
    sara = await seated(centre);
    scene = await talk(centre);
    ({ c1 } = scene);
    sara.clear();
  });

  const call = () => centre.switchState.calls.get(String(c1));
  const observers = () => {
    const present = call();
    return present === undefined ? [] : observersOf(present).map(({ dn }) => dn);
  };
  const supervises = () => centre.switchState.monitorings.size > 0 || observers().length > 0;
  /** Ends logins, `left` of which are others of hers at the place. */
  const endLogin = async (left: readonly Session[] = [], ended = session('s1', '2001')) => {
    const { sessions } = centre.switchState;
    await centre.world.callControl.recordLogins(() => {
      for (const other of left) sessions.put(other);
      sessions.remove(ended.id);
    }, [ended]);
    await centre.settle();
  };

  test('[SS1][SV10] monitors, whispers, barges in, leaves', async () => {
    const { maya, alice } = scene;
    expect(await monitor(sara, { all: true })).toMatchObject({ name: 'EventMonitoringNextCall', thisDN: '2001' });
    expect(story(sara)).toEqual(['MonitoringNextCall', 'Ringing', 'Established', '3005']);
    expect(transcriptOf(sara.last('EventPrivateInfo'))).toEqual(['Hi.']);
    expect(sara.last('EventEstablished')).toMatchObject({ thisDNRole: 10, agentID: '2001' });
    expect(await sara.say(c1, 'Psst.')).toMatchObject({ errorCode: 'SupervisorMuted' });
    expect(await changeMode(sara, c1, 'coach')).toMatchObject({ name: 'EventMuteOff' });
    await sara.say(c1, 'Offer a refund.');
    expect(maya.texts).toEqual(['Offer a refund.']);
    expect(alice.shown).toEqual([]);
    expect(await changeMode(sara, c1, 'connect')).toMatchObject({ name: 'EventMuteOff' });
    await sara.say(c1, 'Good morning.');
    expect(alice.shown).toEqual(['[Sara/2001] Good morning.']);
    expect(await changeMode(sara, c1, 'mute')).toMatchObject({ name: 'EventMuteOn' });
    expect(await sara.release(c1)).toMatchObject({ name: 'EventReleased' });
    const cancel = { thisDN: '2001', otherDN: '1001' };
    expect(await sara.request('TCancelMonitoring', cancel)).toMatchObject({ name: 'EventMonitoringCancelled' });
    const audit = await centre.store.readDocuments('audit', String(c1));
    expect(audit.map(({ body }) => (JSON.parse(body) as { who: string }).who)).toEqual(audit.map(() => '2001'));
  });

  test('[SS1][SV3] joins what comes next', async () => {
    await scene.maya.release(c1);
    await monitor(sara);
    const c2 = (await scene.maya.request('TMakeCall', { thisDN: '1001', otherDN: '1002' }))['connID'];
    await scene.ben.answer(c2);
    expect(sara.last('EventEstablished')).toMatchObject({ connID: c2, thisDN: '2001' });
  });

  test('[SS1][SR4][SR6] has the rights over agents', async () => {
    expect(await sara.request('TAgentSetNotReady', { thisDN: '1002' })).toMatchObject({ name: 'EventAgentNotReady' });
    expect(await sara.request('TAgentLogout', { thisDN: '1001' })).toMatchObject({
      extensions: { by: '2001', byName: 'Sara Lind', logoutPending: true },
    });
    const over = await sara.request('TSingleStepTransfer', { thisDN: '1001', connID: c1, otherDN: '2001' });
    expect(over).toMatchObject({ errorCode: 'TargetLoggedOut' });
    const move = await sara.request('TSingleStepTransfer', { thisDN: '1001', connID: c1, otherDN: '1003' });
    expect(move).toMatchObject({ name: 'EventReleased', thisDN: '1001' });
    expect(await sara.request('TMakeCall', { thisDN: '2001', otherDN: '1003' })).toMatchObject({
      errorCode: 'AgentNotLoggedIn',
    });
  });

  test.each([
    ['her first agent login', ['8001', '2001'], '[Sal/8001] Hello.'],
    ['her user name, without one', [], '[2001/2001] Hello.'],
  ])('[SS2] she goes by %s', async (_what, agentLogins, shown) => {
    const configuration = demoConfiguration((file) => {
      file.agentLogins = file.agentLogins.filter(({ id }) => id !== '2001');
      file.agentLogins.push({ id: '8001', code: 'Sal' }, ...agentLogins.slice(1).map((id) => ({ id, code: 'Other' })));
      for (const person of file.persons) if (person.userName === '2001') person.agentLogins = agentLogins;
    });
    const other = await ContactCentre.open({ configuration });
    const named = await seated(other);
    const { alice, c1: connID } = await talk(other);
    await monitor(named, { mode: 'connect' });
    await named.say(connID, 'Hello.');
    expect(alice.shown).toEqual([shown]);
  });

  test('[SS3][SV15] inherits the call, consults, hands it over', async () => {
    const { maya, ben, lena, alice } = scene;
    await monitor(sara, { mode: 'connect' });
    await maya.release(c1);
    const present = call();
    expect(present === undefined ? undefined : ownerOf(present)?.dn).toBe('2001');
    await alice.say('Hello?');
    await sara.say(c1, 'I am here.');
    expect(alice.shown).toEqual(['[Sara/2001] I am here.']);
    expect(await operate(sara, 'THoldCall', c1)).toMatchObject({ name: 'EventHeld' });
    expect(await operate(sara, 'TRetrieveCall', c1)).toMatchObject({ name: 'EventRetrieved' });
    await operate(sara, 'TInitiateTransfer', c1, { otherDN: '1002' });
    const c2 = sara.last('EventDialing')['connID'];
    await ben.answer(c2);
    await sara.say(c2, 'Can you take him?');
    expect(ben.texts).toEqual(['Can you take him?']);
    await operate(sara, 'TReconnectCall', c1, { consultConnID: c2 });
    expect(await sara.request('TUnregisterAddress', { thisDN: '2001' })).toMatchObject({ errorCode: 'AgentHasCalls' });
    expect(await operate(sara, 'TSingleStepTransfer', c1, { otherDN: '1003' })).toMatchObject({
      name: 'EventReleased',
    });
    await lena.answer(c1);
    expect(lena.last('EventEstablished')).toMatchObject({ connID: c1 });
    expect(await sara.request('TUnregisterAddress', { thisDN: '2001' })).toMatchObject({ name: 'EventUnregistered' });
  });

  test('[SS3] releases what has become her own, and the chat is hers to finish', async () => {
    await monitor(sara, { mode: 'connect' });
    await scene.maya.release(c1);
    expect(await sara.release(c1)).toMatchObject({ name: 'EventReleased' });
    expect(scene.alice.byes).toHaveLength(1);
    expect(centre.switchState.wrapUpsByDn.get('2001').map(({ userName }) => userName)).toEqual(['2001']);
  });

  test('[SS4] the DN is hers while she supervises', async () => {
    const guest = await DesktopClient.connect(centre, '1004', { place: '2001' });
    await guest.request('TRegisterAddress', { thisDN: '2001' });
    guest.clear();
    await monitor(sara, { mode: 'coach' });
    expect(guest.events).toEqual([]);
    for (const name of ['TRegisterAddress', 'TAgentLogin'] as const) {
      const answer = await guest.request(name, { thisDN: '2001', agentID: '1004' });
      expect(answer).toMatchObject({ errorCode: 'DNOccupied' });
    }
    expect(await guest.release(c1, '2001')).toMatchObject({ errorCode: 'DNOccupied' });
    await sara.request('TUnregisterAddress', { thisDN: '2001' });
    expect(await guest.logIn('2001')).toMatchObject({ name: 'EventAgentLogin' });
  });

  test('[SS5][SV22] a desktop that connects anew sees what she observes', async () => {
    await monitor(sara, { mode: 'coach' });
    const again = await DesktopClient.connect(centre, '2001', { role: 'supervisor' });
    expect(again.last('EventRegistered')).toMatchObject({ extensions: { 'conn-1': c1, 'mm-1': 'coach' } });
    expect(again.last('EventPrivateInfo')).toMatchObject({ connID: c1, privateMsgID: 3005 });
  });

  test('[SS6][AS1][AS5] hears who asks for help, and comes', async () => {
    const { maya } = scene;
    const loggedIn = await DesktopClient.connect(centre, '2002', { role: 'supervisor' });
    await loggedIn.logIn('2002');
    const foreign = await seated(centre, '2003');
    const watching = await DesktopClient.connect(centre, '2002', { role: 'supervisor', place: '1005' });
    await watching.request('TRegisterAddress', { thisDN: '1005', registerMode: 2 });
    for (const client of [loggedIn, watching]) client.clear();
    const ask = { thisDN: '1001', connID: c1, serviceID: 3003, extensions: { action: 'ask', im: 'Help.' } };
    const assistID = (await maya.request('TPrivateService', ask)).extensions?.['assistID'];
    const asked = { privateMsgID: 3003, extensions: { state: 'asked', assistID } };
    for (const client of [sara, loggedIn]) expect(client.last('EventPrivateInfo')).toMatchObject(asked);
    for (const client of [foreign, watching]) expect(client.events).toEqual([]);
    const later = await DesktopClient.connect(centre, '2001', { role: 'supervisor', place: '1005' });
    await later.request('TRegisterAddress', { thisDN: '1005' });
    expect(story(later)).toEqual(['ServerConnected', 'LinkConnected', 'Registered', '3003']);
    const take = { connID: c1, serviceID: 3003, extensions: { action: 'take', assistID } };
    expect(await foreign.request('TPrivateService', { ...take, thisDN: '2003' })).toMatchObject({
      errorCode: 'AgentNotSupervised',
    });
    expect(await sara.request('TPrivateService', { ...take, thisDN: '2001' })).toMatchObject({ name: 'EventACK' });
    expect(maya.last('EventPartyAdded')).toMatchObject({ otherDN: '2001', extensions: { MonitorMode: 'coach' } });
    for (const client of [sara, loggedIn, later]) {
      expect(client.last('EventPrivateInfo', { privateMsgID: 3003 })).toMatchObject({
        extensions: { state: 'taken', takenBy: '2001' },
      });
    }
  });

  test('[SS7] logging in changes nothing, logging out ends it', async () => {
    await monitor(sara, { all: true });
    sara.clear();
    await sara.logIn('2001');
    expect(story(sara)).toEqual(['Registered', 'AgentLogin', 'AgentNotReady']);
    expect(observers()).toEqual(['2001']);
    await sara.request('TAgentLogout', { thisDN: '2001' });
    expect(supervises()).toBe(false);
    expect(await monitor(sara)).toMatchObject({ name: 'EventMonitoringNextCall' });
  });

  test.each([
    ['gives the DN up', 'TUnregisterAddress', {}],
    ['only watches it from now on', 'TRegisterAddress', { registerMode: 2 }],
  ] as const)('[SS8] she %s', async (_how, name, attributes) => {
    await monitor(sara, { mode: 'coach' });
    scene.maya.clear();
    await sara.request(name, { thisDN: '2001', ...attributes });
    expect(supervises()).toBe(false);
    expect(story(scene.maya)).toEqual(['MonitoringCancelled', 'PartyDeleted']);
  });

  test('[SS9] the last login at the place ends', async () => {
    await monitor(sara, { mode: 'coach' });
    await endLogin([], session('s0', '2001', '1005'));
    expect(supervises()).toBe(true);
    await endLogin([session('s2', '2001')]);
    expect(supervises()).toBe(true);
    await endLogin([], session('s2', '2001'));
    expect(supervises()).toBe(false);
    expect(story(sara).slice(-2)).toEqual(['MonitoringCancelled', 'Released']);
  });

  test('[SS9] what has become her own goes back to its queue', async () => {
    await monitor(sara, { mode: 'connect' });
    await scene.maya.release(c1);
    await endLogin();
    expect(sara.last('EventReleased')).toMatchObject({ connID: c1, callState: 22 });
    expect([scene.ben, scene.lena, scene.maya].flatMap(({ rung }) => rung)).toEqual([c1]);
  });

  test('[SS9] an agent login outlives it', async () => {
    await sara.logIn('2001');
    await monitor(sara);
    await endLogin();
    expect(supervises()).toBe(true);
  });

  test('[SS10] she takes over at another place', async () => {
    await monitor(sara);
    const elsewhere = await DesktopClient.connect(centre, '2001', { role: 'supervisor', place: '1005' });
    await elsewhere.logIn('1005');
    expect(supervises()).toBe(true);
    await elsewhere.request('TAgentLogout', { thisDN: '1005' });
    await elsewhere.logIn('1005', { extensions: { takeOver: 1 } });
    expect(supervises()).toBe(false);
  });

  test('[SS11] her desktop is gone for the grace', async () => {
    await monitor(sara, { mode: 'coach', all: true });
    await sara.disconnect();
    await centre.pass(59);
    expect(supervises()).toBe(true);
    const again = await DesktopClient.connect(centre, '2001', { role: 'supervisor' });
    await centre.pass(61);
    expect(supervises()).toBe(true);
    await again.disconnect();
    await centre.pass(60);
    expect(supervises()).toBe(false);
    expect(scene.maya.last('EventPartyDeleted')).toMatchObject({ otherDN: '2001' });
  });

  test('[SS11] a grace in which the observed call ended strikes nothing that begins later', async () => {
    await monitor(sara);
    await sara.disconnect();
    await scene.maya.release(c1);
    await centre.pass(30);
    const again = await DesktopClient.connect(centre, '2001', { role: 'supervisor' });
    await monitor(again, { all: true });
    await centre.pass(60);
    expect(supervises()).toBe(true);
    await again.request('TCancelMonitoring', { thisDN: '2001', otherDN: '1001' });
  });

  test('[SS11][AB11] nor whoever logs in on the DN', async () => {
    await monitor(sara);
    await sara.disconnect();
    await scene.maya.release(c1);
    const guest = await DesktopClient.connect(centre, '1004', { place: '2001' });
    await guest.logIn('2001', { agentWorkMode: 2 });
    await centre.pass(60);
    expect(centre.switchState.agentSessions.get('2001')?.state).toBe('ready');
  });

  test.each([
    ['requeue', false],
    ['keep', true],
  ] as const)('[SS11][AB9] with %s, what is her own stays: %s', async (action, stays) => {
    const configuration = demoConfiguration((file) => {
      file.tenant.options['agent-absence-action'] = action;
    });
    const other = await ContactCentre.open({ configuration });
    const gone = await seated(other);
    const { maya, ben, lena, c1: connID } = await talk(other);
    await monitor(gone, { mode: 'connect' });
    await maya.release(connID);
    await gone.disconnect();
    await other.pass(60);
    expect([maya, ben, lena].flatMap(({ rung }) => rung)).toEqual(stays ? [] : [connID]);
  });

  test('[SS11][SS12] a restart keeps everything, and gives the whole grace', async () => {
    await monitor(sara, { mode: 'coach', all: true });
    const before = JSON.stringify([call(), [...centre.switchState.monitorings.values()]]);
    await centre.crash();
    expect(JSON.stringify([call(), [...centre.switchState.monitorings.values()]])).toBe(before);
    await centre.pass(59);
    expect(supervises()).toBe(true);
    await centre.pass(1);
    expect(supervises()).toBe(false);
  });

  test.each(['lost', 'kept'] as const)(
    '[SS12] killed while she gives up, the commit under way %s',
    async (underWay) => {
      await monitor(sara, { mode: 'coach', all: true });
      const { store } = centre;
      const commit = store.commit.bind(store);
      store.commit = (batch) => {
        if (underWay === 'kept') void commit(batch);
        return new Promise(() => {});
      };
      sara.submit('TUnregisterAddress', { thisDN: '2001' });
      await centre.settle();
      await centre.crash();
      expect([centre.switchState.monitorings.size, observers().length]).toEqual(underWay === 'kept' ? [0, 0] : [1, 1]);
    },
  );
});
