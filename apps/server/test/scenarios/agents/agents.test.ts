import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

const REQUEUE_NOTICE = 'We are looking for a colleague who can help you. Please stay with us.';

describe('agents', () => {
  let centre: ContactCentre;

  beforeEach(async () => {
    centre = await ContactCentre.open();
  });

  test('[AG1] login: EventAgentLogin, then EventAgentNotReady; with AutoIn EventAgentReady', async () => {
    const maya = await DesktopClient.connect(centre, '1001');
    const login = await maya.logIn('1001');
    expect(login).toMatchObject({ name: 'EventAgentLogin', thisDN: '1001', agentID: '1001', thisQueue: '1101' });
    expect(maya.events.at(-1)).toMatchObject({ name: 'EventAgentNotReady', agentID: '1001', thisQueue: '1101' });
    const ben = await DesktopClient.connect(centre, '1002');
    await ben.logIn('1002', { agentWorkMode: 2 });
    expect(ben.events.at(-1)).toMatchObject({ name: 'EventAgentReady', agentWorkMode: 2 });
  });

  test('[AG2] a repeated login at the same place answers EventAgentLogin and changes nothing', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const second = await DesktopClient.connect(centre, '1001');
    expect((await second.logIn('1001')).name).toBe('EventAgentLogin');
    expect(second.all('EventAgentNotReady')).toEqual([]);
    expect((await maya.request('TQueryAddress', { thisDN: '1001' })).extensions).toMatchObject({ AgentStatus: 2 });
  });

  test('[AG3] who and where must be known and one’s own', async () => {
    const maya = await DesktopClient.connect(centre, '1001');
    expect(await maya.logIn('1001', { agentID: '7777' })).toMatchObject({ errorCode: 'UnknownAgent' });
    expect(await maya.logIn('1001', { agentID: '1002' })).toMatchObject({ errorCode: 'AgentNotAllowed' });
    expect(await maya.logIn('1001', { thisQueue: '1111' })).toMatchObject({ errorCode: 'InvalidAttribute' });
    expect(await maya.logIn('1001', { thisQueue: '' })).toMatchObject({ name: 'EventAgentLogin' });
    expect(maya.last('EventAgentLogin')).not.toHaveProperty('thisQueue');
    const ben = await DesktopClient.connect(centre, '1002', { place: '1001' });
    expect(await ben.logIn('1001')).toMatchObject({ errorCode: 'DNOccupied' });
  });

  test('[AG5] logout is refused while a party of the DN exists', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hi.');
    const logOut = () => maya.request('TAgentLogout', { thisDN: '1001' });
    expect(await logOut()).toMatchObject({ errorCode: 'AgentHasCalls' });
    await maya.answer(maya.rung[0]);
    expect(await logOut()).toMatchObject({ errorCode: 'AgentHasCalls' });
    await maya.release(maya.rung[0]);
    expect(await logOut()).toMatchObject({ name: 'EventAgentLogout', agentID: '1001', thisQueue: '1101' });
    expect(await logOut()).toMatchObject({ errorCode: 'AgentNotLoggedIn' });
    expect(await maya.request('TAgentSetReady', { thisDN: '1001' })).toMatchObject({ errorCode: 'AgentNotLoggedIn' });
    await new PageCustomer(centre, 'sip:bob@example.net').say('Hi.');
    expect(maya.rung).toHaveLength(1);
  });

  test('[AG6] Ready and Not Ready with work mode and reasons; a repeat with another reason is reported', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const notReady = (ReasonCode: string) =>
      maya.request('TAgentSetNotReady', { thisDN: '1001', agentWorkMode: 4, reasons: { ReasonCode } });
    expect(await notReady('Lunch')).toMatchObject({
      name: 'EventAgentNotReady',
      agentWorkMode: 4,
      reasons: { ReasonCode: 'Lunch' },
    });
    const since = centre.clock.now();
    await centre.pass(5);
    expect(await notReady('Break')).toMatchObject({ reasons: { ReasonCode: 'Break' } });
    const address = await maya.request('TQueryAddress', { thisDN: '1001' });
    expect(address.extensions).toMatchObject({
      AgentStatus: 1,
      AgentStatusSince: since + 5000,
      agentWorkMode: 4,
      reasons: { ReasonCode: 'Break' },
    });
    expect(await maya.request('TAgentSetReady', { thisDN: '1001' })).toMatchObject({
      name: 'EventAgentReady',
      agentWorkMode: 1,
    });
  });

  test('[AG7] after-call work lasts as configured and ends early when asked', async () => {
    const busy = await ContactCentre.open({
      configuration: demoConfiguration((file) => {
        file.tenant.options['wrap-up-time'] = 10;
      }),
    });
    const maya = await DesktopClient.ready(busy, '1001');
    const chatAndRelease = async (name: string) => {
      await new PageCustomer(busy, `sip:${name}@example.net`).say('Hi.');
      await maya.answer(maya.rung.at(-1));
      await maya.release(maya.rung.at(-1));
    };
    await chatAndRelease('alice');
    expect(maya.events.at(-1)).toMatchObject({ name: 'EventAgentNotReady', agentWorkMode: 3 });
    await busy.pass(9.5);
    expect(maya.events.at(-1)?.name).toBe('EventAgentNotReady');
    await busy.pass(0.5);
    expect(maya.events.at(-1)).toMatchObject({ name: 'EventAgentReady', agentWorkMode: 1 });
    await chatAndRelease('bob');
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await busy.pass(30);
    expect(maya.events.at(-1)?.name).toBe('EventAgentNotReady');
  });

  test('[AG8] without any desktop for 60 s the agent becomes Not Ready; a return in time prevents it', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const router = await watch(centre, ['1001']);
    await maya.disconnect();
    await centre.pass(59);
    const again = await DesktopClient.connect(centre, '1001');
    await centre.pass(59);
    expect(router.all('EventAgentNotReady')).toEqual([]);
    await again.disconnect();
    await centre.pass(60);
    expect(router.last('EventAgentNotReady')).toMatchObject({
      agentWorkMode: 6,
      reasons: { ReasonCode: 'ConnectionLost' },
    });
  });

  test('[AG8] an agent who leaves during after-call work is not Ready after it', async () => {
    const busy = await ContactCentre.open({
      configuration: demoConfiguration((file) => {
        file.tenant.options['wrap-up-time'] = 120;
      }),
    });
    const maya = await DesktopClient.ready(busy, '1001');
    await new PageCustomer(busy).say('Hi.');
    await maya.answer(maya.rung[0]);
    await maya.release(maya.rung[0]);
    const router = await watch(busy, ['1001']);
    await maya.disconnect();
    await busy.pass(180);
    expect(router.events.map((event) => [event.name, event['agentWorkMode']])).toEqual([['EventAgentNotReady', 6]]);
  });

  test('[AG8] the absence of one agent never strikes the next one on the DN', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await maya.disconnect();
    const elsewhere = await DesktopClient.connect(centre, '1001', { place: '1002' });
    await elsewhere.logIn('1002', { extensions: { takeOver: 1 } });
    const ben = await DesktopClient.connect(centre, '1002', { place: '1001' });
    await ben.logIn('1001');
    await ben.request('TAgentSetReady', { thisDN: '1001' });
    await centre.pass(90);
    expect(ben.last('EventAgentReady')).toBe(ben.events.at(-1));
  });

  test('[AG4] a login at another place is refused without takeOver', async () => {
    await DesktopClient.ready(centre, '1001');
    const elsewhere = await DesktopClient.connect(centre, '1001', { place: '1002' });
    expect(await elsewhere.logIn('1002')).toMatchObject({ errorCode: 'AgentLoggedInElsewhere' });
    expect(await elsewhere.logIn('1002', { extensions: { takeOver: 0 } })).toMatchObject({
      errorCode: 'AgentLoggedInElsewhere',
    });
  });

  test('[CM15][AG4] takeOver: active chats are re-queued at the head, the old place is logged out and its sockets end', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('one');
    const connID = maya.rung[0];
    await maya.answer(connID);
    await maya.say(connID, 'two');
    await centre.pass(1);
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await bob.say('I wait.');
    const router = await watch(centre, ['1111', 'VQ_Any', '1001', '1002']);
    const elsewhere = await DesktopClient.connect(centre, '1001', { place: '1002' });
    const login = await elsewhere.logIn('1002', { extensions: { takeOver: 1 } });
    expect(login.name).toBe('EventAgentLogin');
    expect(router.events.map((event) => `${event.name} ${event['thisDN']}`)).toEqual([
      'EventReleased 1001',
      'EventAgentLogout 1001',
      'EventRouteRequest 1111',
      'EventQueued VQ_Any',
      'EventAgentLogin 1002',
      'EventAgentNotReady 1002',
    ]);
    expect(router.last('EventReleased')).toMatchObject({ connID, callState: 22 });
    expect(router.last('EventRouteRequest')).toMatchObject({ connID, extensions: { reason: 'redirected' } });
    expect(router.last('EventQueued')).toMatchObject({ connID });
    expect(maya.endedBecause).toBe('The agent has logged in at another place.');
    await alice.say('three');
    const lena = await DesktopClient.ready(centre, '1003');
    expect(lena.rung[0]).toBe(connID);
    await lena.answer(connID);
    expect(transcriptOf(lena.last('EventPrivateInfo', { privateMsgID: 3005 }))).toEqual(['one', 'two', REQUEUE_NOTICE]);
    expect(lena.texts).toEqual(['three']);
  });

  test('[CM15][CM16][AG4] takeOver with a full desk of a place with two DNs: nothing is lost, nothing doubled', async () => {
    const ravi = await DesktopClient.connect(centre, '1004');
    for (const dn of ['1004', '1104']) {
      await ravi.logIn(dn);
      await ravi.request('TAgentSetReady', { thisDN: dn });
    }
    const customers: PageCustomer[] = [];
    for (const name of ['alice', 'bob', 'carol']) {
      const customer = new PageCustomer(centre, `sip:${name}@example.net`);
      await customer.say(`I am ${name}.`);
      await centre.pass(1);
      customers.push(customer);
    }
    const [first, second, third] = ravi.rung;
    await ravi.answer(first, '1104');
    await ravi.answer(second, '1104');
    const router = await watch(centre, ['1104', '1004', '1111', 'VQ_Any']);
    const elsewhere = await DesktopClient.connect(centre, '1004', { place: '1001' });
    await elsewhere.logIn('1001', { extensions: { takeOver: 1 }, agentWorkMode: 2 });
    const of = (name: string) => router.all(name).map((event) => event['connID']);
    expect(of('EventReleased').toSorted()).toEqual([first, second, third].toSorted());
    expect(of('EventRouteRequest').toSorted()).toEqual([first, second].toSorted());
    expect(of('EventQueued').toSorted()).toEqual([first, second].toSorted());
    expect(
      router
        .all('EventAgentLogout')
        .map((event) => event['thisDN'])
        .toSorted(),
    ).toEqual(['1004', '1104']);
    expect(elsewhere.rung).toEqual([first, second, third]);
    for (const connID of elsewhere.rung) await elsewhere.answer(connID);
    expect(elsewhere.texts).toEqual(['I am carol.']);
    await elsewhere.say(first, 'Hello again.');
    expect(customers[0]?.shown).toEqual([REQUEUE_NOTICE, '[Ravi/1004] Hello again.']);
    expect(ravi.endedBecause).toBeDefined();
  });

  test('[CM16] takeOver: what rang at the old place rings elsewhere, at its age', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hi.');
    const connID = maya.rung[0];
    const lena = await DesktopClient.ready(centre, '1003');
    const elsewhere = await DesktopClient.connect(centre, '1001', { place: '1002' });
    await elsewhere.logIn('1002', { extensions: { takeOver: 1 } });
    expect(lena.rung).toEqual([connID]);
    const seen = await watch(centre, []);
    expect(seen.events).toEqual([]);
    await centre.pass(19);
    await lena.answer(connID);
    await centre.pass(5);
    expect(lena.all('EventReleased')).toEqual([]);
  });
});
