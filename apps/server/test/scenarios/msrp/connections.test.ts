import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { OWN_FINGERPRINT } from '../../support/centre/test-world.ts';
import { MsrpCustomer } from '../../support/customers/msrp-customer.ts';

describe('connections of MSRP', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
  });

  async function chat(options: Parameters<MsrpCustomer['start']>[0] = {}, transport: 'UDP' | 'TCP' = 'TCP') {
    const bob = new MsrpCustomer(centre, 'sip:bob@example.net', transport);
    await bob.start(options);
    const connID = maya.rung.at(-1);
    await maya.answer(connID);
    return { bob, connID };
  }

  describe('[MS15] an offer', () => {
    const session = 'm=message 5060 sip null\r\n';

    async function answerTo(change: (offer: string) => string) {
      const bob = new MsrpCustomer(centre);
      const sent = await bob.invite({ offer: change(bob.client.offer()) });
      return { status: sent.status, body: sent.response?.body ?? '' };
    }

    test('with both carriages gets the one that it names first', async () => {
      const first = await answerTo((offer) => offer.replace('m=message 9', `${session}m=message 9`));
      expect(first.body).toMatch(/m=message 5060 sip null\r\nm=message 0 TCP\/MSRP \*\r\n$/);
      const second = await answerTo((offer) => `${offer}${session}`);
      expect(second.body).toMatch(
        /m=message 2855 TCP\/MSRP \*\r\n[\s\S]*a=path:msrp:[^\r]*\r\nm=message 0 sip null\r\n$/,
      );
    });

    test('of MSRP that cannot be served leaves the other carriage, or is 488', async () => {
      const broken = [
        (offer: string) => offer.replace(/a=path:[^\r]*/, 'a=path:nonsense'),
        (offer: string) => offer.replace(/a=path:[^\r]*\r\n/, ''),
        (offer: string) => offer.replace('text/plain', 'image/png'),
        (offer: string) => offer.replace('text/plain', 'message/cpim'),
        (offer: string) => offer.replace(';tcp', ';sctp'),
        (offer: string) => offer.replace('a=setup:active', 'a=setup:holdconn'),
        (offer: string) => offer.replace('TCP/MSRP', 'TCP/TFTP'),
      ];
      for (const change of broken) {
        expect((await answerTo(change)).status).toBe(488);
        const both = await answerTo((offer) => `${change(offer)}${session}`);
        expect(both.body).toMatch(/m=message 0 TCP\/\w+ \*\r\nm=message 5060 sip null\r\n$/);
      }
    });
  });

  test.each(['active', 'actpass', ''])('[MS16] a peer whose setup is "%s" connects to us', async (setup) => {
    const { bob, connID } = await chat({ setup });
    expect(bob.acceptances[0]?.body).toContain('a=setup:passive\r\n');
    await maya.say(connID, 'Hello.');
    expect(bob.read).toEqual(['[Maya/1001] Hello.']);
  });

  test('[MS16] a passive peer is connected to, but only at the address that his INVITE came from', async () => {
    const bob = new MsrpCustomer(centre);
    bob.listen(4_711);
    const passive = (host: string) =>
      bob.client.offer({ setup: 'passive' }).replace(/client\.example:\d+/, `${host}:4711`);
    for (const host of ['192.0.2.99', 'client.example', '127.0.0.1'])
      expect((await bob.invite({ offer: passive(host) })).status).toBe(488);
    const invite = await bob.invite({ offer: passive('198.51.100.7') });
    expect(invite.response?.body).toContain('a=setup:active\r\n');
    const connID = maya.rung.at(-1);
    await maya.answer(connID);
    expect((await bob.write('You came.')).status).toBe(200);
    await maya.say(connID, 'As you asked.');
    expect([maya.texts, bob.read]).toEqual([['You came.', 'As you asked.'], ['[Maya/1001] As you asked.']]);
  });

  test('[MS16][MS22] a passive peer who cannot be reached has his grace, then the call ends', async () => {
    const bob = new MsrpCustomer(centre);
    const offer = bob.client.offer({ setup: 'passive' }).replace(/client\.example:\d+/, '198.51.100.7:4711');
    await bob.invite({ offer });
    await maya.answer(maya.rung[0]);
    await centre.pass(119);
    expect(maya.all('EventReleased')).toEqual([]);
    await centre.pass(2);
    expect(maya.last('EventReleased')).toBeDefined();
    expect(bob.byes).toHaveLength(1);
  });

  test('[MS36] over TLS descriptions of ours have the fingerprint of our certificate, over TCP they have none', async () => {
    const bob = new MsrpCustomer(centre);
    const offer = (isSecure: boolean) =>
      isSecure ? bob.client.offer().replace('TCP/MSRP', 'TCP/TLS/MSRP').replace('msrp:', 'msrps:') : bob.client.offer();
    const secure = await bob.invite({ offer: offer(true) });
    expect(secure.response?.body).toContain(`TCP/TLS/MSRP *\r\n`);
    expect(secure.response?.body).toContain(`a=fingerprint:${OWN_FINGERPRINT}\r\n`);
    expect((await bob.invite({ offer: offer(false) })).response?.body).not.toContain('fingerprint');
    const eve = new MsrpCustomer(centre, 'sip:eve@example.net');
    eve.flow = centre.openFlow('TLS', eve);
    expect((await eve.invite({ offer: '' })).response?.body).toContain(`a=fingerprint:${OWN_FINGERPRINT}\r\n`);
  });

  test.each([
    ['TLS', 'of the line', true],
    ['TLS', 'of the session', true],
    ['TCP', 'of the line', false],
  ] as const)('[MS36] over %s the fingerprint %s is that of a passive peer', async (transport, where, isProtected) => {
    const bob = new MsrpCustomer(centre);
    bob.flow = centre.openFlow(transport, bob);
    const value = Array(32).fill('0b').join(':');
    const lines = [`a=fingerprint:SHA-256 ${value}`, 'a=fingerprint:md5 00:11', `a=fingerprint:sha-1 ${value}`];
    const passive = bob.client
      .offer({ setup: 'passive', extra: where === 'of the line' ? lines : [] })
      .replace('t=0 0', where === 'of the line' ? 't=0 0' : ['t=0 0', ...lines].join('\r\n'))
      .replace('TCP/MSRP', 'TCP/TLS/MSRP')
      .replace(/msrp:\/\/client\.example:\d+/, `msrps://${bob.flow.remoteAddress}:4711`);
    expect((await bob.invite({ offer: passive })).status).toBe(200);
    const [leg] = [...centre.switchState.legs.values()];
    expect(leg?.addressing).toMatchObject({
      msrp: { target: { isSecure: true, fingerprints: { values: [`sha-256 ${value.toUpperCase()}`], isProtected } } },
    });
  });

  test('[MS36] a peer who connects is the one that his fingerprint names, after a restart as well', async () => {
    const bob = new MsrpCustomer(centre);
    const named = `sha-256 ${Array(32).fill('0B').join(':')}`;
    const offer = bob.client
      .offer({ extra: [`a=fingerprint:${named}`] })
      .replace('TCP/MSRP', 'TCP/TLS/MSRP')
      .replace('msrp:', 'msrps:');
    await bob.invite({ offer });
    expect((await bob.connect('TLS')).status).toBe(403);
    await centre.crash();
    expect((await bob.connect('TLS', ['sha-256 00'])).status).toBe(403);
    expect((await bob.connect('TLS', [named])).status).toBe(200);
  });

  test('[MS36] a relay shows a certificate of its own', async () => {
    const bob = new MsrpCustomer(centre);
    const offer = bob.client
      .offer({ extra: [`a=fingerprint:sha-256 ${Array(32).fill('0B').join(':')}`] })
      .replace('TCP/MSRP', 'TCP/TLS/MSRP')
      .replace('a=path:msrp:', 'a=path:msrps://relay.example:2855/relay;tcp msrps:');
    await bob.invite({ offer });
    expect((await bob.connect('TLS', ['sha-256 00'])).status).toBe(200);
  });

  test('[MS17] over a WebSocket the path says ws, and a TCP connection does not do', async () => {
    const bob = new MsrpCustomer(centre);
    await bob.start({ transport: 'ws', connects: false });
    expect(bob.acceptances[0]?.body).toMatch(
      /m=message 8080 TCP\/MSRP \*[\s\S]*a=path:msrp:\/\/192\.0\.2\.1:8080\/\w+;ws/,
    );
    expect((await bob.connect('TCP')).status).toBe(481);
    expect((await bob.connect('WS')).status).toBe(200);
    expect((await bob.write('Hello.')).status).toBe(200);
  });

  test('[MS10] who does not know the session id cannot write into the chat', async () => {
    const { bob } = await chat();
    const eve = new MsrpCustomer(centre, 'sip:eve@example.org');
    await eve.start();
    const sent = await eve.write('I am Bob.', { toPath: bob.client.remotePath, fromPath: bob.client.localPath });
    // Even who does comes too late: the session has its connection.
    expect(sent.status).toBe(506);
    const guess = bob.client.remotePath.replace(/\/\w+;tcp$/, '/0123456789abcdef0123456789abcdef;tcp');
    expect((await eve.write('I am Bob.', { toPath: guess })).status).toBe(481);
    expect(maya.texts).toEqual([]);
  });

  test('[MS22] before the connection and after it is lost texts wait, and go in order on the next one', async () => {
    const bob = new MsrpCustomer(centre);
    await bob.start({ connects: false });
    const connID = maya.rung[0];
    await maya.answer(connID);
    await maya.say(connID, 'One.');
    expect(bob.read).toEqual([]);
    await bob.connect();
    expect(bob.read).toEqual(['[Maya/1001] One.']);
    await bob.cutConnection();
    await maya.say(connID, 'Two.');
    await maya.say(connID, 'Three.');
    await centre.pass(100);
    await bob.renew();
    expect(bob.read.slice(1)).toEqual(['[Maya/1001] Two.', '[Maya/1001] Three.']);
    await centre.pass(100);
    expect(maya.all('EventReleased')).toEqual([]);
  });

  test('[MS22] a text without an answer is sent again on the next session under its id', async () => {
    const { bob, connID } = await chat();
    bob.client.reply = null;
    await maya.say(connID, 'Did you get this?');
    await centre.pass(31);
    expect(bob.connection).toBeUndefined();
    const [first] = bob.client.received.filter(({ method }) => method === 'SEND');
    await bob.renew();
    expect(bob.read).toEqual(['[Maya/1001] Did you get this?']);
    expect(bob.client.shownIds).toEqual([first?.headers.get('message-id')]);
  });

  test('[MS22] who does not come back in time has left: his texts have failed, and a BYE says so', async () => {
    const { bob, connID } = await chat({}, 'UDP');
    await bob.cutConnection();
    await maya.say(connID, 'Are you there?');
    await centre.pass(121);
    expect(maya.last('EventReleased')).toBeDefined();
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3004 }).extensions).toMatchObject({ state: 'failed' });
    expect(bob.byes).toHaveLength(1);
    expect(centre.switchState.legs.size).toBe(0);
    expect(centre.world.msrp.sessionCount).toBe(0);
  });

  test('[ME15][MS22] connections that break before the ACK do not end the call: the absence counts', async () => {
    const bob = new MsrpCustomer(centre);
    bob.acknowledges = false;
    await bob.start();
    const connID = maya.rung[0];
    await maya.answer(connID);
    centre.cut(bob.flow);
    await centre.pass(40);
    await maya.say(connID, 'By MSRP.');
    await bob.cutConnection();
    await maya.say(connID, 'Later.');
    await centre.pass(100);
    expect(maya.all('EventReleased')).toEqual([]);
    bob.reconnect();
    bob.acknowledges = true;
    await bob.renew();
    expect(bob.read).toEqual(['[Maya/1001] By MSRP.', '[Maya/1001] Later.']);
  });

  test('[ME15][MS22] who was left by the agent before the ACK and does not come back gets a BYE, and nothing is left of him', async () => {
    const bob = new MsrpCustomer(centre);
    bob.acknowledges = false;
    await bob.start({ connects: false });
    const connID = maya.rung[0];
    await maya.answer(connID);
    await maya.say(connID, 'Goodbye.');
    await maya.release(connID);
    await centre.pass(160);
    expect(bob.byes).toHaveLength(1);
    expect(centre.switchState.legs.size).toBe(0);
  });

  test('[MS22] the agent ends while the connection is lost: what waits has its grace, then BYE', async () => {
    const { bob, connID } = await chat({}, 'UDP');
    await bob.cutConnection();
    await maya.say(connID, 'Goodbye.');
    await maya.release(connID);
    expect(bob.byes).toEqual([]);
    await bob.renew();
    expect(bob.read).toEqual(['[Maya/1001] Goodbye.']);
    expect(bob.byes).toHaveLength(1);
    const { bob: other, connID: next } = await chat({}, 'UDP');
    await other.cutConnection();
    await maya.say(next, 'Goodbye.');
    await maya.release(next);
    await centre.pass(121);
    expect(other.read).toEqual([]);
    expect(other.byes).toHaveLength(1);
    expect(centre.switchState.legs.size).toBe(0);
  });

  test('[MS22] the loss of the SIP connection alone changes nothing for texts', async () => {
    const { bob, connID } = await chat();
    centre.cut(bob.flow);
    await centre.pass(200);
    await maya.say(connID, 'Still here?');
    expect(bob.read).toEqual(['[Maya/1001] Still here?']);
    await maya.release(connID);
    await centre.pass(40);
    expect(centre.switchState.legs.size).toBe(0);
  });

  test('[MS23] a re-INVITE with the same path keeps session and connection', async () => {
    const { bob, connID } = await chat();
    await bob.reinvite(bob.client.offer());
    expect(bob.acceptances.at(-1)?.body).toContain(`a=path:${bob.client.remotePath}\r\n`);
    await maya.say(connID, 'Go on.');
    expect(bob.read).toEqual(['[Maya/1001] Go on.']);
  });

  test('[MS23] a re-INVITE moves the chat to session mode and back', async () => {
    const { bob, connID } = await chat();
    await bob.reinvite();
    expect(bob.connection).toBeUndefined();
    await maya.say(connID, 'By SIP.');
    expect(bob.shown).toEqual(['[Maya/1001] By SIP.']);
    await bob.renew();
    await maya.say(connID, 'By MSRP.');
    expect([bob.shown.length, bob.read]).toEqual([1, ['[Maya/1001] By MSRP.']]);
    expect(centre.world.msrp.sessionCount).toBe(1);
  });

  test('[SD16][MS23] what we describe anew has a version one higher, what is as before is the same', async () => {
    const { bob } = await chat();
    await bob.reinvite(bob.client.offer());
    await bob.reinvite();
    await bob.renew();
    await bob.reinvite('');
    const bodies = bob.acceptances.map(({ body }) => body);
    expect(bodies.map((body) => /^o=- 0 (\d+) /m.exec(body)?.[1])).toEqual(['0', '0', '1', '2', '3']);
    expect(bodies[1]).toBe(bodies[0]);
  });

  test('[MS23] an INVITE with Replaces takes the place of the session', async () => {
    const { bob, connID } = await chat();
    const former = bob.client.remotePath;
    const again = new MsrpCustomer(centre);
    await again.invite({ offer: again.client.offer(), headers: [], replaces: bob.dialog });
    await again.connect();
    expect(again.client.remotePath).not.toBe(former);
    await maya.say(connID, 'Welcome back.');
    expect([bob.read, again.read]).toEqual([[], ['[Maya/1001] Welcome back.']]);
    expect(centre.world.msrp.sessionCount).toBe(1);
  });

  test('[MS24] after a restart the chat goes on with a re-INVITE; nothing is lost, nothing twice', async () => {
    const { bob, connID } = await chat();
    await bob.write('Before.');
    bob.client.reply = null;
    await maya.say(connID, 'On its way.');
    await centre.crash();
    const again = await DesktopClient.ready(centre, '1001');
    bob.reconnect();
    await bob.renew();
    await bob.write('After.');
    await again.say(connID, 'Welcome back.');
    expect(bob.read).toEqual(['[Maya/1001] On its way.', '[Maya/1001] Welcome back.']);
    const call = centre.switchState.calls.values().next().value;
    const texts = call === undefined ? [] : centre.switchState.transcripts.of(call.id).map(({ im }) => im);
    expect(texts).toEqual(['Before.', 'On its way.', 'After.', 'Welcome back.']);
  });

  test('[MS24] a session that had no connection yet is good after a restart, one that had is not', async () => {
    const bob = new MsrpCustomer(centre);
    await bob.start({ connects: false });
    await centre.crash();
    expect((await bob.connect()).status).toBe(200);
    await centre.crash();
    expect((await bob.connect()).status).toBe(481);
  });

  test('[MS24] while nothing can be stored a text is 408; what was bound stays so when the state is read again', async () => {
    const { bob, connID } = await chat();
    centre.store.failNext();
    const sent = await bob.write('Lost?');
    expect(sent.status).toBe(408);
    await centre.pass(10);
    expect((await bob.write('Lost?', { messageId: sent.messageId })).status).toBe(200);
    await maya.say(connID, 'No.');
    expect([maya.texts, bob.read]).toEqual([['Lost?', 'No.'], ['[Maya/1001] No.']]);
  });
});
