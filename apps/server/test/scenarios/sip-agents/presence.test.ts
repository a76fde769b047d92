import { describe, expect, test } from 'vitest';
import { DesktopClient, watch } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

/** The demo with `auto-login` for DN 1005. */
function autoLogin() {
  return demoConfiguration((file) => {
    for (const dn of file.directoryNumbers) {
      if (dn.type === 'extension' && dn.number === '1005') dn.options['auto-login'] = true;
    }
  });
}

async function openWith(options: { readonly autoLogin: boolean }) {
  const centre = await ContactCentre.open(options.autoLogin ? { configuration: autoLogin() } : {});
  return { centre, alice: new PageCustomer(centre), events: await watch(centre, ['1005', '1111', 'VQ_Any']) };
}

describe('an agent is there by his SIP client', () => {
  test('[SE2] no routing target before a client is registered, one at once after that', async () => {
    const { centre, alice } = await openWith({ autoLogin: false });
    const tom = await DesktopClient.ready(centre, '1005');
    await alice.say('Hello');
    await centre.settle();
    expect(tom.rung).toHaveLength(0);
    const phone = await SipAgent.registered(centre);
    expect(tom.rung).toHaveLength(1);
    expect(phone.chats).toHaveLength(1);
    await phone.unregister();
    await tom.release(tom.rung[0]);
    await centre.pass(31);
    expect(tom.rung).toHaveLength(1);
  });

  test('[SE12] without a desktop he is present while a client is registered', async () => {
    const { centre, alice } = await openWith({ autoLogin: false });
    const phone = await SipAgent.registered(centre);
    const tom = await DesktopClient.ready(centre, '1005');
    await tom.disconnect();
    await centre.pass(120, 5);
    expect(centre.switchState.agentSessions.get('1005')).toMatchObject({ state: 'ready', absentSince: null });
    await alice.say('Hello');
    await phone.say('Good evening');
    expect(alice.shown).toEqual(['[Tom/1005] Good evening']);
    await phone.unregister();
    expect(centre.switchState.agentSessions.get('1005')?.absentSince).not.toBeNull();
    await phone.register();
    expect(centre.switchState.agentSessions.get('1005')?.absentSince).toBeNull();
  });

  test('[SE12] [SE11] client and desktop gone: after the grace the chat goes back to the head of its queue', async () => {
    const { centre, alice, events } = await openWith({ autoLogin: false });
    const phone = await SipAgent.registered(centre);
    const tom = await DesktopClient.ready(centre, '1005');
    await tom.disconnect();
    await alice.say('Hello');
    await phone.say('Good evening');
    phone.isDeaf = true;
    await alice.say('I need help');
    await centre.pass(33);
    expect(centre.switchState.bindings.size).toBe(0);
    expect(centre.switchState.agentSessions.get('1005')).toMatchObject({ state: 'ready', canTakeChat: false });
    const maya = await DesktopClient.ready(centre, '1001');
    expect(maya.rung).toHaveLength(0);
    await centre.pass(61);
    expect(events.last('EventReleased', { thisDN: '1005' })).toMatchObject({ callState: 22 });
    expect(maya.rung).toHaveLength(1);
    await maya.answer(maya.rung[0]);
    expect(centre.switchState.agentSessions.get('1005')?.state).toBe('notReady');
  });

  test('[SE11] a client that comes back gets what it has missed, in order and once', async () => {
    const { centre, alice } = await openWith({ autoLogin: false });
    const tablet = await SipAgent.registered(centre, '1005', 'WS');
    const tom = await DesktopClient.ready(centre, '1005');
    await alice.say('One');
    await centre.settle();
    await tom.answer(tom.rung[0]);
    tablet.reply = null;
    await alice.say('Two');
    centre.cut(tablet.flow);
    await centre.settle();
    await alice.say('Three');
    tablet.reply = { status: 200 };
    await tablet.reconnect();
    expect(tablet.texts().slice(1)).toEqual(['One', 'Two', 'Three']);
    await tablet.say('All here');
    expect(alice.shown).toEqual(['[Tom/1005] All here']);
  });

  test('[SE10] [SE11] a long text that comes while the client is away goes whole over its stream', async () => {
    const { centre, alice } = await openWith({ autoLogin: false });
    const tablet = await SipAgent.registered(centre, '1005', 'WS');
    const tom = await DesktopClient.ready(centre, '1005');
    await alice.say('One');
    await tom.answer(tom.rung[0]);
    centre.cut(tablet.flow);
    await centre.settle();
    const long = 'word '.repeat(600).trim();
    await alice.say(long);
    await tablet.reconnect();
    expect(tablet.texts().slice(1)).toEqual(['One', long]);
  });

  test('[SE11] what is left of a chat that is over waits ten minutes for its client', async () => {
    const { centre, alice } = await openWith({ autoLogin: false });
    const tablet = await SipAgent.registered(centre, '1005', 'WS');
    const tom = await DesktopClient.ready(centre, '1005');
    for (const minutes of [9, 11]) {
      await alice.say('One');
      await centre.settle();
      await tom.answer(tom.rung.at(-1));
      centre.cut(tablet.flow);
      await centre.settle();
      await alice.say('Two');
      await tom.release(tom.rung.at(-1));
      await centre.pass(minutes * 60, 30);
      expect(centre.switchState.endpointLegs.size).toBe(minutes === 9 ? 1 : 0);
      await tablet.reconnect();
      await tom.request('TAgentSetReady', { thisDN: '1005' });
    }
    expect(tablet.texts(0).slice(1)).toEqual(['One', 'Two', '[system] The chat has ended.']);
    expect(tablet.texts(1).slice(1)).toEqual(['One']);
  });

  test.each([404, 408, 410, 430])('[SE11] %i says that the client is not there', async (status) => {
    const { centre, alice } = await openWith({ autoLogin: false });
    const phone = await SipAgent.registered(centre);
    await DesktopClient.ready(centre, '1005');
    phone.reply = { status };
    await alice.say('Hello');
    await centre.settle();
    expect(centre.switchState.bindings.size).toBe(0);
    phone.reply = { status: 200 };
    await phone.register();
    expect(phone.shown).toHaveLength(1);
  });

  test.each(['UDP', 'WS'] as const)('[SE14] killed: a client over %s', async (transport) => {
    const { centre, alice } = await openWith({ autoLogin: true });
    const phone = await SipAgent.registered(centre, '1005', transport);
    await alice.say('Hello');
    await phone.say('Good evening');
    await phone.say('/end');
    await centre.crash();
    const isThere = transport === 'UDP';
    expect(centre.switchState.agentSessions.get('1005')).toMatchObject({ hasEndpoint: isThere, canTakeChat: isThere });
    expect(centre.switchState.endpointLegs.size).toBe(0);
    await alice.say('Again');
    expect(phone.chats).toHaveLength(isThere ? 2 : 1);
    if (!isThere) await phone.reconnect();
    expect(phone.chats).toHaveLength(2);
  });

  test('[SE14] the store fails while a client goes: its agent is no target when the store is back', async () => {
    const { centre, alice } = await openWith({ autoLogin: false });
    const phone = await SipAgent.registered(centre, '1005', 'WS');
    const tom = await DesktopClient.ready(centre, '1005');
    centre.store.breakDown();
    centre.cut(phone.flow);
    await centre.pass(3);
    centre.store.repair();
    await centre.pass(3);
    await alice.say('Hello');
    expect(tom.rung).toHaveLength(0);
    await phone.reconnect();
    expect(tom.rung).toHaveLength(1);
  });

  test('[SE13] auto-login: registered is logged in and Ready, gone is logged out', async () => {
    const { centre, alice, events } = await openWith({ autoLogin: true });
    const phone = await SipAgent.registered(centre);
    expect(events.all('EventAgentLogin', { thisDN: '1005' })).toHaveLength(1);
    expect(events.last('EventAgentReady')).toMatchObject({ thisDN: '1005', agentID: '1005' });
    await alice.say('Hello');
    await phone.say('Good evening');
    await phone.say('/end');
    expect(alice.shown).toEqual(['[Tom/1005] Good evening']);
    await phone.unregister();
    await centre.pass(61);
    expect(events.all('EventAgentLogout', { thisDN: '1005' })).toHaveLength(1);
    await phone.register();
    expect(centre.switchState.agentSessions.get('1005')?.state).toBe('ready');
  });

  test('[SE19] who has missed a chat comes back by /ready, and goes by /notready with a reason', async () => {
    const { centre, alice, events } = await openWith({ autoLogin: true });
    const phone = await SipAgent.registered(centre);
    const toMyself = async (text: string) => (await phone.say(text, { to: '1005' })).status;
    await alice.say('Hello');
    await centre.pass(21);
    expect(centre.switchState.agentSessions.get('1005')?.state).toBe('notReady');
    expect(await toMyself('/ready')).toBe(200);
    expect(phone.chats).toHaveLength(1);
    await phone.say('Good evening');
    expect(await toMyself('/notready Lunch')).toBe(200);
    expect(events.last('EventAgentNotReady')).toMatchObject({ agentWorkMode: 4, reasons: { ReasonCode: 'Lunch' } });
    expect(await toMyself('/notready')).toBe(200);
    expect(await toMyself('Hello, me')).toBe(403);
    await phone.say('/end');
    const tom = await DesktopClient.connect(centre, '1005');
    await tom.request('TRegisterAddress', { thisDN: '1005' });
    await tom.request('TAgentLogout', { thisDN: '1005' });
    expect(await toMyself('/notready')).toBe(480);
    expect(await toMyself('/ready')).toBe(200);
    expect(centre.switchState.agentSessions.get('1005')).toMatchObject({ state: 'ready', isAutoLogin: true });
  });

  test('[SE19] without the option /ready logs nobody in; what others write to the DN is refused', async () => {
    const { centre, alice } = await openWith({ autoLogin: false });
    const phone = await SipAgent.registered(centre);
    expect((await phone.say('/ready', { to: '1005' })).status).toBe(480);
    expect((await alice.say('/ready', { to: '1005' })).status).toBe(403);
    expect(centre.switchState.agentSessions.size).toBe(0);
  });

  test('[SE13] a refresh does not log in one who has logged out, nor one who works elsewhere', async () => {
    const { centre } = await openWith({ autoLogin: true });
    const phone = await SipAgent.registered(centre);
    const tom = await DesktopClient.connect(centre, '1005');
    expect((await tom.logIn('1005')).name).toBe('EventAgentLogin');
    await tom.request('TAgentLogout', { thisDN: '1005' });
    await phone.register();
    expect(centre.switchState.agentSessions.get('1005')).toBeUndefined();
    const elsewhere = await DesktopClient.connect(centre, '1005', { place: '1003' });
    await elsewhere.logIn('1003');
    await phone.unregister();
    await phone.register();
    expect(centre.switchState.agentSessions.get('1005')).toBeUndefined();
  });

  test('[SE13] without the option a registration logs nobody in', async () => {
    const { centre } = await openWith({ autoLogin: false });
    await SipAgent.registered(centre);
    expect(centre.switchState.agentSessions.size).toBe(0);
  });

  test.each([false, 'none'] as const)(
    '[SE1] with sip-signaling-chat = %s nothing goes to his client',
    async (option) => {
      const configuration = demoConfiguration((file) => {
        for (const dn of file.directoryNumbers) {
          if (dn.type === 'extension' && dn.number === '1005') dn.options['sip-signaling-chat'] = option;
        }
      });
      const centre = await ContactCentre.open({ configuration });
      const phone = await SipAgent.registered(centre);
      const tom = await DesktopClient.ready(centre, '1005');
      await new PageCustomer(centre).say('Hello');
      await centre.settle();
      await tom.answer(tom.rung[0]);
      expect(tom.texts).toEqual(['Hello']);
      expect(phone.messages).toHaveLength(0);
    },
  );
});
