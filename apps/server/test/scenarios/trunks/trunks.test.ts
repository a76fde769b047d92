import type { TrunkDn } from '@cordboard/shared/configuration/directory-number';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Logger, silentLogger } from '../../../src/base/logger.ts';
import { fail, succeed } from '../../../src/base/result.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { Invitations } from '../../support/customers/invitations.ts';
import { MsrpCustomer } from '../../support/customers/msrp-customer.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { readWire, type WireMessage } from '../../support/customers/udp-customer.ts';

const BOB = 'sip:bob@partner.example';
const ADDRESS = 'bob@partner.example';

describe('a trunk', () => {
  let centre: ContactCentre;
  let partner: PageCustomer;
  let maya: DesktopClient;
  let isReachable = true;
  let log: string[];

  const open = async (account: Partial<TrunkDn> = {}, createPartner = () => new PageCustomer(centre, BOB)) => {
    isReachable = false;
    log = [];
    const logger: Logger = {
      ...silentLogger,
      info: (fields, message) => log.push(`${message} ${JSON.stringify(fields)}`),
      child: () => logger,
    };
    const configuration = demoConfiguration((file) =>
      file.directoryNumbers.push({
        type: 'trunk',
        number: '1901',
        contact: 'sip:sip.partner.example',
        domains: ['partner.example', 'other.example'],
        addresses: [],
        capacity: 2,
        checkSeconds: 30,
        ...account,
      }),
    );
    const target = { transport: 'UDP', address: '198.51.100.7', port: 5060, host: 'sip.partner.example' } as const;
    centre = await ContactCentre.open({
      configuration,
      logger,
      ways: {
        open: async (_uri, tried = []) =>
          isReachable && tried.length === 0 ? succeed({ target, flow: partner.flow }) : fail('no address'),
        failed: () => {},
      },
    });
    partner = createPartner();
    isReachable = true;
    await centre.pass(31, 1);
    maya = await DesktopClient.ready(centre, '1001');
  };

  beforeEach(() => open());

  const callBob = (to = ADDRESS) =>
    maya.request('TMakeCall', { thisDN: '1001', otherDN: to, extensions: { im: 'Hello Bob' } });
  const seen = (name: string) => maya.events.filter((event) => event.name === name);

  test('[TK1] [TK2] is asked at the start and from time to time', async () => {
    const asked = () => partner.byes.filter(({ startLine }) => startLine === 'OPTIONS sip:sip.partner.example SIP/2.0');
    expect(asked()).toHaveLength(1);
    await centre.pass(61, 1);
    expect(asked()).toHaveLength(3);
    expect(new Set(asked().map(({ headers }) => headers.get('call-id'))).size).toBe(3);
  });

  test('[TK5] leads to users of its domains who have not been in touch; their answers go to the same call', async () => {
    const dialled = await callBob();
    await centre.settle();
    expect(partner.messages[0]?.startLine).toBe(`MESSAGE ${BOB} SIP/2.0`);
    expect(partner.messages[0]?.headers.get('from')).toContain('<sip:1111@localhost>');
    expect(partner.shown).toEqual(['[Maya/1001] Hello Bob']);
    expect(seen('EventEstablished')).toHaveLength(1);
    expect((await partner.say('Hello Maya')).status).toBe(200);
    expect(seen('EventPrivateInfo').at(-1)).toMatchObject({ connID: dialled.connID, extensions: { im: 'Hello Maya' } });
    expect(centre.switchState.calls.size).toBe(1);
  });

  test.each([[404], [503]])('[TK2] an OPTIONS answered %i', async (status) => {
    partner.otherReply = { status };
    await centre.pass(31, 1);
    await callBob();
    await centre.settle();
    expect(partner.messages).toHaveLength(status === 404 ? 1 : 0);
    expect(seen('EventDestinationBusy')).toHaveLength(status === 404 ? 0 : 1);
  });

  test('[TK2] [TK5] while the peer is not there nobody is called; once it answers again they are', async () => {
    partner.otherReply = null;
    await centre.pass(70, 1);
    await callBob();
    await centre.settle();
    expect(partner.messages).toEqual([]);
    expect(seen('EventDestinationBusy')).toHaveLength(1);
    isReachable = false;
    partner.otherReply = { status: 200 };
    await centre.pass(70, 1);
    await callBob();
    expect(seen('EventDestinationBusy')).toHaveLength(2);
    isReachable = true;
    await centre.pass(70, 1);
    await callBob();
    await centre.settle();
    expect(partner.shown).toEqual(['[Maya/1001] Hello Bob']);
  });

  test('[TK3] the peer vouches for its own users and for nobody else', async () => {
    expect((await partner.say('I am Bob')).status).toBe(200);
    expect((await partner.say('I am Eve', { from: 'sip:eve@other.example' })).status).toBe(200);
    expect((await partner.say('I am a stranger', { from: 'sip:eve@elsewhere.example' })).status).toBe(403);
    expect((await partner.say('I am Alice', { from: 'sip:alice@localhost' })).status).toBe(403);
    expect((await partner.say('I am Maya', { from: 'sip:1001@localhost' })).status).toBe(403);
    expect([...centre.switchState.calls.values()].map(({ customer }) => customer?.address)).toEqual([
      ADDRESS,
      'eve@other.example',
    ]);
  });

  test('[TK3] its user opens a session, somebody else over it does not', async () => {
    const bob = new SessionCustomer(centre, BOB, 'TCP');
    expect((await bob.invite()).status).toBe(200);
    const eve = new SessionCustomer(centre, 'sip:eve@elsewhere.example', 'TCP');
    expect((await eve.invite()).status).toBe(403);
    expect(seen('EventRinging')[0]).toMatchObject({ otherDN: ADDRESS });
  });

  test('[TK12] its user has a session by MSRP; what we send in it goes by the route of the peer', async () => {
    const bob = new MsrpCustomer(centre, BOB);
    const hop = '<sip:198.51.100.7;lr;ftag=x>';
    expect((await bob.start({ headers: [`Record-Route: ${hop}`] })).status).toBe(200);
    expect((await bob.write('Hello by MSRP')).status).toBe(200);
    const connID = seen('EventRinging')[0]?.connID;
    await maya.answer(connID);
    await maya.say(connID, 'Hello Bob');
    await centre.settle();
    expect(bob.read).toEqual(['[Maya/1001] Hello Bob']);
    await maya.request('TReleaseCall', { thisDN: '1001', connID });
    await centre.settle();
    expect(bob.byes[0]?.startLine).toBe(`BYE sip:bob@${bob.flow.remoteAddress}:${bob.flow.remotePort} SIP/2.0`);
    expect(bob.byes[0]?.headers.get('route')).toBe(hop);
  });

  test('[TK4] its user is the same customer over another connection of the peer', async () => {
    await partner.say('First');
    const other = new PageCustomer(centre, BOB);
    expect((await other.say('Second')).status).toBe(200);
    expect(centre.switchState.calls.size).toBe(1);
  });

  test('[TK6] no more interactions than its capacity, and who is served goes on', async () => {
    await partner.say('One', { from: 'sip:one@partner.example' });
    await partner.say('Two', { from: 'sip:two@partner.example' });
    const refused = await partner.say('Three', { from: 'sip:three@partner.example' });
    expect([refused.status, refused.response?.headers.get('retry-after')]).toEqual([480, '60']);
    expect((await partner.say('Two again', { from: 'sip:two@partner.example' })).status).toBe(200);
    await callBob();
    await centre.settle();
    expect(seen('EventDestinationBusy')).toHaveLength(1);
    expect(centre.switchState.calls.size).toBe(2);
  });

  test('[TK7] what the peer adds is neither shown nor passed on', async () => {
    const secret = 'sip:internal@partner.example';
    await partner.say('Hello', {
      headers: [`P-Asserted-Identity: <${secret}>`, `Record-Route: <${secret};lr>`, `X-Internal: ${secret}`],
    });
    const ringing = seen('EventRinging')[0];
    await maya.answer(ringing?.connID);
    await maya.say(ringing?.connID, 'Hello back');
    await centre.settle();
    expect(JSON.stringify(maya.events)).not.toContain(secret);
    expect(partner.messages).toHaveLength(1);
    expect(JSON.stringify([...(partner.messages[0]?.headers ?? [])])).not.toContain(secret);
    expect(partner.messages[0]?.headers.get('route')).toBeUndefined();
  });

  describe('whose users are called by INVITE', () => {
    /** The other domain's server, with Bob's client behind it. */
    class CalledPartner extends PageCustomer {
      readonly invited: Invitations = new Invitations(this, 'bob');
      readonly invites: WireMessage[] = [];
      challenge: string | undefined;

      override receive(bytes: Buffer, flow: Flow): void {
        const message = readWire(bytes);
        if (message.startLine.startsWith('INVITE')) this.invites.push(message);
        if (message.startLine.startsWith('INVITE') && this.challenge !== undefined) this.#ask(message, flow);
        else if (!this.invited.receive(message, flow)) super.receive(bytes, flow);
      }

      #ask({ headers }: WireMessage, flow: Flow): void {
        const copied = ['via', 'from', 'to', 'call-id', 'cseq'].map((name) => `${name}: ${headers.get(name) ?? ''}`);
        const lines = ['SIP/2.0 407 Password', ...copied, this.challenge, 'Content-Length: 0', '', ''];
        this.centre.send(flow, Buffer.from(lines.join('\r\n')));
        this.challenge = undefined;
      }
    }

    const HOP = '<sip:198.51.100.7;lr>';
    let bob: CalledPartner;

    const openCalled = async (account: Partial<TrunkDn>) => {
      await open(account, () => {
        bob = new CalledPartner(centre, BOB);
        return bob;
      });
      bob.invited.acceptHeaders = [`Record-Route: ${HOP}`];
      bob.invited.answerTo = (offer) => offer.replace(/m=message \d+ TCP/, 'm=message 0 TCP');
    };

    test('[TK16] a session: texts go both ways in the route of the peer, BYE at the end', async () => {
      await openCalled({ 'customer-carriage': 'session' });
      const { connID } = await callBob();
      await centre.settle();
      const { headers, startLine, body } = bob.invited.at(0).invite;
      expect(startLine).toBe(`INVITE ${BOB} SIP/2.0`);
      expect(headers.get('from')).toMatch(/^<sip:1111@localhost>;tag=/);
      expect(body).toMatch(/m=message \d+ sip/);
      expect(bob.messages).toEqual([]);
      await bob.invited.accept();
      await centre.settle();
      expect(bob.shown).toEqual(['[Maya/1001] Hello Bob']);
      expect([bob.messages[0]?.headers.get('route'), bob.invited.acks[0]?.headers.get('route')]).toEqual([HOP, HOP]);
      expect((await bob.invited.inDialog('MESSAGE', 0, 'Hello Maya')).status).toBe(200);
      expect(seen('EventPrivateInfo').at(-1)).toMatchObject({ connID, extensions: { im: 'Hello Maya' } });
      await maya.request('TReleaseCall', { thisDN: '1001', connID });
      await centre.settle();
      expect(bob.byes.at(-1)?.startLine).toMatch(/^BYE /);
      expect(bob.byes.at(-1)?.headers.get('route')).toBe(HOP);
    });

    test('[TK16] with MSRP where that is wanted', async () => {
      await openCalled({ 'customer-carriage': 'msrp' });
      await callBob();
      await centre.settle();
      expect(bob.invited.at(0).invite.body).toContain('m=message 2855 TCP/MSRP');
    });

    test('[TK16] who takes no sessions is written to in page mode; who declines is not', async () => {
      await openCalled({ 'customer-carriage': 'session' });
      await callBob();
      await centre.settle();
      await bob.invited.refuse(488);
      await centre.settle();
      expect(bob.shown).toEqual(['[Maya/1001] Hello Bob']);
      await maya.request('TReleaseCall', { thisDN: '1001', connID: seen('EventEstablished')[0]?.connID });
      await callBob('carl@other.example');
      await centre.settle();
      await bob.invited.refuse(603, 1);
      await centre.settle();
      expect(bob.shown).toHaveLength(1);
      expect(seen('EventDestinationBusy')).toHaveLength(1);
    });

    test('[TK6] [TK16] a session that was begun here is one of those that the trunk carries', async () => {
      await openCalled({ 'customer-carriage': 'session', capacity: 1 });
      await callBob();
      await centre.settle();
      await bob.invited.accept();
      expect((await bob.say('Me too', { from: 'sip:eve@other.example' })).status).toBe(480);
    });

    test('[TK8] [TK10] [TK16] with a password; what follows in the dialog goes on from the number that was answered', async () => {
      await openCalled({
        ...{ 'customer-carriage': 'session' as const },
        userName: 'cordboard',
        password: 'between us',
      });
      bob.challenge = 'Proxy-Authenticate: Digest realm="partner.example", nonce="n", qop="auth"';
      await callBob();
      await centre.settle();
      expect(bob.invites.map(({ headers }) => headers.get('cseq'))).toEqual(['1 INVITE', '2 INVITE']);
      await bob.invited.accept();
      await centre.settle();
      const [ack] = bob.invited.acks.slice(-1);
      expect(ack?.headers.get('cseq')).toBe('2 ACK');
      expect(ack?.headers.get('proxy-authorization')).toBe(bob.invites[1]?.headers.get('proxy-authorization'));
      expect(bob.shown).toEqual(['[Maya/1001] Hello Bob']);
      expect(Number.parseInt(bob.messages[0]?.headers.get('cseq') ?? '', 10)).toBeGreaterThan(2);
    });

    test('[TK10] [TK16] a call that is given up is cancelled under the number that went out', async () => {
      await openCalled({
        ...{ 'customer-carriage': 'session' as const },
        userName: 'cordboard',
        password: 'between us',
      });
      bob.challenge = 'Proxy-Authenticate: Digest realm="partner.example", nonce="n", qop="auth"';
      const { connID } = await callBob();
      await centre.settle();
      await maya.request('TReleaseCall', { thisDN: '1001', connID });
      await centre.settle();
      expect(bob.invited.at(0).state).toBe('cancelled');
    });
  });

  describe('with a password', () => {
    const challenge = 'Proxy-Authenticate: Digest realm="partner.example", nonce="n", qop="auth", algorithm=MD5';
    const asked = { status: 407, headers: [challenge] };

    beforeEach(() => open({ userName: 'cordboard', password: 'between us' }));

    test('[TK8] a text goes to the peer with it, once', async () => {
      partner.replies.push(asked);
      await callBob();
      await centre.settle();
      expect(partner.shown).toEqual(['[Maya/1001] Hello Bob']);
      expect(seen('EventEstablished')).toHaveLength(1);
      expect(partner.messages[1]?.headers.get('proxy-authorization')).toContain('username="cordboard"');
      await maya.say(seen('EventEstablished')[0]?.connID, 'Are you there?');
      await centre.settle();
      expect(partner.messages).toHaveLength(3);
      expect(partner.messages[2]?.headers.get('proxy-authorization')).toContain('nc=00000002');
    });

    test('[TK9] one that the peer refuses is no way to its users, until it is asked again', async () => {
      partner.reply = asked;
      await callBob();
      await centre.settle();
      expect(partner.messages).toHaveLength(2);
      expect(seen('EventDestinationBusy')).toHaveLength(1);
      await callBob();
      await centre.settle();
      expect(partner.messages).toHaveLength(2);
      expect(seen('EventDestinationBusy')).toHaveLength(2);
      expect(log.at(-1)).toContain('"isUp":false,"why":"it refuses our name or password"');
      partner.reply = { status: 200 };
      await centre.pass(31, 1);
      await callBob();
      await centre.settle();
      expect(partner.shown).toEqual(['[Maya/1001] Hello Bob']);
    });

    test('[TK9] a peer that refuses it to OPTIONS is not there', async () => {
      partner.otherReply = asked;
      await centre.pass(31, 1);
      await callBob();
      await centre.settle();
      expect(partner.messages).toEqual([]);
      expect(log.filter((line) => line.includes('it refuses our name or password'))).toHaveLength(1);
    });

    test('[TK10] in a session each request has numbers left for its repetitions', async () => {
      const bob = new SessionCustomer(centre, BOB, 'TCP');
      await bob.invite();
      await bob.say('Hello');
      await maya.answer(seen('EventRinging')[0]?.connID);
      bob.replies.push(asked);
      for (const text of ['One', 'Two', 'Three']) await maya.say(seen('EventRinging')[0]?.connID, text);
      await centre.settle();
      expect(bob.shown.slice(-3)).toEqual(['[Maya/1001] One', '[Maya/1001] Two', '[Maya/1001] Three']);
      const numbers = bob.messages.map(({ headers }) => Number.parseInt(headers.get('cseq') ?? '', 10));
      expect(numbers.every((number, position) => position === 0 || number > (numbers[position - 1] ?? 0))).toBe(true);
      expect(bob.messages.at(-1)?.headers.get('proxy-authorization')).toContain('nc=');
    });

    test('[TK11] it is nowhere to be read', async () => {
      partner.replies.push(asked);
      await callBob();
      await centre.settle();
      const rows = JSON.stringify([...centre.switchState.legs.values()]);
      const heard = JSON.stringify(maya.events);
      for (const text of [rows, heard, log.join()]) expect(text).not.toMatch(/between us|Digest/);
    });
  });
});
