import { beforeEach, describe, expect, test } from 'vitest';
import { fail, succeed } from '../../../src/base/result.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import type { WireMessage } from '../../support/customers/udp-customer.ts';

const BOB = 'sip:bob@partner.example';

/** Longer than a request of ours is repeated. */
const SILENCE_SECONDS = 33;

describe('a session over a UDP trunk', () => {
  let centre: ContactCentre;
  /** The other domain's server, with Bob's client behind it. */
  let bob: SessionCustomer;
  let maya: DesktopClient;
  let connID: unknown;

  beforeEach(async () => {
    let isOpen = false;
    centre = await ContactCentre.open({
      configuration: demoConfiguration((file) =>
        file.directoryNumbers.push({
          ...{ type: 'trunk', number: '1901', domains: ['partner.example'], addresses: [], checkSeconds: 30 },
          ...{ contact: 'sip:sip.partner.example', capacity: 1 },
        }),
      ),
      ways: {
        open: async ({ host }) => {
          if (!isOpen) return fail('no address');
          const { remoteAddress: address, remotePort: port } = bob.flow;
          return succeed({ target: { transport: 'UDP', address, port, host }, flow: bob.flow });
        },
        failed: () => {},
      },
    });
    bob = new SessionCustomer(centre, BOB, 'UDP');
    isOpen = true;
    await centre.pass(31, 1);
    maya = await DesktopClient.ready(centre, '1001');
    await bob.invite();
    await bob.say('Hello');
    connID = maya.rung[0];
    await maya.answer(connID);
    await maya.say(connID, 'Hello Bob');
  });

  const isInSession = ({ headers }: WireMessage) => headers.get('call-id') === bob.dialog.callId;
  const states = () =>
    maya.all('EventPrivateInfo', { privateMsgID: 3004 }).map(({ extensions }) => extensions?.['state']);
  const isOneChat = () => expect([centre.switchState.calls.size, maya.all('EventReleased')]).toEqual([1, []]);

  test('[TK19] a peer that was away for a moment: the text waits, and goes out in the session', async () => {
    bob.reply = null;
    bob.otherReply = null;
    await maya.say(connID, 'Are you there?');
    await centre.pass(SILENCE_SECONDS, 1);
    isOneChat();
    bob.reply = { status: 200 };
    bob.otherReply = { status: 200 };
    await centre.pass(70, 1);
    expect(bob.messages.every(isInSession)).toBe(true);
    expect([bob.shown.at(-1), states()]).toEqual(['[Maya/1001] Are you there?', ['sent', 'sent']]);
    await bob.say('Here again');
    expect(maya.texts.at(-1)).toBe('Here again');
    isOneChat();
  });

  test.each([481, 408])('[TK19] [ME11] %i to a text: it goes on in page mode, each text once', async (status) => {
    bob.replies.push({ status });
    await maya.say(connID, 'one');
    await maya.say(connID, 'two');
    await centre.settle();
    const [again, after] = bob.messages.slice(-2);
    expect([again, after].map((message) => message?.startLine)).toEqual(Array(2).fill(`MESSAGE ${BOB} SIP/2.0`));
    expect([again, after].map((message) => message?.body)).toEqual(['[Maya/1001] one', '[Maya/1001] two']);
    expect(again?.headers.get('from')).toContain('<sip:1111@localhost>');
    expect(states()).toEqual(['sent', 'sent', 'sent']);
    isOneChat();
  });

  test('[TK19] [ME11] silence behind a peer that is there: once more in the session, then in page mode, and the chat stays', async () => {
    bob.reply = null;
    await maya.say(connID, 'Are you there?');
    await centre.pass(5 * SILENCE_SECONDS, 1);
    expect(states()).toEqual(['sent', 'failed']);
    const branches = new Map(bob.messages.map((message) => [message.headers.get('via'), isInSession(message)]));
    expect([...branches.values()].slice(1)).toEqual([true, true, false, false]);
    expect(bob.byes.filter(({ startLine }) => startLine.startsWith('BYE')).length).toBeGreaterThan(0);
    isOneChat();
    bob.reply = { status: 200 };
    await maya.say(connID, 'And now?');
    await centre.settle();
    expect([bob.shown.at(-1), states().at(-1)]).toEqual(['[Maya/1001] And now?', 'sent']);
  });

  test('[TK19] [MQ41] a new INVITE of his goes on with that chat', async () => {
    bob.replies.push({ status: 481 });
    await maya.say(connID, 'one');
    await centre.settle();
    await bob.invite();
    await bob.say('I was gone');
    expect(maya.texts.at(-1)).toBe('I was gone');
    await maya.say(connID, 'Welcome back');
    await centre.settle();
    expect(bob.messages.at(-1)).toSatisfy(isInSession);
    isOneChat();
  });

  /** The peer does not answer, and a text waits for it. */
  const textWaits = async () => {
    bob.reply = null;
    bob.otherReply = null;
    await maya.say(connID, 'Are you there?');
    await centre.pass(SILENCE_SECONDS, 1);
    bob.reply = { status: 200 };
    bob.otherReply = { status: 200 };
  };

  /** A text outside any dialog, over the peer. */
  const writePage = (body: string, from = BOB) =>
    bob.send({
      ...{ method: 'MESSAGE', requestUri: 'sip:1111@localhost', to: '<sip:1111@localhost>', cseq: 1, body },
      ...{ from: `<${from}>;tag=page`, callId: `page-${body.length}@partner` },
    });

  test('[TK19] [TK6] while a text waits for the peer, what he writes outside the session goes on with that chat', async () => {
    await textWaits();
    expect((await writePage('I am back')).status).toBe(200);
    isOneChat();
    expect(maya.texts.at(-1)).toBe('I am back');
    expect([bob.shown.at(-1), states()]).toEqual(['[Maya/1001] Are you there?', ['sent', 'sent']]);
    await maya.say(connID, 'Welcome back');
    await centre.pass(SILENCE_SECONDS, 1);
    expect(bob.messages.at(-1)).not.toSatisfy(isInSession);
    expect(bob.shown.at(-1)).toBe('[Maya/1001] Welcome back');
    expect(bob.byes.map(({ headers }) => headers.get('call-id'))).toContain(bob.dialog.callId);
    await centre.pass(200, 10);
    isOneChat();
    await bob.invite();
    await bob.say('Now in a session');
    expect(maya.texts.at(-1)).toBe('Now in a session');
    isOneChat();
  });

  test('[TK19] while a text waits for the peer, a new INVITE of his goes on with that chat', async () => {
    await textWaits();
    await bob.invite();
    await bob.say('I am back');
    isOneChat();
    expect([bob.shown.at(-1), states()]).toEqual(['[Maya/1001] Are you there?', ['sent', 'sent']]);
    expect(bob.messages.at(-1)).toSatisfy(isInSession);
  });

  test('[TK19] the chat of one who only says that he is of that domain is not taken over by whom the peer vouches for', async () => {
    const eve = new SessionCustomer(centre, 'sip:eve@partner.example', 'WS');
    eve.flow = { ...centre.openFlow('WS', eve), remoteAddress: '203.0.113.9' };
    await eve.invite();
    await eve.say('Hello');
    await maya.answer(maya.rung[1]);
    centre.cut(eve.flow);
    await centre.settle();
    const sent = await writePage('Hi', 'sip:eve@partner.example');
    // It would be another chat, and the trunk has no room for one.
    expect(sent.status).toBe(480);
    expect(maya.texts).not.toContain('Hi');
  });

  test('[TK19] one who only says that he is of that domain is nobody’s user', async () => {
    const eve = new SessionCustomer(centre, 'sip:eve@partner.example', 'UDP');
    eve.flow = { ...centre.openFlow('UDP', eve), remoteAddress: '203.0.113.9' };
    await eve.invite();
    await eve.say('Hello');
    await maya.answer(maya.rung[1]);
    eve.replies.push({ status: 481 });
    await maya.say(maya.rung[1], 'one');
    await centre.settle();
    expect(eve.messages).toHaveLength(1);
    expect(maya.all('EventReleased')).toHaveLength(1);
  });
});

