/** Lines of the checklist that are about requests and which no rule of another page covers. */
import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { OFFER, RawPeer } from '../../support/sockets/raw-peer.ts';

let centre: ContactCentre;
let maya: DesktopClient;

beforeEach(async () => {
  centre = await ContactCentre.open();
  maya = await DesktopClient.ready(centre, '1001');
});

describe('[CK13] escaped and quoted forms', () => {
  test('an escaped user is the same user', async () => {
    const peer = new RawPeer(centre);
    expect(await peer.send(peer.build('MESSAGE', { requestUri: 'sip:%31%311%31@localhost', body: 'Hi' }))).toEqual([
      200,
    ]);
    expect(maya.last('EventRinging')).toMatchObject({ dnis: '1111' });
  });

  test.each([
    ['"Zoë \\"Z\\" <x>; y" <sip:zoe@example.net>;tag=1', 'Zoë "Z" <x>; y'],
    ['Zoe Ray <sip:zoe@example.net>;tag=1', 'Zoe Ray'],
    ['"back\\\\slash" <sip:zoe@example.net>;tag=1', 'back\\slash'],
  ])('a display name: %s', async (from, name) => {
    const peer = new RawPeer(centre);
    await peer.send(peer.build('MESSAGE', { lines: { From: `From: ${from}` }, body: 'Hi' }));
    expect(JSON.stringify(maya.last('EventRinging'))).toContain(JSON.stringify(name).slice(1, -1));
  });
});

test('[CK17] answers that fit nothing, and malformed ones, are dropped without a word', async () => {
  const peer = new RawPeer(centre);
  const answer =
    'SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKnone\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: x\r\nCSeq: 1 MESSAGE\r\n\r\n';
  for (const bytes of [
    answer,
    answer.replace('200', '99'),
    answer.replace('CSeq: 1', 'CSeq: x'),
    'SIP/2.0\r\n\r\n',
    answer.replace('Via', 'Vio'),
  ]) {
    expect(await peer.send(bytes)).toEqual([]);
  }
  expect(peer.received).toEqual([]);
});

test.each([301, 302, 305, 380])('[CK32] %i to a text of ours is not followed: the text has failed', async (status) => {
  const customer = new PageCustomer(centre);
  await customer.say('Hi.');
  await maya.answer(maya.rung[0]);
  customer.reply = { status, headers: ['Contact: <sip:elsewhere@203.0.113.9>, <tel:+4930123>, <http://203.0.113.9/>'] };
  await maya.say(maya.rung[0], 'Where are you?');
  expect(customer.messages).toHaveLength(1);
  expect(maya.last('EventPrivateInfo', { privateMsgID: 3004 }).extensions).toMatchObject({ state: 'failed' });
});

test('[CK57] page mode makes no dialog: no Contact in its answer nor in our texts, no To tag in our texts', async () => {
  const peer = new RawPeer(centre);
  const [answer] = await peer.ask(peer.build('MESSAGE', { body: 'Hi' }));
  expect(answer?.headers.has('contact')).toBe(false);
  await maya.answer(maya.rung[0]);
  await maya.say(maya.rung[0], 'Hello');
  const [text] = peer.requests;
  expect([text?.headers.has('contact'), text?.headers.get('to')]).toEqual([false, '<sip:stranger@example.net>']);
});

test('[CK69] headers that say more, and ones that nobody knows, change nothing', async () => {
  const peer = new RawPeer(centre);
  const more = [
    'Subject: Bill',
    'Priority: urgent',
    'In-Reply-To: x@y',
    'Reply-To: <sip:z@example.net>',
    'Call-Info: <http://x>',
    'X-Any: 1',
    'Warning: 399 x "y"',
    'Privacy: id',
  ];
  expect(await peer.send(peer.build('MESSAGE', { more, body: 'Hi' }))).toEqual([200]);
  expect(maya.rung).toHaveLength(1);
});

describe('[CK71] automatic texts never answer each other', () => {
  test('one that begins nothing is answered 200, and nobody is called', async () => {
    const peer = new RawPeer(centre);
    for (const value of ['auto-replied', 'auto-generated; x=y', 'Auto-Notified']) {
      expect(
        await peer.send(
          peer.build('MESSAGE', {
            requestUri: 'sip:1113@localhost',
            more: [`Auto-Submitted: ${value}`],
            body: 'I am away.',
          }),
        ),
      ).toEqual([200]);
    }
    expect(peer.requests).toEqual([]);
    expect(maya.rung).toEqual([]);
    expect(await peer.send(peer.build('MESSAGE', { more: ['Auto-Submitted: no'], body: 'I am here.' }))).toEqual([200]);
    expect(maya.rung).toHaveLength(1);
  });

  test('what a strategy says by itself says so', async () => {
    const customer = new PageCustomer(centre);
    await customer.say('Anybody?', { to: '1113' });
    expect(customer.messages.map(({ headers }) => headers.get('auto-submitted'))).toEqual(['auto-generated']);
    const other = new PageCustomer(centre);
    await other.say('Hi.');
    await maya.answer(maya.rung.at(-1));
    await maya.say(maya.rung.at(-1), 'Yes?');
    expect(other.messages.map(({ headers }) => headers.get('auto-submitted'))).toEqual([undefined]);
  });
});

