import { beforeEach, describe, expect, test } from 'vitest';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

describe('the store fails', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
  });

  async function chat() {
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    const connID = maya.rung[0];
    await maya.answer(connID);
    return { alice, connID };
  }

  test('[ME23][RQ14] one commit: 503 with Retry-After or EventError, nothing released, then all goes on', async () => {
    const { alice, connID } = await chat();
    maya.clear();
    centre.store.failNext();
    const refused = await alice.say('lost');
    expect([refused.status, refused.response?.headers.get('retry-after')]).toEqual([503, '5']);
    expect(maya.events).toEqual([]);
    centre.store.failNext();
    expect(await maya.say(connID, 'lost too')).toMatchObject({
      name: 'EventError',
      errorCode: 'StoreUnavailable',
      connID,
    });
    expect(alice.shown).toEqual([]);
    expect((await alice.say('kept')).status).toBe(200);
    await maya.say(connID, 'kept too');
    expect(maya.texts).toEqual(['kept', 'kept too']);
    expect(alice.shown).toEqual(['[Maya/1001] kept too']);
  });

  test('[ME23][RQ14] the disk is gone for a minute: everything is refused, then the chat goes on by itself', async () => {
    const { alice, connID } = await chat();
    centre.store.breakDown();
    for (let second = 0; second < 60; second += 20) {
      expect((await alice.say('lost')).status).toBe(503);
      expect((await new SessionCustomer(centre).invite()).status).toBe(503);
      expect(await maya.say(connID, 'lost')).toMatchObject({ errorCode: 'StoreUnavailable' });
      await centre.pass(20);
    }
    expect(centre.world.callControl.recorder.isAvailable).toBe(false);
    centre.store.repair();
    await centre.pass(1);
    expect(centre.world.callControl.recorder.isAvailable).toBe(true);
    expect((await alice.say('still here')).status).toBe(200);
    await maya.say(connID, 'me too');
    expect(maya.texts.slice(-2)).toEqual(['still here', 'me too']);
    expect(alice.shown).toEqual(['[Maya/1001] me too']);
    expect(centre.switchState.calls.size).toBe(1);
  });

  test('[ME23] a requestID refused by the store is tried anew and then done once', async () => {
    const { alice, connID } = await chat();
    centre.store.failNext();
    expect(await maya.say(connID, 'once', { requestID: 'r' })).toMatchObject({ errorCode: 'StoreUnavailable' });
    await maya.say(connID, 'once', { requestID: 'r' });
    await maya.say(connID, 'once', { requestID: 'r' });
    expect(alice.shown).toEqual(['[Maya/1001] once']);
  });

  test.each(['UDP', 'TCP', 'WS'] as const)(
    '[ME23] the 200 of a %s customer comes while nothing can be stored: the text counts as delivered, once',
    async (transport: Flow['transport']) => {
      const bob = new SessionCustomer(centre, 'sip:bob@example.net', transport);
      await bob.invite();
      const connID = maya.rung[0];
      await maya.answer(connID);
      bob.reply = null;
      await maya.say(connID, 'Hello.');
      bob.reply = { status: 200 };
      centre.store.breakDown();
      // The outcome cannot be recorded, and then the store is back before the transaction is forgotten.
      if (transport === 'UDP') await centre.pass(1);
      else bob.answerLate();
      await centre.settle();
      centre.store.repair();
      await centre.pass(3);
      await maya.say(connID, 'Still there?');
      expect(bob.shown).toEqual(['[Maya/1001] Hello.', '[Maya/1001] Still there?']);
      expect(maya.all('EventPrivateInfo', { privateMsgID: 3004 }).map((event) => event.extensions)).toEqual([
        { state: 'sent' },
        { state: 'sent' },
      ]);
      expect(maya.all('EventReleased')).toEqual([]);
      await centre.pass(130, 1);
      expect(maya.all('EventReleased')).toEqual([]);
    },
  );

  test('[ME23] a request that is still in flight when the store comes back is not sent a second time', async () => {
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'TCP');
    await bob.invite();
    const connID = maya.rung[0];
    await maya.answer(connID);
    bob.reply = null;
    await maya.say(connID, 'Hello.');
    centre.store.failNext();
    await new PageCustomer(centre).say('lost');
    await centre.pass(2);
    bob.reply = { status: 200 };
    bob.answerLate();
    await centre.settle();
    await maya.say(connID, 'Again.');
    expect(bob.shown).toEqual(['[Maya/1001] Hello.', '[Maya/1001] Again.']);
  });

  test('[ME23] a connection that breaks meanwhile is noticed when the store comes back', async () => {
    const bob = new SessionCustomer(centre);
    await bob.invite();
    const connID = maya.rung[0];
    await maya.answer(connID);
    centre.store.breakDown();
    await maya.say(connID, 'refused');
    centre.cut(bob.flow);
    centre.store.repair();
    await centre.pass(2);
    await maya.say(connID, 'waits');
    bob.reconnect();
    await bob.reinvite();
    expect(bob.shown).toEqual(['[Maya/1001] waits']);
  });

  test('[RQ14] a desktop that connects meanwhile is sent away and may come back', async () => {
    centre.store.breakDown();
    await maya.request('TQueryAddress', { thisDN: '1001' });
    await maya.request('TAgentSetReady', { thisDN: '1001' });
    const second = await DesktopClient.connect(centre, '1001');
    expect(second.endedBecause).toBeDefined();
    centre.store.repair();
    await centre.pass(2);
    const third = await DesktopClient.connect(centre, '1001');
    expect(third.last('EventRegistered').extensions).toMatchObject({ AgentStatus: 2 });
  });

  test('[CM10][ME23] a ring whose time runs out meanwhile ends afterwards', async () => {
    await new PageCustomer(centre).say('Hi.');
    centre.store.breakDown();
    await maya.say(maya.rung[0], 'refused');
    await centre.pass(30);
    expect(maya.all('EventReleased')).toEqual([]);
    centre.store.repair();
    await centre.pass(21);
    expect(maya.last('EventReleased')).toMatchObject({ callState: 7 });
  });
});
