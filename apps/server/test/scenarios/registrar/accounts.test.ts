import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { AccountCustomer } from '../../support/customers/account-customer.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

describe('who has to prove who he is', () => {
  let centre: ContactCentre;

  beforeEach(async () => {
    centre = await ContactCentre.open();
  });

  test.each([['MESSAGE'], ['INVITE'], ['REGISTER']])(
    '[DG10] %s from our own domain is challenged, without a trace',
    async (method) => {
      const alice = new AccountCustomer(centre, 'alice');
      const asked = await alice.ask({ method });
      expect(asked.status).toBe(401);
      expect(alice.challenges.map(({ realm, algorithm, qop }) => [realm, algorithm, qop])).toEqual([
        ['localhost', 'SHA-256', 'auth'],
        ['localhost', 'MD5', 'auth'],
      ]);
      expect(alice.challenges.some(({ isStale }) => isStale)).toBe(false);
      expect(centre.world.userAgent.transactionCounts.server).toBe(0);
      expect(centre.switchState.calls.size).toBe(0);
    },
  );

  test.each([
    ['baresip v1.0.0 (x86_64/linux)', ['MD5']],
    ['Telepathy-Rakia/0.8.0', ['MD5']],
    ['SIPp client mode', ['MD5']],
    ['baresip v3.1.0', ['SHA-256', 'MD5']],
  ])('[DG11] %s is offered %j', async (userAgent, algorithms) => {
    const alice = new AccountCustomer(centre, 'alice', { userAgent });
    await alice.ask({ body: 'Hi.' });
    expect(alice.challenges.map(({ algorithm }) => algorithm)).toEqual(algorithms);
    expect((await alice.say('Hi.')).status).toBe(200);
  });

  test('[DG11] a SIPp scenario without User-Agent is known by its From tag', async () => {
    const alice = new AccountCustomer(centre, 'alice');
    const asked = await alice.send({
      method: 'MESSAGE',
      requestUri: 'sip:1111@localhost',
      from: '<sip:alice@localhost>;tag=4711SIPpTag001',
      to: '<sip:1111@localhost>',
      callId: '1-4711@127.0.0.1',
      cseq: 1,
      body: 'Hi.',
    });
    expect([asked.status, alice.challenges.map(({ algorithm }) => algorithm)]).toEqual([401, ['MD5']]);
  });

  test('[DG12] with the right password he is the customer of that name, and the agent sees it', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new AccountCustomer(centre, 'alice');
    expect((await alice.say('Hi.')).status).toBe(200);
    await maya.answer(maya.rung[0]);
    expect(maya.texts).toEqual(['Hi.']);
    expect(maya.all('EventRinging')[0]).toMatchObject({ ani: 'alice', otherDN: 'alice' });
    await maya.say(maya.rung[0], 'Hello Alice.');
    expect(alice.shown).toEqual(['[Maya/1001] Hello Alice.']);
  });

  test('[DG12] a session of an account too; its CANCEL and what comes within it need no proof of their own', async () => {
    const alice = new AccountCustomer(centre, 'alice');
    const offer =
      'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 5060 sip null\r\na=accept-types:*\r\n';
    const invite = await alice.prove({
      method: 'INVITE',
      body: offer,
      contentType: 'application/sdp',
      headers: [`Contact: <${alice.contact}>`],
    });
    expect(invite.status).toBe(200);
    expect([...centre.switchState.calls.values()][0]?.customer?.address).toBe('alice');
    const dialog = {
      requestUri: 'sip:1111@192.0.2.1:5060',
      from: `<sip:alice@localhost>;tag=${invite.fromTag}`,
      to: invite.response?.headers.get('to') ?? '',
      callId: invite.callId,
    };
    await alice.send({ method: 'ACK', cseq: 2, ...dialog });
    expect((await alice.send({ method: 'MESSAGE', cseq: 3, body: 'Hi.', ...dialog })).status).toBe(200);
    // Another client that has overheard the dialog's tags, with and without her name.
    const mallory = new PageCustomer(centre);
    expect((await mallory.send({ method: 'MESSAGE', cseq: 4, body: 'Hi.', ...dialog })).status).toBe(401);
    const foreign = { ...dialog, from: `<sip:mallory@example.net>;tag=${invite.fromTag}` };
    expect((await mallory.send({ method: 'MESSAGE', cseq: 4, body: 'Hi.', ...foreign })).status).toBe(481);
    expect((await mallory.send({ method: 'BYE', cseq: 5, ...foreign })).status).toBe(481);
    expect((await alice.send({ method: 'BYE', cseq: 6, ...dialog })).status).toBe(200);
  });

  test.each([
    ['a wrong password', 'alice', { password: 'wrong' }],
    ['an account that does not exist', 'zoe', {}],
    ['an agent whose DN has no SIP endpoint', '1001', {}],
    ['the name of somebody else', 'alice', { digestUser: 'bob' }],
  ])('[DG13] %s is 403 and opens nothing', async (_what, name, options) => {
    const client = new AccountCustomer(centre, name, options);
    const said = await client.say('Hi.');
    expect([said.status, said.response?.startLine]).toEqual([403, expect.stringContaining('403')]);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[DG13] an unknown user is answered as one with a wrong password is', async () => {
    const answers: string[] = [];
    for (const name of ['alice', 'zoe']) {
      const client = new AccountCustomer(centre, name, { password: 'wrong' });
      await client.say('Hi.');
      answers.push((client.raw.at(-1) ?? '').replaceAll(/^(?:Via|From|Call-ID|To|CSeq):.*$/gm, ''));
    }
    expect(answers[1]).toBe(answers[0]);
  });

  test('[DG13] a digest for another URI is 400; one that names the server alone is taken', async () => {
    const alice = new AccountCustomer(centre, 'alice');
    await alice.ask({ body: 'Hi.' });
    const [challenge] = alice.challenges;
    expect((await alice.ask({ body: 'Hi.', digest: { uri: 'sip:1112@localhost' } }, challenge)).status).toBe(400);
    expect((await alice.ask({ body: 'Hi.', digest: { uri: 'sip:localhost', nc: 2 } }, challenge)).status).toBe(200);
  });

  test('[DG4][DG5] a nonce serves again with a higher count; a replay and an old nonce are stale, not a failure', async () => {
    const alice = new AccountCustomer(centre, 'alice');
    await alice.say('one');
    const count = alice.raw.length;
    expect((await alice.say('two')).status).toBe(200);
    expect(alice.raw.length).toBe(count + 1);
    const kept = alice.nonce?.challenge;
    expect((await alice.ask({ body: 'three', digest: { nc: 2 } }, kept)).status).toBe(401);
    expect(alice.challenges[0]?.isStale).toBe(true);
    await centre.pass(301, 30);
    expect((await alice.ask({ body: 'four', digest: { nc: 9 } }, kept)).status).toBe(401);
    expect(alice.challenges[0]?.isStale).toBe(true);
    expect((await alice.ask({ body: 'five', digest: { nonce: 'made-up' } }, kept)).status).toBe(401);
    expect(alice.challenges[0]?.isStale).toBe(false);
  });

  test('[DG5] a text that was stored and not answered is answered after a restart, not asked for anew', async () => {
    const alice = new AccountCustomer(centre, 'alice');
    const said = await alice.say('Only once.');
    await centre.crash('kept');
    await centre.pass(1);
    await alice.repeat(said);
    expect(alice.raw.at(-1)).toContain('SIP/2.0 200');
    expect(centre.switchState.calls.size).toBe(1);
    expect((await alice.say('And this.')).status).toBe(200);
    expect(alice.challenges[0]?.isStale).toBe(true);
  });

  test('[DG6] a digest without qop is taken where it is allowed, and its nonce serves once', async () => {
    const old = new AccountCustomer(centre, 'alice', { qop: false });
    expect((await old.say('Hi.')).status).toBe(403);
    const configuration = demoConfiguration((file) => {
      file.tenant.options['digest-without-qop'] = true;
    });
    const other = await ContactCentre.open({ configuration });
    const alice = new AccountCustomer(other, 'alice', { qop: false });
    expect((await alice.say('one')).status).toBe(200);
    expect((await alice.ask({ body: 'two' }, alice.nonce?.challenge)).status).toBe(401);
    expect((await alice.say('three')).status).toBe(200);
  });

  test('[DG7] from the fifth wrong password on there are pauses, for users that exist and others', async () => {
    for (const name of ['alice', 'zoe']) {
      const guesser = new AccountCustomer(centre, name, { password: 'wrong' });
      const statuses: (number | undefined)[] = [];
      for (let guess = 0; guess < 7; guess += 1) statuses.push((await guesser.say('Hi.')).status);
      expect(statuses).toEqual([403, 403, 403, 403, 403, 503, 503]);
    }
    const alice = new AccountCustomer(centre, 'alice');
    const said = await alice.say('Hi.');
    expect([said.status, said.response?.headers.get('retry-after')]).toEqual([503, '5']);
    await centre.pass(5);
    expect((await alice.say('Hi.')).status).toBe(200);
  });
});

