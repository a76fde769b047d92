import { describe, expect, test } from 'vitest';
import { DesktopClient, watch } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { SipSessionAgent } from '../../support/agents/sip-session-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

type Options = Readonly<Record<string, unknown>>;

/** DN 1005 with `auto-login`: Tom has clients and no desktop, and Maya has waited less long than he for a chat. */
async function open(options: Options) {
  const configuration = demoConfiguration((file) => {
    for (const dn of file.directoryNumbers) {
      if (dn.type === 'extension' && dn.number === '1005')
        Object.assign(dn.options, { 'auto-login': true, ...options });
    }
  });
  const centre = await ContactCentre.open({ configuration });
  const events = await watch(centre, ['1005']);
  return { centre, events, alice: new PageCustomer(centre) };
}

async function sessions(options: Options = {}) {
  const opened = await open({ 'sip-chat-mode': 'session', ...options });
  const phone = await SipSessionAgent.registered(opened.centre);
  opened.centre.clock.advance(1);
  return { ...opened, phone };
}

const tomsState = (centre: ContactCentre) => centre.switchState.agentSessions.get('1005')?.state;

describe('a client that does not ring', () => {
  test.each([302, 401, 407, 480, 487, 500, 503])(
    '[SE25] %i to the INVITE: the next agent has the chat at once',
    async (status) => {
      const { centre, events, alice, phone } = await sessions();
      const maya = await DesktopClient.ready(centre, '1001');
      await alice.say('Hello');
      expect(maya.rung).toEqual([]);
      await phone.refuse(status);
      expect(maya.rung).toHaveLength(1);
      expect(events.last('EventReleased')).toMatchObject({ thisDN: '1005', callState: 7 });
      expect(events.last('EventAgentNotReady')).toMatchObject({ reasons: { ReasonCode: 'NoAnswer' } });
      expect(centre.switchState.endpointLegs.size).toBe(0);
      await maya.answer(maya.rung[0]);
      expect(maya.texts).toEqual(['Hello']);
    },
  );

  test('[SE25] who stays Ready is not asked again before the decline pause is over', async () => {
    const { centre, alice, phone } = await sessions({ 'no-answer-action': 'none' });
    phone.inviteReply = 480;
    await alice.say('Hello');
    expect(phone.invitations).toHaveLength(1);
    expect(tomsState(centre)).toBe('ready');
    await centre.pass(29);
    expect(phone.invitations).toHaveLength(1);
    phone.inviteReply = 'ring';
    await centre.pass(2);
    expect(phone.invitations).toHaveLength(2);
  });

  test('[SE25] at a desktop it goes on ringing', async () => {
    const { centre, alice, phone } = await sessions();
    const tom = await DesktopClient.connect(centre, '1005');
    await tom.request('TRegisterAddress', { thisDN: '1005' });
    await alice.say('Hello');
    await phone.refuse(480);
    expect(tom.all('EventReleased')).toEqual([]);
    await tom.answer(tom.rung[0]);
    expect(tom.texts).toEqual(['Hello']);
    expect(phone.invitations).toHaveLength(1);
  });

  test('[SE25] at another client it goes on ringing, until that refuses as well', async () => {
    const { centre, events, alice, phone } = await sessions();
    const tablet = await SipSessionAgent.registered(centre);
    const maya = await DesktopClient.ready(centre, '1001');
    await alice.say('Hello');
    await phone.refuse(500);
    expect(events.all('EventReleased')).toEqual([]);
    expect(tomsState(centre)).toBe('ready');
    await tablet.refuse(480);
    expect(events.all('EventReleased')).toHaveLength(1);
    expect(maya.rung).toHaveLength(1);
  });

  test('[SE25] [SE11] of two clients one has refused and the other is not there', async () => {
    const { centre, alice, phone } = await sessions();
    const tablet = await SipSessionAgent.registered(centre);
    const maya = await DesktopClient.ready(centre, '1001');
    await alice.say('Hello');
    await phone.refuse(500);
    await tablet.refuse(404);
    expect(maya.rung).toHaveLength(1);
  });

  test('[SE25] [SE14] a server that is killed after the first refusal knows of it', async () => {
    const { centre, alice, phone } = await sessions();
    const tablet = await SipSessionAgent.registered(centre);
    await alice.say('Hello');
    await phone.refuse(500);
    await centre.crash();
    expect(tomsState(centre)).toBe('ready');
    await tablet.refuse(500);
    expect(tomsState(centre)).toBe('notReady');
  });

  test('[SE25] in page mode it is the text that rings; a text in the conversation only fails', async () => {
    const { centre, alice } = await open({});
    const phone = await SipAgent.registered(centre);
    centre.clock.advance(1);
    const maya = await DesktopClient.ready(centre, '1001');
    phone.replies.push({ status: 480 });
    await alice.say('Hello');
    expect(maya.rung).toHaveLength(1);
    expect(tomsState(centre)).toBe('notReady');
    await phone.say('/ready', { to: '1005' });
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await bob.say('Hello');
    await phone.say('Good morning', 1);
    phone.replies.push({ status: 480 });
    await bob.say('Are you there?');
    await bob.say('And now?');
    expect(phone.texts(1).at(-1)).toBe('And now?');
    expect(tomsState(centre)).toBe('ready');
  });
});
