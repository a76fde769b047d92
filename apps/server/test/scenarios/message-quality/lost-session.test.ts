import { beforeEach, describe, expect, test } from 'vitest';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { AccountCustomer } from '../../support/customers/account-customer.ts';
import { CalledCustomer } from '../../support/customers/called-customer.ts';

describe('a customer with an account whose session is lost', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: CalledCustomer;
  let connID: unknown;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
  });

  /** Maya talks with Alice, in session mode or over MSRP. */
  async function talking(carriage: 'session' | 'msrp', transport: Flow['transport'] = 'TCP'): Promise<void> {
    alice = await CalledCustomer.registered(centre, { parameters: ';+sip.message', transport });
    if (carriage === 'msrp') alice.takesMsrp();
    else alice.takesSessions();
    const dialing = await maya.request('TMakeCall', { thisDN: '1001', otherDN: 'alice', extensions: { im: 'Hello.' } });
    ({ connID } = dialing as { connID?: unknown });
    await alice.invited.accept();
    if (carriage === 'msrp') await alice.connect();
    maya.clear();
  }

  const states = () => maya.all('EventPrivateInfo', { privateMsgID: 3004 }).map((event) => event.extensions?.['state']);
  /** A phone of hers, registered from now on. */
  async function phone(): Promise<AccountCustomer> {
    const other = new AccountCustomer(centre, 'alice');
    await other.registerContact();
    return other;
  }
  const isOneChat = () => expect([centre.switchState.calls.size, maya.all('EventReleased')]).toEqual([1, []]);

  test('[MQ41] what waits goes out where she registers, in order, unless the client is back in ten seconds', async () => {
    await talking('session');
    centre.cut(alice.flow);
    await maya.say(connID, 'one');
    await maya.say(connID, 'two');
    const other = await phone();
    await centre.pass(9);
    expect(other.shown).toEqual([]);
    await centre.pass(2);
    expect(other.shown).toEqual(['[Maya/1001] one', '[Maya/1001] two']);
    expect(states()).toEqual(['sent', 'sent']);
    await other.say('Here I am.');
    expect(maya.texts.at(-1)).toBe('Here I am.');
    await maya.say(connID, 'three');
    expect(other.shown.at(-1)).toBe('[Maya/1001] three');
    isOneChat();
  });

  test('[MQ40][MQ41] with nobody there they wait beyond the grace and a crash, and say how long they are good', async () => {
    await talking('session');
    centre.cut(alice.flow);
    await maya.say(connID, 'one');
    await centre.pass(130);
    isOneChat();
    await centre.crash();
    maya = await DesktopClient.connect(centre, '1001', { lastSequence: maya.lastSequence });
    await maya.say(connID, 'two');
    await centre.pass(470);
    const other = await phone();
    await centre.pass(1);
    expect(other.shown).toEqual(['[Maya/1001] one', '[Maya/1001] two']);
    const [first, second] = other.messages.map(({ headers }) => Number(headers.get('expires')));
    // The first has waited since the end of the grace.
    expect([first, second]).toEqual([3600 - 480, 3600 - 470]);
    const [message] = other.messages;
    expect(Date.parse(message?.headers.get('date') ?? '')).toBeLessThanOrEqual(centre.clock.now());
    isOneChat();
  });

  test('[MQ37][MQ40] each text has its own time; its failure is told once', async () => {
    await talking('session');
    centre.cut(alice.flow);
    await maya.say(connID, 'one');
    await centre.pass(20 * 60, 10);
    await maya.say(connID, 'two');
    await maya.release(connID);
    await centre.pass(43 * 60, 10);
    const other = await phone();
    await centre.pass(1);
    expect(other.shown).toEqual(['[Maya/1001] two']);
    await centre.pass(60 * 60, 30);
    expect([other.shown.length, centre.switchState.legs.size]).toEqual([1, 0]);
  });

  test('[MQ41] without texts, and registered nowhere, the call ends after the grace', async () => {
    await talking('session');
    centre.cut(alice.flow);
    await centre.pass(121);
    expect([centre.switchState.calls.size, centre.switchState.legs.size]).toEqual([0, 0]);
  });

  test.each([481, 408])('[MQ41] %i to a text: it goes on where she is registered, each text once', async (status) => {
    await talking('session');
    const other = await phone();
    alice.replies.push({ status });
    await maya.say(connID, 'one');
    await maya.say(connID, 'two');
    await centre.pass(1);
    expect([...alice.shown.slice(1), ...other.shown]).toEqual(['[Maya/1001] one', '[Maya/1001] two']);
    expect(states()).toEqual(['sent', 'sent']);
    isOneChat();
  });

  test('[MQ41] … and a new INVITE goes on with the chat that is in page mode by then', async () => {
    await talking('session');
    alice.replies.push({ status: 481 });
    await maya.say(connID, 'one');
    await centre.pass(1);
    expect([...centre.switchState.legs.values()].map(({ addressing }) => addressing.kind)).toEqual(['page']);
    const tablet = new AccountCustomer(centre, 'alice');
    const offer = 'v=0\r\no=- 0 0 IN IP4 198.51.100.7\r\ns=-\r\nt=0 0\r\nm=message 9 sip null\r\n';
    const headers = [`Contact: <${tablet.contact}>`];
    const invite = { method: 'INVITE', to: '1111', contentType: 'application/sdp', body: offer, headers };
    expect((await tablet.prove(invite)).status).toBe(200);
    expect([...centre.switchState.legs.values()].map(({ addressing }) => addressing.kind)).toEqual(['session']);
    isOneChat();
  });

  test('[MQ41] a lost MSRP session likewise; a text that is too long for UDP is cut', async () => {
    await talking('msrp');
    await alice.cutConnection();
    centre.cut(alice.flow);
    const long = 'All about it. '.repeat(150).trim();
    await maya.say(connID, long);
    await maya.say(connID, 'Good luck.');
    const other = await phone();
    await centre.pass(11);
    expect(other.shown.length).toBeGreaterThan(2);
    expect(other.shown.map((text) => text.replace('[Maya/1001] ', '')).join('')).toBe(`${long}Good luck.`);
    expect(other.raw.filter((text) => text.startsWith('MESSAGE')).every((text) => text.length <= 1300)).toBe(true);
    expect(states()).toEqual(['sent', 'sent']);
    isOneChat();
  });

  test('[MQ41] she writes or invites anew instead: it is the same chat', async () => {
    await talking('session');
    centre.cut(alice.flow);
    await maya.say(connID, 'one');
    const other = new AccountCustomer(centre, 'alice');
    await other.say('I am here now.');
    expect([maya.texts.at(-1), other.shown]).toEqual(['I am here now.', ['[Maya/1001] one']]);
    isOneChat();
  });

  test('[MQ41] … by INVITE', async () => {
    await talking('session');
    centre.cut(alice.flow);
    await maya.say(connID, 'one');
    const other = new AccountCustomer(centre, 'alice');
    const offer = 'v=0\r\no=- 0 0 IN IP4 198.51.100.7\r\ns=-\r\nt=0 0\r\nm=message 9 sip null\r\n';
    const invite = await other.prove({
      method: 'INVITE',
      to: '1111',
      headers: [`Contact: <${other.contact}>`],
      contentType: 'application/sdp',
      body: offer,
    });
    expect(invite.status).toBe(200);
    isOneChat();
    await other.send({
      method: 'ACK',
      cseq: 2,
      requestUri: 'sip:1111@192.0.2.1:5060',
      from: `<sip:alice@localhost>;tag=${invite.fromTag}`,
      to: invite.response?.headers.get('to') ?? '',
      callId: invite.callId,
    });
    expect(other.shown).toEqual(['[Maya/1001] one']);
    expect(other.messages[0]?.headers.get('call-id')).toBe(invite.callId);
  });
});

