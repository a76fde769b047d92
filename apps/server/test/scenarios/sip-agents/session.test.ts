import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, watch } from '../../support/agents/desktop-client.ts';
import { SipSessionAgent } from '../../support/agents/sip-session-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { COMPOSING, composing } from '../../support/customers/cpim-text.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

/** DN 1005 with `sip-chat-mode` = session and `auto-login`: Tom has a client and no desktop. */
const configuration = demoConfiguration((file) => {
  for (const dn of file.directoryNumbers) {
    if (dn.type !== 'extension' || dn.number !== '1005') continue;
    dn.options['sip-chat-mode'] = 'session';
    dn.options['auto-login'] = true;
  }
});

let centre: ContactCentre;
let events: DesktopClient;
let phone: SipSessionAgent;
let alice: PageCustomer;

beforeEach(async () => {
  centre = await ContactCentre.open({ configuration });
  events = await watch(centre, ['1005']);
  phone = await SipSessionAgent.registered(centre);
  alice = new PageCustomer(centre);
});

async function talking(): Promise<void> {
  await alice.say('Hello');
  await phone.accept();
}

describe('a client that is invited to each chat', () => {
  test('[SE20] one whose 200 accepts typing notices gets them within the dialog, and texts go on after them', async () => {
    phone.acceptHeaders = [`Accept: text/plain, ${COMPOSING}`];
    await talking();
    await alice.say(composing('active'), { contentType: COMPOSING });
    await alice.say('There');
    const [hello, notice, text] = phone.messages.map(({ headers }) => headers);
    expect(notice?.get('content-type')).toBe(COMPOSING);
    for (const headers of [notice, text]) expect(headers?.get('call-id')).toBe(hello?.get('call-id'));
    const cseqs = [hello, notice, text].map((headers) => Number.parseInt(headers?.get('cseq') ?? '', 10));
    expect(cseqs).toEqual([cseqs[0], (cseqs[0] ?? 0) + 1, (cseqs[0] ?? 0) + 2]);
    expect(phone.shown.at(-1)).toBe('There');
  });

  test('[SE17] the chat rings by INVITE with the preview as its subject; accepting answers; texts go within the dialog', async () => {
    await alice.say('Hello\r\nthere');
    const [invitation] = phone.invitations;
    expect(invitation?.invite.headers.get('subject')).toBe('Hello there');
    expect(invitation?.invite.headers.get('from')).toContain('"alice@example.net" <sip:chat-');
    expect(invitation?.invite.body).toContain('m=message 5060 sip null');
    expect(phone.messages).toHaveLength(0);
    await phone.accept();
    expect(phone.acks).toHaveLength(1);
    expect(events.all('EventEstablished')).toHaveLength(1);
    expect(phone.shown).toEqual(['Hello\r\nthere']);
    const sent = await phone.sayInSession('Good morning');
    expect(sent.status).toBe(200);
    await phone.repeat(sent);
    expect(alice.shown).toEqual(['[Tom/1005] Good morning']);
    await alice.say('And then?');
    expect(phone.messages.map(({ headers }) => headers.get('cseq'))).toEqual(['2 MESSAGE', '3 MESSAGE']);
  });

  test.each([486, 600, 603])('[SE17] %i declines', async (status) => {
    await alice.say('Hello');
    await phone.refuse(status);
    expect(events.last('EventReleased')).toMatchObject({ callState: 22 });
    expect(centre.switchState.endpointLegs.size).toBe(0);
  });

  test.each([415, 488, 501])('[SE17] %i: a client that takes no such session gets MESSAGEs', async (status) => {
    await alice.say('Hello');
    await phone.refuse(status);
    expect(phone.texts()[0]).toContain('New chat with alice@example.net: Hello');
    await phone.say('Here');
    expect(phone.texts().slice(1)).toEqual(['Hello']);
    expect(alice.shown).toEqual(['[Tom/1005] Here']);
  });

  test('[SE17] BYE of the client releases; the end of the chat is BYE to the client', async () => {
    await talking();
    expect((await phone.bye()).status).toBe(200);
    expect(events.last('EventReleased')).toMatchObject({ callState: 0 });
    expect((await phone.sayInSession('Too late')).status).toBe(481);
    await alice.say('Again');
    await phone.accept(1);
    await centre.pass(31 * 60, 30);
    expect(phone.byes).toHaveLength(1);
    expect(centre.switchState.endpointLegs.size).toBe(0);
  });

  test('[SE17] what is over before it is accepted is taken back by CANCEL, after a provisional response', async () => {
    await alice.say('Hello');
    await centre.pass(21);
    expect(phone.invitations[0]?.state).toBe('cancelled');
    expect(centre.switchState.endpointLegs.size).toBe(0);
    expect(centre.switchState.agentSessions.get('1005')?.state).toBe('notReady');
  });

  test('[SE17] accepted while it is taken back: the session ends by BYE', async () => {
    phone.inviteReply = null;
    await alice.say('Hello');
    await centre.pass(21);
    expect(phone.invitations[0]?.state).toBe('ringing');
    await phone.accept();
    expect(phone.acks).toHaveLength(1);
    expect(phone.byes).toHaveLength(1);
    expect(centre.switchState.endpointLegs.size).toBe(0);
  });

  test('[SE17] a desktop answers while the client rings; the client may still accept, and has everything then', async () => {
    const tom = await DesktopClient.connect(centre, '1005');
    await tom.request('TRegisterAddress', { thisDN: '1005' });
    await alice.say('Hello');
    await tom.answer(tom.rung[0]);
    await tom.say(tom.rung[0], 'From the desktop');
    expect(phone.messages).toHaveLength(0);
    await phone.accept();
    expect(phone.shown).toEqual(['Hello', '[Tom/1005] From the desktop']);
  });

  test('[SE17] an ACK that was lost is sent again; a re-INVITE changes nothing', async () => {
    await talking();
    await phone.repeatAccept();
    expect(phone.acks).toHaveLength(2);
    expect(phone.acks[0]?.headers.get('cseq')).toBe('1 ACK');
  });

  test('[SE17] a 200 of another branch of a fork gets ACK and BYE, and the chat goes on', async () => {
    await talking();
    await phone.repeatAccept(0, 'another');
    expect(phone.acks.map(({ headers }) => headers.get('to')?.includes('tag=another'))).toEqual([false, true]);
    expect(phone.byes.map(({ headers }) => headers.get('to'))).toEqual([expect.stringContaining('tag=another')]);
    await alice.say('Still there?');
    expect(phone.shown.at(-1)).toBe('Still there?');
    expect(events.all('EventReleased')).toEqual([]);
  });

  test('[SE17] a client that has lost its dialog is invited anew and gets what it has not got', async () => {
    await talking();
    phone.reply = { status: 481 };
    await alice.say('Lost?');
    phone.reply = { status: 200 };
    expect(phone.invitations).toHaveLength(2);
    await phone.accept(1);
    expect(phone.shown).toEqual(['Hello', 'Lost?']);
  });

  test('[SE17] [SE14] killed while it rings, and after the answer: the same INVITE, the same session', async () => {
    await alice.say('Hello');
    await centre.crash();
    expect(phone.invitations).toHaveLength(1);
    await phone.accept();
    expect(phone.acks.length).toBeGreaterThan(0);
    await centre.crash();
    await phone.sayInSession('Still here');
    await alice.say('Good');
    expect(alice.shown).toEqual(['[Tom/1005] Still here']);
    expect(phone.shown).toEqual(['Hello', 'Good']);
  });

  test('[SE17] silence is a client that is not there; it is invited when it is back', async () => {
    phone.isDeaf = true;
    await alice.say('Hello');
    await centre.pass(33);
    expect(centre.switchState.bindings.size).toBe(0);
    phone.isDeaf = false;
    await phone.register();
    const tom = await DesktopClient.connect(centre, '1005');
    await tom.request('TRegisterAddress', { thisDN: '1005' });
    await tom.request('TAgentSetReady', { thisDN: '1005' });
    await centre.settle();
    expect(phone.invitations).toHaveLength(1);
  });
});
