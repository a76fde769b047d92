import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

describe('who may write where', () => {
  let centre: ContactCentre;
  let alice: PageCustomer;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    alice = new PageCustomer(centre);
  });

  test.each([
    ['[ME3] an unknown number', '1999', 404],
    ['[ME3] a virtual queue', 'VQ_Any', 404],
    ['[ME3] the queue for login', '1101', 404],
    ['[ME3] an Extension DN', '1001', 403],
    ['[ME3] a routing point without a strategy', '1119', 480],
  ])('%s (%s) is answered %i', async (_what, to, status) => {
    const message = await alice.say('Hi.', { to });
    expect(message.status).toBe(status);
    expect(message.response?.headers.get('retry-after')).toBe(status === 480 ? '60' : undefined);
    const invite = await new SessionCustomer(centre).invite({ to });
    expect(invite.status).toBe(status);
    expect(invite.response?.headers.get('retry-after')).toBe(status === 480 ? '60' : undefined);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[ME3] a From of our own domain is asked for a password', async () => {
    for (const from of ['sip:1001@localhost', 'sip:alice@localhost', 'sip:alice@192.0.2.1']) {
      expect((await alice.say('Hi.', { from })).status).toBe(401);
    }
    expect((await new SessionCustomer(centre, 'sip:1001@localhost').invite()).status).toBe(401);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[ME3] a routing point that takes no anonymous customers is 403, a disabled one 480', async () => {
    const configuration = demoConfiguration((file) => {
      for (const dn of file.directoryNumbers) {
        if (dn.number === '1111' && dn.type === 'routingPoint') dn.anonymous = false;
        if (dn.number === '1112' && dn.type === 'routingPoint') {
          dn.strategy = 'Any Available Agent';
          dn.enabled = false;
        }
      }
    });
    const other = await ContactCentre.open({ configuration });
    const bob = new PageCustomer(other);
    expect((await bob.say('Hi.')).status).toBe(403);
    expect((await bob.say('Hi.', { to: '1112' })).status).toBe(480);
  });

  test('[ME3] a strategy that refuses at once: a page-mode text gets 480, a session ends with BYE, nothing stays', async () => {
    const configuration = demoConfiguration((file) => {
      file.strategies.push({
        name: 'Refuse',
        version: 1,
        language: 'en',
        variables: {},
        start: 'end',
        blocks: { end: { type: 'default' } },
      });
      for (const dn of file.directoryNumbers) {
        if (dn.number === '1113' && dn.type === 'routingPoint') dn.strategy = 'Refuse';
      }
    });
    const other = await ContactCentre.open({ configuration });
    expect((await new PageCustomer(other).say('Hi.', { to: '1113' })).status).toBe(480);
    const bob = new SessionCustomer(other);
    expect((await bob.invite({ to: '1113' })).status).toBe(200);
    expect(bob.byes).toHaveLength(1);
    const { calls, legs, routeRequests, deadlines } = other.switchState;
    expect(calls.size + legs.size + routeRequests.size + deadlines.size).toBe(0);
  });

  test('[ME3] other types get 415 with Accept, other media 488, an unreadable description 400', async () => {
    const picture = await alice.say('…', { contentType: 'image/png' });
    expect([picture.status, picture.response?.headers.get('accept')]).toEqual([
      415,
      'text/plain, message/cpim, application/im-iscomposing+xml, message/imdn+xml, multipart/alternative, multipart/mixed, multipart/related',
    ]);
    const bob = new SessionCustomer(centre);
    const audio = 'v=0\r\no=- 0 0 IN IP4 1.2.3.4\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n';
    expect((await bob.invite({ offer: audio })).status).toBe(488);
    expect((await bob.invite({ offer: 'what?' })).status).toBe(400);
    await bob.invite();
    expect((await bob.say('é'.repeat(8193))).status).toBe(413);
  });

  test('[ME4] an empty MESSAGE is answered 200 and opens nothing', async () => {
    expect((await alice.say('')).status).toBe(200);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[ME24][MQ10] the text is read by its charset, an unknown one is 415', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await alice.say(Buffer.from('Grüße', 'latin1'), { contentType: 'text/plain;charset=ISO-8859-1' });
    await alice.say('Grüße');
    const unknown = await alice.say('Grüße', { contentType: 'text/plain; charset="no-such-thing"' });
    expect(unknown.response?.startLine).toBe('SIP/2.0 415 Unsupported Charset');
    await maya.answer(maya.rung[0]);
    expect(maya.texts).toEqual(['Grüße', 'Grüße']);
  });

  test('[ME1] one interaction per customer, flow and routing point', async () => {
    await alice.say('one');
    await alice.say('two');
    expect(centre.switchState.calls.size).toBe(1);
    await alice.say('three', { from: 'sip:carol@example.net' });
    expect(centre.switchState.calls.size).toBe(2);
  });

  test('[ME2] the same From on another flow is another customer: a forged From never reaches the first chat', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await alice.say('My secret is 42.');
    await maya.answer(maya.rung[0]);
    const mallory = new PageCustomer(centre, 'sip:alice@example.net');
    expect((await mallory.say('What is my secret?')).status).toBe(200);
    expect(maya.rung).toHaveLength(2);
    await maya.say(maya.rung[0], 'It is 42.');
    expect(maya.all('EventPrivateInfo', { privateMsgID: 3001, connID: maya.rung[0] })).toHaveLength(2);
    expect(alice.shown).toEqual(['[Maya/1001] It is 42.']);
    expect(mallory.shown).toEqual([]);
  });

  test('[ME2] answers go to the flow that was written from, whatever Contact says', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await alice.say('Hi.', { headers: ['Contact: <sip:victim@203.0.113.9:5060>'] });
    await maya.answer(maya.rung[0]);
    await maya.say(maya.rung[0], 'Hello.');
    expect(alice.shown).toEqual(['[Maya/1001] Hello.']);
    expect(alice.messages[0]?.startLine).toBe('MESSAGE sip:victim@203.0.113.9:5060 SIP/2.0');
  });

  test('[ME5] a repeated MESSAGE gets its answer and is told once, also after a crash', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const sent = await alice.say('Once.');
    await alice.repeat(sent);
    await centre.crash();
    await alice.repeat(sent);
    expect(sent.responseCount).toBe(3);
    const again = await DesktopClient.connect(centre, '1001');
    await again.answer(maya.rung[0]);
    expect(again.texts).toEqual(['Once.']);
  });

  test('[ME13] 30 minutes without a text end a page-mode interaction; a text of either side starts them anew', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await alice.say('Hi.');
    const connID = maya.rung[0];
    await maya.answer(connID);
    await centre.pass(20 * 60, 60);
    await alice.say('Still here.');
    await centre.pass(20 * 60, 60);
    await maya.say(connID, 'Me too.');
    await centre.pass(29 * 60, 60);
    expect(maya.all('EventReleased')).toEqual([]);
    await centre.pass(60, 60);
    expect(maya.last('EventReleased')).toMatchObject({ connID, callState: 0 });
    expect(centre.switchState.legs.size).toBe(0);
  });
});
