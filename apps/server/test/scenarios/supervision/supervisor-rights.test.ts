import type { TEvent } from '@cordboard/shared/tlib/events';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TlibClient } from '../../../src/services/switch/effects/tlib-client.ts';
import { DesktopClient, type SeenEvent, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { crashEverywhere } from '../../support/crashes/every-crash.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { aliceTalksToMaya, type CallScene, operate } from '../../support/scenes/call-scene.ts';

const REQUEUE_NOTICE = 'We are looking for a colleague who can help you. Please stay with us.';
const BY_SARA = { by: '2001', byName: 'Sara Lind' };

async function saraOf(centre: ContactCentre): Promise<DesktopClient> {
  const sara = await DesktopClient.connect(centre, '2001', { role: 'supervisor' });
  await sara.logIn('2001');
  sara.clear();
  return sara;
}

function snapshot(centre: ContactCentre): string {
  const { calls, agentSessions, routeRequests, legs, deadlines } = centre.switchState;
  return JSON.stringify([calls, agentSessions, routeRequests, legs, deadlines].map((table) => [...table.values()]));
}

async function auditOf(centre: ContactCentre, connID: unknown): Promise<readonly Record<string, unknown>[]> {
  const documents = await centre.store.readDocuments('audit', String(connID));
  return documents.map((document) => JSON.parse(document.body) as Record<string, unknown>);
}

describe('a supervisor and his agents', () => {
  let scene: CallScene;
  let sara: DesktopClient;
  const onMaya = (name: Parameters<DesktopClient['request']>[0], attributes: object = {}): Promise<SeenEvent> =>
    sara.request(name, { thisDN: '1001', ...attributes });

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
    sara = await saraOf(scene.centre);
  });

  test('[SR1][SR3][SR4][SR12] Not Ready: both learn it, and who did it', async () => {
    const { maya, alice, centre, c1 } = scene;
    const answer = await onMaya('TAgentSetNotReady', { reasons: { ReasonCode: 'Meeting' } });
    const told = { name: 'EventAgentNotReady', reasons: { ReasonCode: 'Meeting' }, extensions: BY_SARA };
    expect(answer).toMatchObject({ ...told, thisDN: '1001' });
    expect(maya.last('EventAgentNotReady')).toMatchObject(told);
    expect(maya.last('EventAgentNotReady')).not.toHaveProperty('referenceID');
    await maya.say(c1, 'I am still here.');
    expect(alice.shown).toHaveLength(1);
    expect(await maya.request('TAgentSetReady', { thisDN: '1001' })).toMatchObject({ name: 'EventAgentReady' });
    expect((await auditOf(centre, '')).at(-1)).toMatchObject({
      what: 'agentForcedNotReady',
      who: '2001',
      whom: '1001',
      detail: { reasons: { ReasonCode: 'Meeting' } },
    });
  });

  test('[SR3] a repeat of the request gets the same answer and does nothing', async () => {
    const { centre, maya } = scene;
    const first = await onMaya('TAgentSetNotReady', { requestID: 'r1' });
    const before = snapshot(centre);
    const again = await onMaya('TAgentSetNotReady', { requestID: 'r1' });
    expect(again).toMatchObject({ name: 'EventAgentNotReady', time: first.time });
    expect(snapshot(centre)).toBe(before);
    expect(maya.all('EventAgentNotReady')).toHaveLength(1);
  });

  test('[SR5] logout without calls is at once', async () => {
    const { ben, centre } = scene;
    const answer = await sara.request('TAgentLogout', { thisDN: '1002', reasons: { ReasonCode: 'Shift is over' } });
    expect(answer).toMatchObject({ name: 'EventAgentLogout', thisDN: '1002', extensions: BY_SARA });
    expect(ben.last('EventAgentLogout')).toMatchObject({ reasons: { ReasonCode: 'Shift is over' } });
    expect(centre.switchState.agentSessions.get('1002')).toBeUndefined();
  });

  test('[SR6][SR7] logout with calls: Not Ready at once, logged out with the last of them', async () => {
    const { maya, ben, lena, centre, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await new PageCustomer(centre, 'sip:bob@example.net').say('Me too.');
    const c2 = maya.rung.at(-1);
    await maya.answer(c2);
    const answer = await onMaya('TAgentLogout', { reasons: { ReasonCode: 'Shift is over' } });
    expect(answer).toMatchObject({
      name: 'EventAgentNotReady',
      reasons: { ReasonCode: 'Shift is over' },
      extensions: { ...BY_SARA, logoutPending: true },
    });
    expect(await maya.request('TAgentSetReady', { thisDN: '1001' })).toMatchObject({ errorCode: 'LogoutPending' });
    expect(await maya.request('TMakeCall', { thisDN: '1001', otherDN: '1002' })).toMatchObject({
      errorCode: 'LogoutPending',
    });
    const address = await ben.request('TQueryAddress', { thisDN: '1001' });
    expect(address.extensions).toMatchObject({ AgentStatus: 1, logoutPending: true });
    expect(await ben.request('TMakeCall', { thisDN: '1002', otherDN: '1001' })).toMatchObject({
      errorCode: 'TargetLoggedOut',
    });
    await maya.release(c1);
    expect(maya.all('EventAgentLogout')).toEqual([]);
    expect(await onMaya('TAgentLogout')).toMatchObject({ name: 'EventAgentNotReady' });
    await maya.release(c2);
    expect(maya.events.at(-1)?.name).toBe('EventAgentLogout');
    expect(centre.switchState.agentSessions.get('1001')).toBeUndefined();
  });

  test('[SR6] the pending logout outlives a crash, and the customer’s leaving ends it too', async () => {
    const { centre, c1 } = scene;
    await onMaya('TAgentLogout');
    await centre.crash();
    const maya = await DesktopClient.connect(centre, '1001');
    expect(maya.last('EventRegistered').extensions).toMatchObject({ logoutPending: true, 'conn-1': c1 });
    await maya.request('TClearCall', { thisDN: '1001', connID: c1 });
    expect(maya.last('EventAgentLogout')).toMatchObject({ thisDN: '1001' });
  });

  test('[SR8][SR11][SR12] takes over the chat of an absent agent', async () => {
    const { maya, alice, centre, c1 } = scene;
    await maya.disconnect();
    const answer = await operate(sara, 'TSingleStepTransfer', c1, { thisDN: '1001', otherDN: '2001' });
    expect(answer).toMatchObject({ name: 'EventReleased', thisDN: '1001', callState: 1, extensions: BY_SARA });
    expect(sara.rung).toEqual([c1]);
    await sara.answer(c1);
    await sara.say(c1, 'I take over from Maya.');
    expect(alice.shown).toEqual(['[Sara/2001] I take over from Maya.']);
    expect(await auditOf(centre, c1)).toContainEqual(
      expect.objectContaining({ what: 'callTakenOver', who: '2001', whom: '1001', connID: c1, detail: { to: '2001' } }),
    );
  });

  test('[SR9][CO26] re-queues it at the head, and the customer is told', async () => {
    const { ben, lena, alice, centre, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    await onMaya('TAgentSetNotReady');
    await centre.pass(1);
    await new PageCustomer(centre, 'sip:bob@example.net').say('I come later.');
    const router = await watch(centre, ['1111', 'VQ_Any']);
    await operate(sara, 'TSingleStepTransfer', c1, { thisDN: '1001', otherDN: '1111' });
    expect(router.events.map((event) => `${event.name} ${event['connID']}`)).toEqual([
      `EventRouteRequest ${c1}`,
      `EventQueued ${c1}`,
    ]);
    expect(alice.shown).toEqual([REQUEUE_NOTICE]);
    await lena.request('TAgentSetReady', { thisDN: '1003' });
    expect(lena.rung[0]).toBe(c1);
    expect(await auditOf(centre, c1)).toContainEqual(
      expect.objectContaining({ what: 'callRedirected', detail: { to: '1111' } }),
    );
  });

  test('[RQ11] who acts at once on coming back gets what was missed before the answer on the DN of another', async () => {
    const { centre, maya, c1 } = scene;
    const lastSequence = centre.world.callControl.recorder.releasedSequence;
    await sara.disconnect();
    const help = { serviceID: 3003, extensions: { action: 'ask', im: 'Please.' } };
    await operate(maya, 'TPrivateService', c1, help);
    const seen: TEvent[] = [];
    const back: TlibClient = {
      id: 'back',
      userName: sara.userName,
      role: 'supervisor',
      place: sara.place,
      send: (event) => void seen.push(event),
      end: () => {},
    };
    const { callControl } = centre.world;
    callControl.clientConnected(back, lastSequence);
    callControl.receiveRequest(back, { name: 'TAgentSetNotReady', referenceID: 7, thisDN: '1003' });
    await centre.settle();
    expect(seen.flatMap(({ name, eventSequenceNumber }) => (eventSequenceNumber === undefined ? [] : [name]))).toEqual([
      'EventPrivateInfo',
      'EventAgentNotReady',
    ]);
    expect(seen.at(-1)).toMatchObject({ thisDN: '1003', referenceID: 7 });
  });

  test('[SR9][SR11] all chats of an agent by as many requests', async () => {
    const { maya, ben, lena, centre, c1 } = scene;
    for (const client of [ben, lena]) await client.request('TAgentSetNotReady', { thisDN: client.dn });
    for (const name of ['bob', 'carol']) {
      await centre.pass(1);
      await new PageCustomer(centre, `sip:${name}@example.net`).say('Hi.');
      await maya.answer(maya.rung.at(-1));
    }
    const chats = [c1, ...maya.rung];
    expect(chats).toHaveLength(3);
    await onMaya('TAgentSetNotReady');
    for (const connID of chats) sara.submit('TSingleStepTransfer', { thisDN: '1001', connID, otherDN: '1111' });
    await centre.settle();
    expect(sara.all('EventReleased').map((event) => event['connID'])).toEqual(chats);
    expect(centre.switchState.callsByDn.get('1001')).toEqual([]);
    await lena.request('TAgentSetReady', { thisDN: '1003' });
    expect(lena.rung).toEqual(chats);
  });

  test('[SR10] redirects what rings', async () => {
    const { ben, lena, centre } = scene;
    await new PageCustomer(centre, 'sip:bob@example.net').say('Hi.');
    const [connID] = ben.rung;
    const redirect = { thisDN: '1002', connID, otherDN: '1003' };
    expect(await sara.request('TRedirectCall', redirect)).toMatchObject({
      name: 'EventReleased',
      callState: 22,
      thirdPartyDN: '1003',
      extensions: BY_SARA,
    });
    expect(lena.rung).toEqual([connID]);
    expect(await auditOf(centre, connID)).toContainEqual(expect.objectContaining({ what: 'callRedirected' }));
  });

  test('[SR2] anything else on the DN of an agent is refused', async () => {
    const { centre, ben, c1 } = scene;
    const before = snapshot(centre);
    for (const name of ['TReleaseCall', 'TClearCall', 'THoldCall', 'TAnswerCall'] as const) {
      expect(await onMaya(name, { connID: c1 })).toMatchObject({ name: 'EventError', errorCode: 'DNNotAllowed' });
    }
    expect(await onMaya('TAgentSetReady')).toMatchObject({ errorCode: 'DNNotAllowed' });
    expect(await onMaya('TRegisterAddress')).toMatchObject({ errorCode: 'DNNotAllowed' });
    for (const name of ['TAgentSetNotReady', 'TAgentLogout'] as const) {
      expect(await ben.request(name, { thisDN: '1001' })).toMatchObject({ errorCode: 'DNNotAllowed' });
      expect(await sara.request(name, { thisDN: '1005' })).toMatchObject({ errorCode: 'DNNotAllowed' });
      expect(await sara.request(name, { thisDN: '9999' })).toMatchObject({ errorCode: 'UnknownDN' });
    }
    const transfer = { connID: c1, otherDN: '1002' };
    expect(await ben.request('TSingleStepTransfer', { thisDN: '1001', ...transfer })).toMatchObject({
      errorCode: 'DNNotAllowed',
    });
    expect(await onMaya('TSingleStepTransfer', { ...transfer, connID: '0123456789abcdef' })).toMatchObject({
      errorCode: 'UnknownCall',
    });
    expect(await onMaya('TRedirectCall', transfer)).toMatchObject({ errorCode: 'InvalidState' });
    expect(await onMaya('TSingleStepTransfer', { connID: c1, otherDN: '1001' })).toMatchObject({
      errorCode: 'TargetIsSelf',
    });
    expect(snapshot(centre)).toBe(before);
  });
});

describe('a supervisor and agents of other groups', () => {
  test('[SR2] are none of his business', async () => {
    const centre = await ContactCentre.open({
      configuration: demoConfiguration((file) => {
        for (const group of file.agentGroups) group.members = group.members.filter((member) => member !== '1001');
        file.agentGroups.push({ name: 'Others', members: ['1001'] });
      }),
    });
    await DesktopClient.ready(centre, '1001');
    const sara = await saraOf(centre);
    const before = snapshot(centre);
    for (const name of ['TAgentSetNotReady', 'TAgentLogout'] as const) {
      expect(await sara.request(name, { thisDN: '1001' })).toMatchObject({ errorCode: 'AgentNotSupervised' });
    }
    expect(snapshot(centre)).toBe(before);
  });
});

describe('kill -9 while a supervisor acts', () => {
  test('[SR1][SR6][SR8][SR9] at every commit: each act has happened, or it has not', async () => {
    let sara: DesktopClient;
    const open = async () => {
      const scene = await aliceTalksToMaya();
      sara = await saraOf(scene.centre);
      return scene;
    };
    const crashes = await crashEverywhere(open, [
      () => void sara.submit('TAgentLogout', { thisDN: '1001' }),
      ({ c1 }) => void sara.submit('TSingleStepTransfer', { thisDN: '1001', connID: c1, otherDN: '1111' }),
      ({ c1 }) => void sara.submit('TRedirectCall', { thisDN: '1002', connID: c1, otherDN: '1003' }),
      ({ c1, lena }) => void lena.submit('TAnswerCall', { thisDN: '1003', connID: c1 }),
      ({ c1 }) => void sara.submit('TSingleStepTransfer', { thisDN: '1003', connID: c1, otherDN: '2001' }),
      ({ c1 }) => void sara.submit('TAnswerCall', { thisDN: '2001', connID: c1 }),
    ]);
    expect(crashes).toBeGreaterThanOrEqual(12);
  });
});
