import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { story } from '../../support/scenes/call-scene.ts';

const ALICE = 'alice@example.net';

describe('calls to customers', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: PageCustomer;

  /** Alice has chatted over this transport, and Maya has ended it. */
  async function chatted(transport: 'UDP' | 'TCP' = 'UDP'): Promise<void> {
    alice = new PageCustomer(centre, `sip:${ALICE}`, transport);
    await alice.say('Hi.');
    const connID = maya.rung.at(-1);
    await maya.answer(connID);
    await maya.release(connID);
    maya.clear();
  }

  const call = (otherDN = ALICE, extensions: object = { im: 'Your order is there.' }) =>
    maya.request('TMakeCall', { thisDN: '1001', otherDN, extensions });

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
  });

  test.each([ALICE, `sip:${ALICE}`, 'sip:alice@EXAMPLE.net'])(
    '[CO33] to %s, who has just been here',
    async (otherDN) => {
      await chatted();
      const dialing = await call(otherDN);
      const { connID } = dialing as { connID?: unknown };
      expect(dialing).toMatchObject({
        name: 'EventDialing',
        callType: 3,
        thisDNRole: 1,
        otherDN: ALICE,
        otherDNRole: 2,
        ani: '1001',
        dnis: ALICE,
      });
      expect(alice.shown).toEqual(['[Maya/1001] Your order is there.']);
      expect(story(maya)).toEqual(['Dialing', 'Established', '3001', '3004']);
      expect(maya.texts).toEqual(['Your order is there.']);
      expect(maya.last('EventPrivateInfo')).toMatchObject({ privateMsgID: 3004, extensions: { state: 'sent' } });
      expect(alice.messages.at(-1)?.headers.get('from')).toContain('sip:1111@localhost');

      await alice.say('Great!');
      expect(maya.last('EventPrivateInfo')).toMatchObject({ connID, otherDN: ALICE, extensions: { im: 'Great!' } });
      await maya.say(connID, 'Bye.');
      expect(alice.shown.at(-1)).toBe('[Maya/1001] Bye.');
      expect(centre.switchState.calls.size).toBe(1);
    },
  );

  test('[CO33] the same over a connection; without a text the call is established at once', async () => {
    await chatted('TCP');
    const { connID } = (await call(ALICE, {})) as { connID?: unknown };
    expect(story(maya)).toEqual(['Dialing', 'Established']);
    await maya.say(connID, 'Hello.');
    expect(alice.shown).toEqual(['[Maya/1001] Hello.']);
  });

  test('[CO33] what the customer writes before the answer counts as one', async () => {
    await chatted();
    alice.reply = null;
    await call();
    expect(story(maya)).toEqual(['Dialing']);
    await alice.say('Is that you?');
    expect(story(maya)).toEqual(['Dialing', 'Established', '3001', '3001']);
    expect(maya.texts).toEqual(['Your order is there.', 'Is that you?']);
    alice.reply = { status: 200 };
    alice.answerLate();
    await centre.settle();
    expect(maya.last('EventPrivateInfo')).toMatchObject({ privateMsgID: 3004, extensions: { state: 'sent' } });
  });

  test.each([
    ['bob@example.net'],
    ['sip:bob@192.0.2.77:5060'],
    ['alice'],
    ['sip:alice@localhost'],
    ['tel:+4930123456'],
  ])('[CO34] %s cannot be reached: told so, and nothing leaves the house', async (otherDN) => {
    await chatted();
    expect(await call(otherDN)).toMatchObject({ name: 'EventDialing', callType: 3 });
    expect(story(maya)).toEqual(['Dialing', 'DestinationBusy', 'Released']);
    expect(maya.last('EventDestinationBusy')).toMatchObject({
      callState: 11,
      extensions: { reason: expect.any(String) },
    });
    expect(alice.messages).toEqual([]);
    expect(centre.switchState.calls.size).toBe(0);
    expect(centre.switchState.agentSessions.get('1001')?.occupancy.chat).toBe(0);
  });

  test('[CO34] who has not been here for an hour cannot be reached', async () => {
    await chatted();
    await centre.pass(3601, 60);
    await call();
    expect(maya.last('EventDestinationBusy')).toMatchObject({ callState: 11 });
  });

  test('[CO34] whose connection is gone cannot be reached, also when it went with the server', async () => {
    await chatted('TCP');
    centre.cut(alice.flow);
    await call();
    expect(maya.last('EventDestinationBusy')).toMatchObject({ callState: 11 });
    await chatted('TCP');
    await centre.crash();
    expect(centre.switchState.recentCustomers.size).toBe(0);
  });

  test.each([
    [486, 6],
    [480, 7],
    [404, 11],
    [503, 6],
    [415, 3],
  ])('[CO35] a client that answers %i: DestinationBusy with callState %i', async (status, callState) => {
    await chatted();
    alice.reply = { status, ...(status === 503 ? { headers: ['Retry-After: 5'] } : {}) };
    await call();
    expect(story(maya)).toEqual(['Dialing', 'DestinationBusy', 'Released']);
    expect(maya.last('EventDestinationBusy')).toMatchObject({ callState, extensions: { reason: expect.any(String) } });
    expect([centre.switchState.legs.size, centre.switchState.calls.size]).toEqual([0, 0]);
    alice.reply = { status: 200 };
    await alice.say('Now?');
    expect(maya.rung).toHaveLength(1);
  });

  test('[CO35] no answer within 32 s, and a connection that breaks meanwhile', async () => {
    await chatted();
    alice.reply = null;
    await call();
    await centre.pass(33);
    expect(maya.last('EventDestinationBusy')).toMatchObject({ callState: 7 });
    await chatted('TCP');
    alice.reply = null;
    await call();
    centre.cut(alice.flow);
    await centre.settle();
    expect(maya.last('EventDestinationBusy')).toMatchObject({ callState: 11 });
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[CO35] given up before the answer', async () => {
    await chatted();
    alice.reply = null;
    const { connID } = (await call()) as { connID?: unknown };
    expect(await maya.release(connID)).toMatchObject({ name: 'EventReleased', connID });
    expect(story(maya)).toEqual(['Dialing', 'Released']);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[CO36] a customer whose chat runs is not called, also by two agents at once', async () => {
    await chatted();
    const ben = await DesktopClient.ready(centre, '1002');
    maya.submit('TMakeCall', { thisDN: '1001', otherDN: ALICE, extensions: { im: 'Hello.' } });
    ben.submit('TMakeCall', { thisDN: '1002', otherDN: ALICE, extensions: { im: 'Hello.' } });
    await centre.settle();
    expect(ben.last('EventError')).toMatchObject({ errorCode: 'CustomerInChat' });
    expect(alice.shown).toEqual(['[Maya/1001] Hello.']);
    expect(await call()).toMatchObject({ errorCode: 'CustomerInChat' });
  });

  test('[CO36] a MESSAGE to an Extension DN gets 403 all the same', async () => {
    await chatted();
    await call();
    expect((await alice.say('Maya?', { to: '1001' })).status).toBe(403);
  });

  test('[CO37] transferred and taken by nobody: it goes to the routing point that the customer knows', async () => {
    await chatted();
    const { connID } = (await call()) as { connID?: unknown };
    const ben = await DesktopClient.ready(centre, '1002');
    await maya.request('TSingleStepTransfer', { thisDN: '1001', connID, otherDN: '1002' });
    await ben.release(connID);
    expect(maya.last('EventRinging')).toMatchObject({ connID, otherDN: ALICE });
    await maya.release(connID);
    expect(centre.switchState.routeRequests.get(String(connID))?.routingPoint).toBe('1111');
  });

  test('[CO33] what is no address, and user data beyond its limits', async () => {
    for (const otherDN of ['a b@c', 'sip:@x', '@']) {
      expect(await call(otherDN)).toMatchObject({ errorCode: 'InvalidAttribute' });
    }
    const userData = { big: 'x'.repeat(70_000) };
    const attributes = { thisDN: '1001', otherDN: ALICE, userData };
    expect(await maya.request('TMakeCall', attributes)).toMatchObject({ errorCode: 'InvalidAttribute' });
    expect(await call('sip:1001@localhost')).toMatchObject({ errorCode: 'TargetIsSelf' });
    expect(await call('sip:9999@localhost')).toMatchObject({ errorCode: 'UnknownDN' });
  });

  test('[CO25][CO33] killed while the text is under way: it is sent once more, shown once, and the call goes on', async () => {
    await chatted();
    alice.reply = null;
    const { connID } = (await call()) as { connID?: unknown };
    centre.kill();
    alice.reply = { status: 200 };
    await centre.restart();
    await centre.pass(5);
    expect(alice.shown).toEqual(['[Maya/1001] Your order is there.']);
    expect(centre.switchState.calls.get(String(connID))?.parties[0]?.state).toBe('established');
  });
});
