import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { operate } from '../../support/scenes/call-scene.ts';

/** Tom has a desktop and a SIP client, Maya a desktop, Sara supervises. */
let centre: ContactCentre;
let phone: SipAgent;
let tom: DesktopClient;
let maya: DesktopClient;
let alice: PageCustomer;

/** Alice talks to whoever is named, the other one is there too. */
async function aliceTalksTo(who: 'tom' | 'maya'): Promise<unknown> {
  const [first, second] = who === 'tom' ? [tom, maya] : [maya, tom];
  await first.request('TAgentSetReady', { thisDN: first.dn });
  await alice.say('Hello');
  await centre.settle();
  await first.answer(first.rung[0]);
  await second.request('TAgentSetReady', { thisDN: second.dn });
  return first.rung[0];
}

beforeEach(async () => {
  centre = await ContactCentre.open();
  phone = await SipAgent.registered(centre);
  tom = await DesktopClient.connect(centre, '1005');
  await tom.logIn('1005');
  maya = await DesktopClient.connect(centre, '1001');
  await maya.logIn('1001');
  alice = new PageCustomer(centre);
});

describe('operations towards a SIP client', () => {
  test('[SE9] hold: the client is told, hears on, and cannot write', async () => {
    const c1 = await aliceTalksTo('tom');
    await operate(tom, 'THoldCall', c1);
    await alice.say('Still there?');
    expect((await phone.say('No')).status).toBe(480);
    await operate(tom, 'TRetrieveCall', c1);
    expect((await phone.say('Yes')).status).toBe(200);
    expect(phone.texts().slice(2)).toEqual([
      '[system] The chat is on hold.',
      expect.stringContaining('[system] '),
      'Still there?',
      '[system] The chat goes on.',
    ]);
    expect(alice.shown.at(-1)).toBe('[Tom/1005] Yes');
  });

  test('[SE9] a transfer to a SIP client rings there with what was said; his first text takes it', async () => {
    const c1 = await aliceTalksTo('maya');
    await maya.say(c1, 'I shall ask Tom');
    await operate(maya, 'TSingleStepTransfer', c1, { otherDN: '1005' });
    expect(phone.texts()[0]).toContain('New chat with alice@example.net');
    await phone.say('Tom here');
    expect(phone.texts().slice(1)).toEqual([
      '[system] Said before:\n[alice@example.net] Hello\n[Maya/1001] I shall ask Tom',
    ]);
    expect(alice.shown).toEqual(['[Maya/1001] I shall ask Tom', '[Tom/1005] Tom here']);
  });

  test('[SE3] [SE9] a consultation that becomes the call goes on in the same conversation', async () => {
    const c1 = await aliceTalksTo('maya');
    await operate(maya, 'TInitiateTransfer', c1, { otherDN: '1005' });
    const c2 = maya.last('EventDialing')['connID'];
    await phone.say('What is it?');
    await maya.say(c2, 'A customer of yours');
    await operate(maya, 'TCompleteTransfer', c1, { consultConnID: c2 });
    expect(phone.chats).toHaveLength(1);
    expect(phone.texts().slice(1)).toEqual([
      '[Maya/1001] A customer of yours',
      expect.stringContaining('[system] Said before:\n[alice@example.net] Hello'),
    ]);
    await phone.say('Hello Alice');
    expect(alice.shown.at(-1)).toBe('[Tom/1005] Hello Alice');
  });

  test('[SE4] [SE9] in a conference each is named; who comes and goes is told', async () => {
    const c1 = await aliceTalksTo('tom');
    await operate(tom, 'TSingleStepConference', c1, { otherDN: '1001' });
    await maya.answer(c1);
    await maya.say(c1, 'Maya too');
    await phone.say('Tom still');
    await operate(maya, 'TReleaseCall', c1);
    expect(phone.texts().slice(2)).toEqual([
      '[system] 1001 has joined.',
      '[Maya/1001] Maya too',
      '[system] 1001 has left.',
    ]);
    expect(maya.texts).toEqual(['Maya too', 'Tom still']);
  });

  test('[SE26] a mistyped command is refused and said to nobody; a blank before it, or what only looks like one, is said', async () => {
    await aliceTalksTo('tom');
    const before = [...alice.shown];
    for (const text of [
      '/wisper He may be lying',
      '/Whisper He may',
      '/whisper\nHe may',
      '/whisper',
      '/END',
      '/ready',
    ]) {
      expect([text, (await phone.say(text)).status]).toEqual([text, 403]);
    }
    expect(alice.shown).toEqual(before);
    const said = [' /ready is what you type', '/etc/hosts is the file', '/', '//'];
    for (const text of said) expect([text, (await phone.say(text)).status]).toEqual([text, 200]);
    expect(alice.shown.slice(before.length)).toEqual(said.map((text) => `[Tom/1005] ${text}`));
  });

  test('[SE4] [SE9] a whisper is marked and answered by /whisper; barge-in has a name; neither whisper reaches the customer', async () => {
    const c1 = await aliceTalksTo('tom');
    const sara = await DesktopClient.connect(centre, '2001', { role: 'supervisor' });
    await sara.logIn('2001');
    const asked = { thisDN: '2001', otherDN: '1005', monitorNextCallType: 1, extensions: { MonitorMode: 'coach' } };
    await sara.request('TMonitorNextCall', asked);
    await sara.say(c1, 'Offer a refund');
    expect((await phone.say('/whisper Sure?')).status).toBe(200);
    await operate(sara, 'TSetMuteOff', c1);
    await sara.say(c1, 'Sara speaking');
    expect(phone.texts().filter((text) => text.includes('Sara'))).toEqual([
      '[whisper] [Sara/2001] Offer a refund',
      '[Sara/2001] Sara speaking',
    ]);
    expect(sara.texts).toEqual(['Offer a refund', 'Sure?', 'Sara speaking']);
    expect(alice.shown).toEqual(['[Sara/2001] Sara speaking']);
    await sara.request('TSetMuteOn', { thisDN: '2001', connID: c1 });
    expect((await phone.say('/whisper Nobody coaches')).status).toBe(403);
  });

  test('[SE9] the customer leaves while it rings, and in the conversation: the chat ends at the client', async () => {
    await tom.request('TAgentSetReady', { thisDN: '1005' });
    await alice.say('Hello');
    await centre.settle();
    const other = new PageCustomer(centre, 'sip:bob@example.net');
    await other.say('Hi');
    await centre.settle();
    await phone.say('Yes?', 1);
    await centre.pass(31 * 60, 30);
    expect(phone.texts(0).at(-1)).toBe('[system] The chat has ended.');
    expect(phone.texts(1).at(-1)).toBe('[system] The chat has ended.');
    expect(centre.switchState.endpointLegs.size).toBe(0);
  });

  test('[SE9] a call that the agent makes at the desktop is a chat at the client', async () => {
    await operate(tom, 'TMakeCall', undefined, { otherDN: '1001', extensions: { im: 'Hello Maya' } });
    await maya.answer(maya.rung[0]);
    await maya.say(maya.rung[0], 'Hello Tom');
    expect(phone.texts()).toEqual(['[Tom/1005] Hello Maya', '[Maya/1001] Hello Tom']);
    await phone.say('How are you?');
    expect(maya.texts.at(-1)).toBe('How are you?');
  });

  test('[SE2] a direct call rings at the desktop also without a client', async () => {
    await phone.unregister();
    await operate(maya, 'TMakeCall', undefined, { otherDN: '1005' });
    expect(tom.rung).toHaveLength(1);
    expect(phone.chats).toHaveLength(0);
  });
});
