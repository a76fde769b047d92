import { beforeEach, describe, expect, test } from 'vitest';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

const PREFIX = '[Maya/1001] ';

describe('delivery to the customer', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
  });

  async function pageChat(transport: Flow['transport'] = 'UDP') {
    const alice = new PageCustomer(centre, 'sip:alice@example.net', transport);
    await alice.say('Hi.');
    const connID = maya.rung.at(-1);
    await maya.answer(connID);
    return { alice, connID };
  }

  const states = () =>
    maya.all('EventPrivateInfo', { privateMsgID: 3004 }).map((event) => [event['messageID'], event.extensions]);

  test('[ME7] one request is in flight, the order is kept', async () => {
    const { alice, connID } = await pageChat();
    alice.reply = null;
    for (const im of ['one', 'two', 'three']) await maya.say(connID, im);
    expect(alice.messages.map((message) => message.body)).toEqual([`${PREFIX}one`]);
    alice.reply = { status: 200 };
    await centre.pass(1);
    expect(alice.shown).toEqual(['one', 'two', 'three'].map((im) => PREFIX + im));
    expect(alice.messages.map((message) => message.body)).toEqual(
      ['one', 'one', 'two', 'three'].map((im) => PREFIX + im),
    );
    const callIds = alice.messages.map((message) => message.headers.get('call-id'));
    expect(callIds[1]).toBe(callIds[0]);
    expect(new Set(callIds).size).toBe(3);
  });

  test('[ME8] two customers behind one UDP flow: one request in flight for both', async () => {
    const { alice, connID } = await pageChat();
    await alice.say('And I am Bob.', { from: 'sip:bob@example.net' });
    const second = maya.rung.at(-1);
    await maya.answer(second);
    alice.reply = null;
    await maya.say(connID, 'Hi Alice.');
    await maya.say(second, 'Hi Bob.');
    expect(alice.messages).toHaveLength(1);
    alice.reply = { status: 200 };
    await centre.pass(1);
    expect(alice.shown).toEqual([`${PREFIX}Hi Alice.`, `${PREFIX}Hi Bob.`]);
    expect(alice.messages.at(-1)?.headers.get('to')).toContain('sip:bob@example.net');
  });

  test('[ME10][ME11] no answer in 32 s: the text has failed, the next one is tried', async () => {
    const { alice, connID } = await pageChat();
    alice.reply = null;
    const one = await maya.say(connID, 'one');
    const two = await maya.say(connID, 'two');
    await centre.pass(32.5);
    alice.reply = { status: 200 };
    await centre.pass(5);
    expect(states()).toEqual([
      [one['messageID'], { state: 'failed', reason: "The customer's client did not answer." }],
      [two['messageID'], { state: 'sent' }],
    ]);
    expect(alice.shown).toEqual([`${PREFIX}two`]);
  });

  test.each([
    [415, "The customer's client does not take texts."],
    [480, 'The customer is not available.'],
    [413, "The text is too long for the customer's client."],
    [407, "The customer's client asks for a password."],
    [606, "The customer's client refused the text (606)."],
  ])('[ME10][ME11] a %i fails the text with its reason and the chat goes on', async (status, reason) => {
    const { alice, connID } = await pageChat();
    alice.reply = { status };
    const text = await maya.say(connID, 'Hi.');
    expect(states()).toEqual([[text['messageID'], { state: 'failed', reason }]]);
    alice.reply = { status: 200 };
    await maya.say(connID, 'Again.');
    expect(alice.shown).toEqual([`${PREFIX}Again.`]);
  });

  test('[ME12] 503 with Retry-After pauses: the text is sent anew after that, the rest behind it', async () => {
    const { alice, connID } = await pageChat();
    alice.reply = { status: 503, headers: ['Retry-After: 10 (busy)'] };
    await maya.say(connID, 'one');
    await maya.say(connID, 'two');
    alice.reply = { status: 200 };
    await centre.pass(9.5);
    expect(alice.messages).toHaveLength(1);
    await centre.pass(0.5);
    expect(alice.shown).toEqual([`${PREFIX}one`, `${PREFIX}two`]);
    expect(states().map(([, extensions]) => extensions)).toEqual([{ state: 'sent' }, { state: 'sent' }]);
  });

  test('[ME12] a pause outlives a crash, and is at most 5 minutes', async () => {
    const { alice, connID } = await pageChat();
    alice.reply = { status: 503, headers: ['Retry-After: 100000'] };
    await maya.say(connID, 'one');
    alice.reply = { status: 200 };
    await centre.crash();
    await DesktopClient.connect(centre, '1001');
    await centre.pass(299, 1);
    expect(alice.shown).toEqual([]);
    await centre.pass(1);
    expect(alice.shown).toEqual([`${PREFIX}one`]);
  });

  test('[ME11] 503 without Retry-After fails the text', async () => {
    const { alice, connID } = await pageChat();
    alice.reply = { status: 503 };
    await maya.say(connID, 'one');
    expect(states()[0]?.[1]).toMatchObject({ state: 'failed' });
  });

  test.each(['UDP', 'TCP'] as const)('[ME9] a long text over %s', async (transport) => {
    const { alice, connID } = await pageChat(transport);
    const text = Array.from({ length: 700 }, (_, number) => `word${number}`).join(' ');
    const said = await maya.say(connID, text);
    expect(maya.texts.at(-1)).toBe(text);
    await centre.pass(1);
    if (transport === 'TCP') {
      expect(alice.shown).toEqual([PREFIX + text]);
      return;
    }
    expect(alice.shown.length).toBeGreaterThan(4);
    for (const [position, message] of alice.messages.entries()) {
      expect(wireBytes(message)).toBeLessThanOrEqual(1300);
      expect(message.body.startsWith(PREFIX)).toBe(true);
      expect(message.headers.get('cordboard-message-id')).toBe(`${said['messageID']}.${position + 1}`);
    }
    expect(alice.shown.map((piece) => piece.slice(PREFIX.length)).join('')).toBe(text);
    expect(states()).toEqual([[said['messageID'], { state: 'sent' }]]);
  });

  test('[ME9] pieces fit into 1300 bytes in session mode and with long addresses too', async () => {
    const bob = new SessionCustomer(centre, `sip:${'b'.repeat(150)}@${'example.'.repeat(12)}net`, 'UDP');
    await bob.invite();
    await maya.answer(maya.rung[0]);
    const text = 'ü'.repeat(2000);
    await maya.say(maya.rung[0], text);
    await centre.pass(1);
    expect(bob.shown.map((piece) => piece.slice(PREFIX.length)).join('')).toBe(text);
    for (const message of bob.messages) expect(wireBytes(message)).toBeLessThanOrEqual(1300);
  });

  test('[ME9] a short text is one message, one of exactly 1300 bytes too', async () => {
    const { alice, connID } = await pageChat();
    await maya.say(connID, 'x'.repeat(600));
    expect(alice.messages).toHaveLength(1);
  });

  test('[ME9][ME11] when one piece fails the text has failed and the other pieces are not sent', async () => {
    const { alice, connID } = await pageChat();
    alice.reply = { status: 480 };
    const said = await maya.say(connID, 'word '.repeat(700));
    expect(alice.messages).toHaveLength(1);
    expect(states()).toEqual([[said['messageID'], { state: 'failed', reason: 'The customer is not available.' }]]);
  });

  test('[ME7] a customer who takes nothing for too long: the oldest texts fail', async () => {
    const bob = new SessionCustomer(centre);
    await bob.invite();
    await maya.answer(maya.rung[0]);
    centre.cut(bob.flow);
    const said: unknown[] = [];
    for (let number = 0; number < 502; number += 1) {
      said.push((await maya.say(maya.rung[0], `text ${number}`))['messageID']);
    }
    expect(states().map(([id]) => id)).toEqual(said.slice(0, 2));
    bob.reconnect();
    await bob.reinvite();
    expect(bob.shown).toHaveLength(500);
    expect(bob.shown[0]).toBe(`${PREFIX}text 2`);
  });
});

/** As the bytes were before they were read. */
function wireBytes(message: { startLine: string; headers: ReadonlyMap<string, string>; body: string }): number {
  const head = [message.startLine, ...[...message.headers].map(([name, value]) => `${name}: ${value}`)].join('\r\n');
  return Buffer.byteLength(`${head}\r\n\r\n${message.body}`);
}