describe('who may write to a routing point', () => {
  const changed = (change: { anonymous?: boolean; accounts?: boolean; trustedPeers?: boolean }) =>
    demoConfiguration((file) => {
      file.trustedPeers = [{ name: 'front', addresses: ['198.51.100.7'] }];
      for (const dn of file.directoryNumbers) if (dn.number === '1111') Object.assign(dn, change);
    });

  test('[DG14] accounts alone: nobody else gets in', async () => {
    const configuration = demoConfiguration((file) => {
      for (const dn of file.directoryNumbers) if (dn.number === '1111') Object.assign(dn, { anonymous: false });
    });
    const centre = await ContactCentre.open({ configuration });
    expect((await new PageCustomer(centre).say('Hi.')).status).toBe(403);
    expect((await new SessionCustomer(centre).invite()).status).toBe(403);
    expect((await new AccountCustomer(centre, 'alice').say('Hi.')).status).toBe(200);
  });

  test('[DG14] no accounts', async () => {
    const configuration = demoConfiguration((file) => {
      for (const dn of file.directoryNumbers) if (dn.number === '1111') Object.assign(dn, { accounts: false });
    });
    const centre = await ContactCentre.open({ configuration });
    expect((await new PageCustomer(centre).say('Hi.')).status).toBe(200);
    expect((await new AccountCustomer(centre, 'alice').say('Hi.')).status).toBe(403);
  });

  test('[DG14][DG15] a trusted peer vouches for whom it names, where it may', async () => {
    const centre = await ContactCentre.open({ configuration: changed({ anonymous: false }) });
    const front = new PageCustomer(centre);
    expect((await front.say('Hi.', { from: 'sip:alice@localhost' })).status).toBe(200);
    expect((await front.say('Hi.', { from: 'sip:zed@example.net' })).status).toBe(200);
    expect((await front.say('Hi.', { from: 'sip:1001@localhost' })).status).toBe(403);
    const addresses = [...centre.switchState.calls.values()].map(({ customer }) => customer?.address);
    expect(addresses).toEqual(['alice', 'zed@example.net']);
    const closed = await ContactCentre.open({ configuration: changed({ trustedPeers: false }) });
    expect((await new PageCustomer(closed).say('Hi.', { from: 'sip:alice@localhost' })).status).toBe(403);
  });

  test('[DG15] nobody registers without a password, not even through a trusted peer', async () => {
    const centre = await ContactCentre.open({ configuration: changed({}) });
    expect((await new AccountCustomer(centre, 'alice').ask({ method: 'REGISTER' })).status).toBe(401);
  });
});

describe('the same customer on any flow', () => {
  test('[ME2][DG12] an account goes on with its chat from another flow, and is answered there', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const phone = new AccountCustomer(centre, 'alice');
    await phone.say('From my phone.');
    await maya.answer(maya.rung[0]);
    const laptop = new AccountCustomer(centre, 'alice', { transport: 'WS' });
    await laptop.say('From my laptop.');
    expect(centre.switchState.calls.size).toBe(1);
    expect(maya.texts).toEqual(['From my phone.', 'From my laptop.']);
    await maya.say(maya.rung[0], 'Which one?');
    expect([phone.shown, laptop.shown]).toEqual([[], ['[Maya/1001] Which one?']]);
  });
});