describe('[CK110] [CK111] session timers', () => {
  test('a client that asks for them is served, and one that requires them', async () => {
    const peer = new RawPeer(centre);
    const invite = { type: 'application/sdp', body: OFFER };
    const [answer] = await peer.ask(
      peer.build('INVITE', {
        ...invite,
        more: ['Supported: timer', 'Session-Expires: 90;refresher=uac', 'Min-SE: 90'],
      }),
    );
    expect(answer?.startLine).toBe('SIP/2.0 200 OK');
    expect(answer?.headers.get('session-expires')).toBe('90;refresher=uac');
    const [required] = await peer.ask(
      peer.build('INVITE', { ...invite, more: ['Require: timer', 'Session-Expires: 1800'] }),
    );
    expect(required?.headers.get('session-expires')).toBe('1800;refresher=uac');
    expect(await peer.send(peer.build('INVITE', { ...invite, more: ['Require: timer, 100rel'] }))).toEqual([420]);
  });

  test('a client that has vanished does not keep a session for ever: a text that stays unanswered ends it', async () => {
    const customer = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    await customer.invite();
    await maya.answer(maya.rung[0]);
    customer.isDeaf = true;
    await maya.say(maya.rung[0], 'Are you there?');
    await centre.pass(130);
    expect(maya.last('EventReleased')).toMatchObject({ connID: maya.rung[0] });
  });
});

describe('[CK133] [CK134] methods and headers of extensions', () => {
  test.each([
    ['INFO', 'Info-Package: foo', '469 Bad Info Package', 'recv-info', /^$/],
    ['INFO', 'Subject: as of old', '405 Method Not Allowed', 'allow', /MESSAGE/],
    ['REFER', 'Refer-To: <sip:evil@203.0.113.9>', '405 Method Not Allowed', 'allow', /MESSAGE/],
    ['UPDATE', 'Subject: none', '405 Method Not Allowed', 'allow', /MESSAGE/],
    ['PRACK', 'RAck: 1 1 INVITE', '405 Method Not Allowed', 'allow', /MESSAGE/],
  ] as const)(
    '%s with %s in a chat is %s, which says what is served, and the chat goes on',
    async (method, line, status, name, value) => {
      const customer = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
      await customer.invite();
      await maya.answer(maya.rung[0]);
      const { callId, localTag, remoteTag } = customer.dialog;
      const peer = new RawPeer(centre);
      const lines = {
        From: `From: <sip:bob@example.net>;tag=${localTag}`,
        To: `To: <sip:1111@localhost>;tag=${remoteTag}`,
        'Call-ID': `Call-ID: ${callId}`,
        CSeq: `CSeq: 50 ${method}`,
      };
      const more = [line];
      const [answer] = await peer.ask(
        peer.build(method, { lines, more, type: 'application/dtmf-relay', body: 'Signal=1' }),
      );
      expect([answer?.startLine, answer?.headers.get(name)]).toEqual([
        `SIP/2.0 ${status}`,
        expect.stringMatching(value),
      ]);
      expect((await customer.say('On we go.')).status).toBe(200);
      expect(maya.texts).toContain('On we go.');
    },
  );

  test('wishes of a caller are heard and not followed', async () => {
    const peer = new RawPeer(centre);
    const more = [
      'Accept-Contact: *;+sip.message;require;explicit',
      'Reject-Contact: *;automata',
      'Request-Disposition: redirect, no-fork',
    ];
    expect(await peer.send(peer.build('MESSAGE', { more, body: 'Hi' }))).toEqual([200]);
    expect(maya.rung).toHaveLength(1);
  });
});

test.each([
  ['sip:someone@example.org', 404],
  ['sip:1111@203.0.113.9', 404],
  ['sip:1111%40example.org@localhost', 404],
  ['tel:+4930123456', 416],
  ['http://localhost/', 416],
  ['sip:1111@localhost;maddr=203.0.113.9', 200],
])(
  '[CK149] we relay nothing: %s is %i, and what is sent goes to where it was asked from',
  async (requestUri, status) => {
    const asker = new RawPeer(centre);
    const elsewhere = new RawPeer(centre);
    const more = ['Route: <sip:localhost;lr>, <sip:10.0.0.7;lr>', 'Record-Route: <sip:10.0.0.8;lr>'];
    expect(
      await asker.send(
        asker.build('MESSAGE', {
          requestUri,
          lines: { To: 'To: <sip:1111@localhost>', Contact: 'Contact: <sip:x@10.0.0.9>' },
          more,
          body: 'Hi',
        }),
      ),
    ).toEqual([status]);
    const invite = { requestUri, type: 'application/sdp', body: OFFER };
    expect(await asker.send(asker.build('INVITE', invite))).toEqual([status]);
    expect(elsewhere.received).toEqual([]);
  },
);
