import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

const EVERYTHING = ['1111', 'VQ_Any', '1001', '1002'];

describe('leaving', () => {
  let centre: ContactCentre;

  beforeEach(async () => {
    centre = await ContactCentre.open();
  });

  test('[CM11] the customer hangs up while waiting: Abandoned on the virtual queue and the routing point', async () => {
    const router = await watch(centre, EVERYTHING);
    const bob = new SessionCustomer(centre);
    await bob.invite();
    router.clear();
    expect((await bob.bye()).status).toBe(200);
    expect(router.events.map((event) => `${event.name} ${event['thisDN']}`)).toEqual([
      'EventAbandoned VQ_Any',
      'EventAbandoned 1111',
    ]);
    expect(router.events[0]?.extensions).toMatchObject({ SIGNATURE: 'router', VQID: expect.any(String) });
    const maya = await DesktopClient.ready(centre, '1001');
    expect(maya.rung).toEqual([]);
    expect(centre.switchState.calls.size + centre.switchState.legs.size + centre.switchState.routeRequests.size).toBe(
      0,
    );
  });

  test('[CM12] the customer hangs up while it rings: Abandoned on the ringing DN too, the agent stays Ready', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const router = await watch(centre, EVERYTHING);
    const bob = new SessionCustomer(centre);
    await bob.invite();
    router.clear();
    await bob.bye();
    expect(router.events.map((event) => `${event.name} ${event['thisDN']}`)).toEqual([
      'EventAbandoned VQ_Any',
      'EventAbandoned 1111',
      'EventAbandoned 1001',
    ]);
    expect(router.last('EventAbandoned')).toMatchObject({ callState: 0, thisDNRole: 2, connID: maya.rung[0] });
    expect(await maya.answer(maya.rung[0])).toMatchObject({ errorCode: 'UnknownCall' });
    await new PageCustomer(centre).say('Next.');
    expect(maya.rung).toHaveLength(2);
    await centre.pass(19);
    expect(maya.all('EventReleased')).toEqual([]);
  });

  test('[CM13] the customer hangs up while talking: Released on the DN', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const bob = new SessionCustomer(centre);
    await bob.invite();
    await maya.answer(maya.rung[0]);
    await bob.say('Hi.');
    const router = await watch(centre, EVERYTHING);
    await bob.bye();
    expect(router.events.map((event) => `${event.name} ${event['thisDN']}`)).toEqual(['EventReleased 1001']);
    expect(router.last('EventReleased')).toMatchObject({ callState: 0 });
    expect((await bob.say('Too late.')).status).toBe(481);
  });

  test('[CM13][ME10] a text that was not delivered when the customer leaves has failed', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    await bob.invite();
    await maya.answer(maya.rung[0]);
    bob.isDeaf = true;
    const one = await maya.say(maya.rung[0], 'one');
    const two = await maya.say(maya.rung[0], 'two');
    bob.isDeaf = false;
    bob.reply = null;
    await bob.bye();
    const states = maya.all('EventPrivateInfo', { privateMsgID: 3004 });
    expect(states.map((event) => [event['messageID'], event.extensions?.['state']])).toEqual([
      [one['messageID'], 'failed'],
      [two['messageID'], 'failed'],
    ]);
  });

  test('[CM9] decline: the same agent not again for 30 s, the next waiting one is offered, the age is kept', async () => {
    const alice = new PageCustomer(centre, 'sip:alice@example.net');
    await alice.say('I am first.');
    await centre.pass(1);
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await bob.say('I am second.');
    const [first, second] = [...centre.switchState.calls.values()].map((call) => call.id);
    const maya = await DesktopClient.ready(centre, '1001');
    expect(maya.rung).toEqual([first, second]);
    const router = await watch(centre, EVERYTHING);
    const answer = await maya.release(first);
    expect(answer).toMatchObject({ name: 'EventReleased', callState: 22, connID: first });
    expect(router.events.map((event) => event.name)).toEqual(['EventReleased']);
    await centre.pass(10);
    expect(maya.rung).toEqual([first, second]);
    await maya.answer(second);
    await centre.pass(19);
    expect(maya.rung).toEqual([first, second]);
    await centre.pass(1);
    expect(maya.rung).toEqual([first, second, first]);
  });

  test('[CM9][CM18] a declined call goes to the other agent at once and before younger ones', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre, 'sip:alice@example.net');
    await alice.say('I am first.');
    const first = maya.rung[0];
    await maya.release(first);
    await centre.pass(1);
    const ben = await DesktopClient.connect(centre, '1002');
    await ben.logIn('1002');
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await new PageCustomer(centre, 'sip:bob@example.net').say('I am second.');
    expect(ben.rung).toEqual([]);
    await ben.request('TAgentSetReady', { thisDN: '1002' });
    expect(ben.rung[0]).toBe(first);
    expect(ben.rung).toHaveLength(2);
  });

  test('[CM10] no answer in 20 s: Not Ready, Released with CallState 7, offered to the next', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.ready(centre, '1002');
    await new PageCustomer(centre).say('Hello?');
    const connID = maya.rung[0];
    maya.clear();
    await centre.pass(19.5);
    expect(maya.events).toEqual([]);
    await centre.pass(0.5);
    expect(maya.events.map((event) => event.name)).toEqual(['EventAgentNotReady', 'EventReleased']);
    expect(maya.last('EventAgentNotReady')).toMatchObject({ agentWorkMode: 4, reasons: { ReasonCode: 'NoAnswer' } });
    expect(maya.last('EventReleased')).toMatchObject({ connID, callState: 7 });
    expect(ben.rung).toEqual([connID]);
    await maya.request('TAgentSetReady', { thisDN: '1001' });
    expect(maya.rung).toEqual([]);
    await ben.answer(connID);
    expect(ben.texts).toEqual(['Hello?']);
  });

  test('[CM10] nobody else is there: the call waits and rings again once the agent is Ready', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hello?');
    await centre.pass(60);
    expect(maya.rung).toHaveLength(1);
    await maya.request('TAgentSetReady', { thisDN: '1001' });
    expect(maya.rung).toHaveLength(2);
    expect(maya.rung[1]).toBe(maya.rung[0]);
  });
});