describe('a session of somebody anonymous over UDP', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let bob: SessionCustomer;
  let connID: unknown;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
    bob = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    await bob.invite();
    await bob.say('Hello');
    connID = maya.rung[0];
    await maya.answer(connID);
    bob.reply = null;
    await maya.say(connID, 'Hello Bob');
  });

  test('[ME29] silence for a while does not end the chat: the text goes anew, and so does what follows', async () => {
    await centre.pass(70, 1);
    await maya.say(connID, 'Are you there?');
    bob.reply = { status: 200 };
    await centre.pass(30, 1);
    expect(bob.shown.slice(-2)).toEqual(['[Maya/1001] Hello Bob', '[Maya/1001] Are you there?']);
    const states = maya.all('EventPrivateInfo', { privateMsgID: 3004 }).map(({ extensions }) => extensions?.['state']);
    expect(states).toEqual(['sent', 'sent']);
    expect(centre.switchState.calls.size).toBe(1);
  });

  test('[ME29] [ME11] who stays silent as long as one waits for a lost connection has left', async () => {
    await centre.pass(125, 1);
    expect(centre.switchState.calls.size).toBe(1);
    await centre.pass(5, 1);
    expect([centre.switchState.calls.size, centre.switchState.legs.size]).toEqual([0, 0]);
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3004 }).extensions).toMatchObject({ state: 'failed' });
  });
});