test('[MQ40] a text that comes after its time is told as such', async () => {
  const centre = await ContactCentre.open();
  const maya = await DesktopClient.ready(centre, '1001');
  const alice = new AccountCustomer(centre, 'alice');
  const writtenAt = centre.clock.now() - 90_000;
  const say = (text: string, expires: number, date = new Date(writtenAt).toUTCString()) =>
    alice.say(text, { headers: [`Expires: ${expires}`, ...(date === '' ? [] : [`Date: ${date}`])] });
  expect((await say('Call me at once!', 60)).status).toBe(200);
  await maya.answer(maya.rung[0]);
  for (const [expires, date] of [[3600], [0], [60, ''], [60, 'yesterday']] as const) await say('Fresh.', expires, date);
  const written = new Date(writtenAt).toISOString().slice(0, 19).replace('T', ' ');
  expect(maya.texts).toEqual([
    `[too late: written ${written} UTC, good for 60 s] Call me at once!`,
    'Fresh.',
    'Fresh.',
    'Fresh.',
    'Fresh.',
  ]);
});

test('[MQ45] a text whose time is over while it waits for an agent: until when it was good', async () => {
  const centre = await ContactCentre.open();
  const alice = new AccountCustomer(centre, 'alice');
  const written = centre.clock.now() - 10_000;
  const headers = [`Date: ${new Date(written).toUTCString()}`];
  await alice.say('Call me at once!', { headers: ['Expires: 60', ...headers] });
  const came = centre.clock.now();
  await alice.say('Or later.', { headers: ['Expires: 3600'] });
  await alice.say('Thanks.');
  await centre.pass(90);
  const tom = await DesktopClient.ready(centre, '1005');
  const phone = await SipAgent.registered(centre);
  await tom.answer(tom.rung[0]);
  const waited = tom.all('EventPrivateInfo', { privateMsgID: 3001 }).map(({ extensions }) => extensions);
  const second = Math.floor(written / 1000) * 1000;
  expect(waited).toEqual([
    { im: 'Call me at once!', time: came, written: second, goodUntil: second + 60_000 },
    { im: 'Or later.', time: came, goodUntil: came + 3_600_000 },
    { im: 'Thanks.', time: came },
  ]);
  const shown = new Date(second).toISOString().slice(0, 19).replace('T', ' ');
  expect(phone.texts().slice(1)).toEqual([
    `[alice] [too late: written ${shown} UTC, good for 60 s] Call me at once!`,
    'Or later.',
    'Thanks.',
  ]);
  await centre.crash();
  const again = await DesktopClient.connect(centre, '1005');
  expect(again.last('EventPrivateInfo', { privateMsgID: 3005 }).extensions?.['transcript']).toMatchObject([
    { im: 'Call me at once!', written: second, goodUntil: second + 60_000 },
    { im: 'Or later.', goodUntil: came + 3_600_000 },
    { im: 'Thanks.' },
  ]);
});
