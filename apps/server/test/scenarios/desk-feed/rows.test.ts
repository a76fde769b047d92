import { beforeEach, describe, expect, test } from 'vitest';
import { DeskClient } from '../../support/agents/desk-client.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

describe('rows of the desk channel', () => {
  let centre: ContactCentre;

  beforeEach(async () => {
    centre = await ContactCentre.open();
  });

  test('[DF1] [DF2] [DF10] before anybody logs in: the persons at their places, logged out', async () => {
    const askedAt = centre.clock.now();
    const { view } = await DeskClient.watch(centre, '1002');
    expect(view.time).toBe(askedAt);
    expect(view.agents.map(({ dn, name }) => `${dn} ${name}`)).toEqual([
      '1001 Maya Ross',
      '1002 Ben Okafor',
      '1003 Lena Novak',
      '1104 Ravi Iyer',
      '1005 Tom Sato',
      '2001 Sara Lind',
    ]);
    expect(view.agents[0]).toEqual({
      dn: '1001',
      userName: '1001',
      name: 'Maya Ross',
      agentID: null,
      nickname: null,
      place: '1001',
      role: 'agent',
      groups: ['ALL_Agents'],
      skills: { billing: 8 },
      state: 'loggedOut',
      since: 0,
      reason: null,
      chats: 0,
      chatMax: 3,
      isSupervised: false,
      calls: [],
    });
    expect(view.agents.at(-1)?.role).toBe('supervisor');
    expect(view.routingPoints).toEqual([
      { number: '1111', strategy: 'Any Available Agent', isEnabled: true },
      { number: '1112', strategy: 'Welcome menu', isEnabled: true },
      { number: '1113', strategy: 'Closed', isEnabled: true },
      { number: '1114', strategy: 'Showcase', isEnabled: true },
      { number: '1119', strategy: null, isEnabled: true },
    ]);
  });

  test('[DF2] states, their time and reason', async () => {
    const ben = await DeskClient.watch(centre, '1002');
    const maya = await DesktopClient.ready(centre, '1001');
    const readySince = centre.clock.now() - 1;
    await centre.pass(5);
    expect(ben.agent('1001')).toMatchObject({
      state: 'ready',
      since: readySince,
      reason: null,
      agentID: '1001',
      nickname: 'Maya',
    });
    await maya.request('TAgentSetNotReady', { thisDN: '1001', reasons: { reason: 'Lunch' } });
    const lunchSince = centre.clock.now();
    await centre.pass(5);
    expect(ben.agent('1001')).toMatchObject({ state: 'notReady', since: lunchSince, reason: 'Lunch' });
    await maya.disconnect();
    const goneSince = centre.clock.now();
    await centre.pass(5);
    expect(ben.agent('1001')).toMatchObject({ state: 'reconnecting', since: goneSince });
    const again = await DesktopClient.connect(centre, '1001');
    await centre.pass(1);
    expect(ben.agent('1001')).toMatchObject({ state: 'notReady', since: lunchSince, reason: 'Lunch' });
    await again.request('TAgentLogout', { thisDN: '1001' });
    await centre.pass(1);
    expect(ben.agent('1001')).toMatchObject({ state: 'loggedOut', since: 0, agentID: null });
  });

  test('[DF1] [DF14] a place where nobody sits by default has a row while somebody is logged in there', async () => {
    const configuration = demoConfiguration((file) => {
      const lena = file.persons.find(({ userName }) => userName === '1003');
      if (lena !== undefined) delete lena.place;
    });
    centre = await ContactCentre.open({ configuration });
    const ben = await DeskClient.watch(centre, '1002');
    const has = () => ben.view.agents.some(({ dn }) => dn === '1003');
    expect(has()).toBe(false);
    const lena = await DesktopClient.connect(centre, '1003');
    await lena.logIn('1003');
    await centre.pass(1);
    expect(ben.agent('1003')).toMatchObject({ name: 'Lena Novak', state: 'notReady' });
    expect(ben.views).toHaveLength(1);
    await lena.request('TAgentLogout', { thisDN: '1003' });
    await centre.pass(1);
    expect(has()).toBe(false);
    expect(ben.views).toHaveLength(2);
  });

  test('[DF3] [DF4] [DF5] a chat: everybody sees the slots, supervisors of the agent the call', async () => {
    await DesktopClient.ready(centre, '1001');
    const [ben, sara] = [await DeskClient.watch(centre, '1002'), await DeskClient.supervisor(centre)];
    const rangAt = centre.clock.now();
    await new PageCustomer(centre).say('Hi.');
    await centre.pass(1);
    expect(ben.agent('1001')).toMatchObject({ chats: 1, chatMax: 3, isSupervised: false, calls: [] });
    expect(sara.agent('1001')).toMatchObject({ chats: 1, chatMax: 3, isSupervised: true });
    const [call] = [...centre.switchState.calls.values()];
    expect(sara.call('1001')).toEqual({
      connID: call?.id,
      callUUID: call?.callUuid,
      state: 'ringing',
      since: rangAt,
      customer: 'alice@example.net',
      otherDN: null,
      isConsultation: false,
      isOwner: false,
      startedAt: rangAt,
      customerWaitsSince: rangAt,
      routingPoint: '1111',
      observers: [],
    });
  });

  test('[DF4] nobody supervises himself, and a supervisor sees calls of his groups only', async () => {
    const configuration = demoConfiguration((file) => {
      file.agentGroups.push({ name: 'Night', members: ['1002', '2001'] });
      const sara = file.persons.find(({ userName }) => userName === '2001');
      if (sara !== undefined) sara.supervises = ['Night'];
    });
    centre = await ContactCentre.open({ configuration });
    const sara = await DeskClient.supervisor(centre);
    const supervised = sara.view.agents.filter(({ isSupervised }) => isSupervised).map(({ dn }) => dn);
    expect(supervised).toEqual(['1002']);
    expect([sara.group('Night').isSupervised, sara.group('ALL_Agents').isSupervised]).toEqual([true, false]);
    // Of a person who is no supervisor the groups count for nothing.
    const agent = await DeskClient.watch(centre, '2001');
    expect(agent.view.agents.some(({ isSupervised }) => isSupervised)).toBe(false);
  });

  test('[DF5] the name that the customer gave, who owns the chat, a call between agents', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.connect(centre, '1002');
    await ben.logIn('1002');
    const sara = await DeskClient.supervisor(centre);
    await new PageCustomer(centre).say('Hi.');
    const connID = maya.rung[0];
    await maya.answer(connID);
    await maya.request('TAttachUserData', { thisDN: '1001', connID, userData: { CustomerName: 'Alice Smith' } });
    await centre.pass(1);
    expect(sara.call('1001')).toMatchObject({ state: 'established', isOwner: true, customer: 'Alice Smith' });
    await maya.request('TInitiateTransfer', { thisDN: '1001', connID, otherDN: '1002' });
    await centre.pass(1);
    expect(sara.agent('1001').calls).toMatchObject([
      { connID, state: 'held', isConsultation: false, isOwner: true },
      { state: 'dialing', isConsultation: true, customer: null, otherDN: '1002', customerWaitsSince: null },
    ]);
    expect(sara.call('1002')).toMatchObject({
      state: 'ringing',
      isConsultation: true,
      otherDN: '1001',
      isOwner: false,
    });
    await maya.release(connID);
    await centre.pass(1);
    expect(sara.agent('1001').calls.map((call) => call.connID)).not.toContain(connID);
  });

  test('[DF6] the customer waits from the first text that nobody has answered', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const sara = await DeskClient.supervisor(centre);
    const alice = new PageCustomer(centre);
    const askedAt = centre.clock.now();
    await alice.say('Hi.');
    await centre.pass(3);
    await alice.say('Anybody there?');
    const connID = maya.rung[0];
    await maya.answer(connID);
    await centre.pass(1);
    expect(sara.call('1001').customerWaitsSince).toBe(askedAt);
    await maya.say(connID, 'Hello.');
    await centre.pass(1);
    expect(sara.call('1001').customerWaitsSince).toBeNull();
    const againAt = centre.clock.now();
    await alice.say('My bill is wrong.');
    await centre.pass(1);
    // A notice of the system answers nothing.
    await maya.request('THoldCall', { thisDN: '1001', connID });
    await centre.pass(1);
    expect(sara.call('1001')).toMatchObject({ state: 'held', customerWaitsSince: againAt });
  });

  test('[DF8] groups: who is logged in, who is Ready', async () => {
    const ben = await DeskClient.watch(centre, '1002');
    const members = ben.group('ALL_Agents').members;
    expect(ben.group('ALL_Agents')).toMatchObject({ name: 'ALL_Agents', loggedIn: 0, ready: 0, isSupervised: false });
    const maya = await DesktopClient.ready(centre, '1001');
    // Ravi is logged in on both DNs of his place, Ready on one.
    const ravi = await DesktopClient.connect(centre, '1004');
    for (const dn of ['1004', '1104']) await ravi.logIn(dn);
    await ravi.request('TAgentSetReady', { thisDN: '1104' });
    await centre.pass(1);
    expect(ben.group('ALL_Agents')).toMatchObject({ members, loggedIn: 2, ready: 2 });
    await maya.disconnect();
    await ravi.request('TAgentLogout', { thisDN: '1004' });
    await centre.pass(1);
    expect(ben.group('ALL_Agents')).toMatchObject({ loggedIn: 2, ready: 1 });
    await ravi.request('TAgentLogout', { thisDN: '1104' });
    await centre.pass(1);
    expect(ben.group('ALL_Agents')).toMatchObject({ loggedIn: 1, ready: 0 });
  });

  test('[DF9] queues: who waits, since when, and for how many', async () => {
    const ben = await DeskClient.watch(centre, '1002');
    expect(ben.queue('VQ_Any')).toEqual({ name: 'VQ_Any', waiting: 0, longestSince: null, ready: 0 });
    const firstAt = centre.clock.now();
    await new PageCustomer(centre, 'sip:alice@example.net').say('Hi.');
    await centre.pass(2);
    await new PageCustomer(centre, 'sip:bob@example.net').say('Hi.');
    await centre.pass(2);
    expect(ben.queue('VQ_Any')).toEqual({ name: 'VQ_Any', waiting: 2, longestSince: firstAt, ready: 0 });
    const maya = await DesktopClient.ready(centre, '1001');
    for (const connID of maya.rung) await maya.answer(connID);
    await centre.pass(1);
    expect(ben.queue('VQ_Any')).toEqual({ name: 'VQ_Any', waiting: 0, longestSince: null, ready: 1 });
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await centre.pass(1);
    expect(ben.queue('VQ_Any').ready).toBe(0);
  });
});
