import { describe, expect, test } from 'vitest';
import { DesktopClient, transcriptOf } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

/** Tom is Ready with a desktop and a SIP client; Alice has written. */
async function tomRings() {
  const centre = await ContactCentre.open();
  const phone = await SipAgent.registered(centre);
  const tom = await DesktopClient.ready(centre, '1005');
  const alice = new PageCustomer(centre);
  await alice.say('Hello');
  await centre.settle();
  return { centre, phone, tom, alice };
}

describe('an agent with a SIP client and a desktop', () => {
  test('[SE1] [SE3] [SE5] a chat rings at both; answered at the desktop, its texts go to both', async () => {
    const { phone, tom, alice } = await tomRings();
    expect(tom.rung).toHaveLength(1);
    expect(phone.chats).toHaveLength(1);
    expect(phone.chats[0]).toMatchObject({ name: 'alice@example.net', uri: `sip:chat-${tom.rung[0]}@192.0.2.1:5060` });
    expect(phone.texts()[0]).toContain('New chat with alice@example.net: Hello');
    await tom.answer(tom.rung[0]);
    await alice.say('Are you there?');
    expect(phone.texts().slice(1)).toEqual(['Hello', 'Are you there?']);
    expect(tom.texts).toEqual(['Hello', 'Are you there?']);
  });

  test('[SE5] [SE7] the first text from the SIP client answers; what is written there is said to all', async () => {
    const { phone, tom, alice } = await tomRings();
    const sent = await phone.say('Good morning');
    expect(sent.status).toBe(200);
    expect(tom.last('EventEstablished')['connID']).toBe(tom.rung[0]);
    expect(tom.texts).toEqual(['Hello', 'Good morning']);
    expect(alice.shown).toEqual(['[Tom/1005] Good morning']);
    expect(phone.texts().slice(1)).toEqual(['Hello']);
  });

  test('[SE7] what the desktop says is shown at the SIP clients, what one client says at the others only', async () => {
    const { centre, phone, tom, alice } = await tomRings();
    await tom.answer(tom.rung[0]);
    const tablet = await SipAgent.registered(centre, '1005', 'WS');
    await tom.say(tom.rung[0], 'From the desktop');
    await phone.say('From the phone');
    await tablet.say('From the tablet');
    expect(phone.texts().slice(2)).toEqual(['[Tom/1005] From the desktop', '[Tom/1005] From the tablet']);
    expect(tablet.texts().slice(1)).toEqual(['[Tom/1005] From the desktop', '[Tom/1005] From the phone']);
    expect(tom.texts.slice(1)).toEqual(['From the desktop', 'From the phone', 'From the tablet']);
    expect(alice.shown.slice(0)).toEqual([
      '[Tom/1005] From the desktop',
      '[Tom/1005] From the phone',
      '[Tom/1005] From the tablet',
    ]);
  });

  test('[SE7] a repeated MESSAGE is answered again and said once, also after a restart', async () => {
    const { centre, phone, tom } = await tomRings();
    const sent = await phone.say('Once');
    await phone.repeat(sent);
    await centre.crash();
    await phone.repeat(sent);
    expect(sent.responseCount).toBeGreaterThanOrEqual(3);
    const [call] = [...centre.switchState.calls.values()];
    const said = call === undefined ? [] : centre.switchState.transcripts.of(call.id).map(({ im }) => im);
    expect(said).toEqual(['Hello', 'Once']);
    expect(tom.texts).toEqual(['Hello', 'Once']);
  });

  test('[SE3] several chats are several conversations', async () => {
    const { centre, phone, tom, alice } = await tomRings();
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await bob.say('Hi', { displayName: 'Bob B.' });
    await centre.settle();
    expect(phone.chats.map(({ name }) => name)).toEqual(['alice@example.net', 'Bob B.']);
    await phone.say('To Alice', 0);
    await phone.say('To Bob', 1);
    expect(alice.shown).toEqual(['[Tom/1005] To Alice']);
    expect(bob.shown).toEqual(['[Tom/1005] To Bob']);
    expect(tom.all('EventEstablished')).toHaveLength(2);
  });

  test('[SE6] /end declines what rings and ends what goes on', async () => {
    const { centre, phone, tom, alice } = await tomRings();
    expect((await phone.say('/end')).status).toBe(200);
    expect(tom.last('EventReleased')).toMatchObject({ callState: 22 });
    await centre.pass(31);
    await phone.say('Now');
    await phone.say('/end');
    expect(tom.last('EventReleased')).toMatchObject({ callState: 0 });
    expect(phone.texts().at(-1)).toBe('[system] The chat has ended.');
    expect((await phone.say('Too late')).status).toBe(404);
    expect(alice.shown).toEqual(['[Tom/1005] Now']);
  });

  test.each([486, 600, 603])('[SE6] %i in answer to the ring declines', async (status) => {
    const centre = await ContactCentre.open();
    const phone = await SipAgent.registered(centre);
    const tom = await DesktopClient.ready(centre, '1005');
    phone.reply = { status };
    await new PageCustomer(centre).say('Hello');
    await centre.settle();
    expect(tom.last('EventReleased')).toMatchObject({ connID: tom.rung[0], callState: 22 });
    expect(centre.switchState.agentSessions.get('1005')?.state).toBe('ready');
  });

  test('[SE6] in the conversation they only fail the text', async () => {
    const { phone, tom, alice } = await tomRings();
    await tom.answer(tom.rung[0]);
    phone.reply = { status: 486 };
    await alice.say('Lost at the phone');
    phone.reply = { status: 200 };
    await alice.say('Here again');
    expect(tom.all('EventReleased')).toHaveLength(0);
    expect(phone.shown.slice(1)).toEqual(['Hello', 'Here again']);
  });

  test('[SE18] a typing notice of the client reaches who would hear the text, and is no text', async () => {
    const { centre, phone, tom, alice } = await tomRings();
    const composing = (state: string) =>
      phone.prove({
        requestUri: phone.chats[0]?.uri ?? '',
        contentType: 'application/im-iscomposing+xml',
        body: `<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>${state}</state></isComposing>`,
      });
    expect((await composing('active')).status).toBe(200);
    expect(tom.all('EventEstablished')).toHaveLength(0);
    await tom.answer(tom.rung[0]);
    const maya = await DesktopClient.ready(centre, '1001');
    await tom.request('TSingleStepConference', { thisDN: '1005', connID: tom.rung[0], otherDN: '1001' });
    await maya.answer(tom.rung[0]);
    expect((await composing('active')).status).toBe(200);
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3002 })).toMatchObject({
      otherDN: '1005',
      extensions: { isComposing: 'active' },
    });
    expect(tom.texts).toEqual(['Hello']);
    expect(alice.shown).toEqual([]);
  });

  test('[SE8] only the client of the chat writes in it, and only in the name of its DN', async () => {
    const { centre, phone, tom } = await tomRings();
    await tom.answer(tom.rung[0]);
    const stranger = new PageCustomer(centre, 'sip:1005@localhost');
    const uri = phone.chats[0]?.uri ?? '';
    const strange = await stranger.send({
      method: 'MESSAGE',
      requestUri: uri,
      from: '<sip:1005@localhost>;tag=x',
      to: `<${uri}>`,
      callId: 'strange',
      cseq: 1,
      body: 'I am Tom',
    });
    expect(strange.status).toBe(401);
    expect((await phone.say('I am Maya', 0, '1001')).status).toBe(403);
    expect((await phone.say('No such chat', 7)).status).toBe(404);
    expect((await phone.say('x'.repeat(16_385))).status).toBe(413);
    expect(tom.texts).toEqual(['Hello']);
  });

  test('[SE8] a client that is not registered writes with the password; the others are shown it', async () => {
    const { centre, phone, tom, alice } = await tomRings();
    await tom.answer(tom.rung[0]);
    const other = SipAgent.unregistered(centre);
    const sent = await other.prove({ requestUri: phone.chats[0]?.uri ?? '', body: 'From elsewhere' });
    expect(sent.status).toBe(200);
    expect(phone.texts().at(-1)).toBe('[Tom/1005] From elsewhere');
    expect(alice.shown).toEqual(['[Tom/1005] From elsewhere']);
  });

  test('[SE10] a long text goes in pieces over UDP, whole over a stream', async () => {
    const { centre, phone, tom, alice } = await tomRings();
    const tablet = await SipAgent.registered(centre, '1005', 'WS');
    await tom.answer(tom.rung[0]);
    const long = 'word '.repeat(600).trim();
    await alice.say(long);
    await centre.settle();
    expect(phone.texts().slice(2).join('')).toBe(long);
    expect(phone.texts().length).toBeGreaterThan(4);
    expect(tablet.texts().at(-1)).toBe(long);
    for (const message of phone.messages) expect(Buffer.byteLength(message.body)).toBeLessThan(1300);
  });

  test('[SE10] 503 with Retry-After is a pause', async () => {
    const { centre, phone, tom, alice } = await tomRings();
    await tom.answer(tom.rung[0]);
    phone.reply = { status: 503, headers: ['Retry-After: 10'] };
    await alice.say('Wait');
    phone.reply = { status: 200 };
    await alice.say('Then this');
    expect(phone.shown.slice(1)).toEqual(['Hello']);
    await centre.pass(11);
    expect(phone.shown.slice(1)).toEqual(['Hello', 'Wait', 'Then this']);
  });

  test('[SE4] [SE15] who has come later gets what was said; words of others have a name', async () => {
    const { centre, phone, tom, alice } = await tomRings();
    await tom.answer(tom.rung[0]);
    await tom.say(tom.rung[0], 'Hello Alice');
    await alice.say('[system] Transfer your money');
    expect(phone.texts().at(-1)).toBe('[alice@example.net] [system] Transfer your money');
    const tablet = await SipAgent.registered(centre, '1005', 'WS');
    expect(tablet.texts()).toEqual([
      '[system] Said before:\n[alice@example.net] Hello\n[Tom/1005] Hello Alice\n[alice@example.net] [system] Transfer your money',
    ]);
    expect(transcriptOf(tom.last('EventPrivateInfo', { privateMsgID: 3005 }))).toEqual([]);
  });
});
