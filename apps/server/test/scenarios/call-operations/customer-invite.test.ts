import { beforeEach, describe, expect, test } from 'vitest';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { CalledCustomer } from '../../support/customers/called-customer.ts';
import { Invitations } from '../../support/customers/invitations.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { readWire } from '../../support/customers/udp-customer.ts';
import { story } from '../../support/scenes/call-scene.ts';

const TAKES_SESSIONS = { parameters: ';+sip.message' };
type Carriage = 'page' | 'session' | 'msrp' | 'auto';

describe('calls to customers by INVITE', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: CalledCustomer;

  /** The routing point, or Alice's account, says how customers are called. */
  async function open(options: { point?: Carriage; account?: Carriage } = {}): Promise<void> {
    const configuration = demoConfiguration((file) => {
      for (const dn of file.directoryNumbers)
        if (dn.type === 'routingPoint' && options.point !== undefined) dn['customer-carriage'] = options.point;
      for (const customer of file.customers)
        if (customer.name === 'alice' && options.account !== undefined) customer['customer-carriage'] = options.account;
    });
    centre = await ContactCentre.open({ configuration });
    maya = await DesktopClient.ready(centre, '1001');
    maya.clear();
  }

  const call = async (extensions: object = { im: 'Your order is there.' }, otherDN = 'alice') =>
    ((await maya.request('TMakeCall', { thisDN: '1001', otherDN, extensions })) as { connID?: unknown }).connID;
  const mediaOf = (position = 0) => alice.invited.at(position).invite.body.match(/^m=.*$/gm);
  const nothingIsLeft = () =>
    expect([centre.switchState.calls.size, centre.switchState.legs.size, centre.world.msrp.sessionCount]).toEqual([
      0, 0, 0,
    ]);

  describe('of a client that says it takes sessions', () => {
    beforeEach(async () => {
      await open();
      alice = await CalledCustomer.registered(centre, TAKES_SESSIONS);
    });

    test('[ME26] rings; the answer establishes the call, and the texts go over MSRP', async () => {
      const connID = await call();
      expect(mediaOf()).toEqual([expect.stringContaining('TCP/MSRP'), 'm=message 5060 sip null']);
      expect([story(maya), alice.messages]).toEqual([['Dialing'], []]);
      alice.takesMsrp();
      await alice.invited.accept();
      expect(alice.invited.acks[0]?.headers.get('cseq')).toBe('1 ACK');
      expect(story(maya)).toEqual(['Dialing', 'Established', '3001']);
      await alice.connect();
      expect(alice.msrp.shown).toEqual(['[Maya/1001] Your order is there.']);
      expect(story(maya).slice(3)).toEqual(['3004', '3004']);
      alice.msrp.say('Great!');
      await centre.settle();
      await maya.say(connID, 'Bye.');
      expect([maya.texts, alice.msrp.shown.at(-1)]).toEqual([
        ['Your order is there.', 'Great!', 'Bye.'],
        '[Maya/1001] Bye.',
      ]);
      await maya.release(connID);
      expect([alice.byes.length, alice.connection, alice.messages]).toEqual([1, undefined, []]);
      nothingIsLeft();
    });

    test('[ME26] the texts go within the dialog when that is what the client takes', async () => {
      alice.takesSessions();
      const connID = await call();
      await alice.invited.accept();
      expect(alice.shown).toEqual(['[Maya/1001] Your order is there.']);
      expect(alice.messages[0]?.headers.get('cseq')).toBe('2 MESSAGE');
      await alice.invited.inDialog('MESSAGE', 0, 'Great!');
      await maya.say(connID, 'Bye.');
      expect([maya.texts, alice.shown.at(-1)]).toEqual([
        ['Your order is there.', 'Great!', 'Bye.'],
        '[Maya/1001] Bye.',
      ]);
      expect((await alice.invited.inDialog('BYE')).status).toBe(200);
      expect(maya.last('EventReleased')).toMatchObject({ connID });
      nothingIsLeft();
    });

    test('[ME26] without a text the call is established by the answer, not before', async () => {
      alice.takesSessions();
      const connID = await call({});
      expect(story(maya)).toEqual(['Dialing']);
      await alice.invited.accept();
      expect(story(maya)).toEqual(['Dialing', 'Established']);
      await maya.say(connID, 'Hello.');
      expect(alice.shown).toEqual(['[Maya/1001] Hello.']);
    });

    test('[ME26] a client that connects before its 200 is here loses nothing', async () => {
      alice.takesMsrp();
      await call();
      await alice.connect();
      alice.msrp.say('Early.');
      await centre.settle();
      await alice.invited.accept();
      expect(maya.texts).toEqual(['Your order is there.', 'Early.']);
      expect(alice.msrp.shown).toEqual(['[Maya/1001] Your order is there.']);
      expect(alice.invited.acks).toHaveLength(1);
    });

    test('[ME9] [ME26] a text that is too long for UDP goes whole over MSRP, in pieces in session mode', async () => {
      const long = 'All about it. '.repeat(150).trim();
      alice.takesMsrp();
      await call({ im: long });
      await alice.invited.accept();
      await alice.connect();
      expect(alice.msrp.shown).toEqual([`[Maya/1001] ${long}`]);
      alice.takesSessions();
      await maya.release(maya.last('EventEstablished')['connID']);
      await call({ im: long });
      await alice.invited.accept(1);
      await centre.settle();
      expect(alice.shown.length).toBeGreaterThan(1);
      expect(alice.shown.map((text) => text.replace('[Maya/1001] ', '')).join('')).toBe(long);
    });

    test.each([405, 415, 420, 488, 501, 606])(
      '[ME27] %i: it goes on in page mode, and the binding is known',
      async (status) => {
        alice.invited.reply = status;
        const connID = await call();
        expect(alice.shown).toEqual(['[Maya/1001] Your order is there.']);
        expect(story(maya)).toEqual(['Dialing', 'Established', '3001', '3004']);
        await maya.release(connID);
        await alice.registerContact(TAKES_SESSIONS);
        maya.clear();
        await call({});
        expect([alice.invited.all.length, story(maya)]).toEqual([1, ['Dialing', 'Established']]);
      },
    );

    test('[ME27] a 200 that accepts nothing of it gets BYE, and it goes on in page mode', async () => {
      alice.invited.answerTo = (offer) => offer.replaceAll(/m=message \d+/g, 'm=message 0');
      await call();
      await alice.invited.accept();
      expect([alice.byes.length, alice.shown]).toEqual([1, ['[Maya/1001] Your order is there.']]);
      expect(story(maya)).toEqual(['Dialing', 'Established', '3001', '3004']);
    });

    test.each([
      [486, 6],
      [600, 6],
      [603, 6],
      [480, 7],
      [404, 11],
      [500, 3],
    ])('[ME27] %i: EventDestinationBusy with callState %i', async (status, callState) => {
      alice.invited.reply = status;
      await call();
      expect(story(maya)).toEqual(['Dialing', 'DestinationBusy', 'Released']);
      expect(maya.last('EventDestinationBusy')).toMatchObject({
        callState,
        extensions: { reason: expect.any(String) },
      });
      nothingIsLeft();
    });

    test('[ME27] a client that is not there: the next one is called, as that one wants it', async () => {
      const phone = new CalledCustomer(centre, 'alice');
      await phone.registerContact({ parameters: ';q=0.5' });
      alice.invited.reply = null;
      await call();
      await centre.pass(33);
      expect(phone.shown).toEqual(['[Maya/1001] Your order is there.']);
      expect(story(maya)).toEqual(['Dialing', 'Established', '3001', '3004']);
    });

    test('[ME28] the caller gives up: CANCEL, once the client has said something', async () => {
      alice.invited.reply = null;
      const connID = await call();
      await maya.release(connID);
      expect(story(maya)).toEqual(['Dialing', 'Released']);
      expect(alice.invited.at(0).state).toBe('ringing');
      await alice.invited.ring();
      expect(alice.invited.at(0).state).toBe('cancelled');
      expect(alice.shown).toEqual([]);
      nothingIsLeft();
    });

    test('[ME28] an answer that crosses the CANCEL gets ACK and BYE', async () => {
      alice.invited.reply = null;
      const connID = await call();
      await maya.release(connID);
      await alice.invited.accept();
      expect([alice.invited.acks.length, alice.byes.length, alice.shown]).toEqual([1, 1, []]);
      nothingIsLeft();
    });

    test('[ME28] nobody answers for a minute: CANCEL, and the caller is told; also over a restart', async () => {
      await call();
      await centre.pass(40);
      await centre.crash();
      maya = await DesktopClient.connect(centre, '1001', { lastSequence: maya.lastSequence });
      await centre.pass(61);
      expect(maya.last('EventDestinationBusy')).toMatchObject({ callState: 7 });
      expect(alice.invited.at(0).state).toBe('cancelled');
      nothingIsLeft();
    });

    test('[ME28] after a crash the same INVITE goes out, and its answer counts', async () => {
      alice.takesSessions();
      await call();
      await centre.crash();
      maya = await DesktopClient.connect(centre, '1001', { lastSequence: maya.lastSequence });
      expect(alice.invited.all).toHaveLength(1);
      await alice.invited.accept();
      expect([maya.last('EventEstablished').name, alice.shown]).toEqual([
        'EventEstablished',
        ['[Maya/1001] Your order is there.'],
      ]);
    });

    test('[ME28] a 200 that comes again gets its ACK again, one of another branch ACK and BYE', async () => {
      alice.takesSessions();
      await call();
      await alice.invited.accept();
      await alice.invited.repeatAccept();
      expect([alice.invited.acks.length, alice.byes.length]).toEqual([2, 0]);
      await alice.invited.repeatAccept(0, 'another');
      expect([alice.invited.acks.length, alice.byes.length]).toEqual([3, 1]);
      expect(alice.byes[0]?.headers.get('to')).toContain('tag=another');
      expect(maya.all('EventReleased')).toEqual([]);
    });

    test('[ME28] the customer writes instead: the INVITE is taken back, and it is one chat', async () => {
      const connID = await call();
      await alice.say('Is that you?');
      expect(alice.invited.at(0).state).toBe('cancelled');
      expect(story(maya).slice(0, 4)).toEqual(['Dialing', 'Established', '3001', '3001']);
      expect(alice.shown).toEqual(['[Maya/1001] Your order is there.']);
      await maya.release(connID);
      nothingIsLeft();
    });
  });

  test.each([
    ['a client that says nothing', {}],
    ['one that takes no INVITE', { ...TAKES_SESSIONS, headers: ['Allow: MESSAGE, OPTIONS'] }],
  ])('[ME26] %s is written to in page mode', async (_what, contact) => {
    await open();
    alice = await CalledCustomer.registered(centre, contact);
    await call();
    expect([alice.invited.all, alice.shown]).toEqual([[], ['[Maya/1001] Your order is there.']]);
  });

  test.each([
    [{ point: 'session' }, '', ['m=message 5060 sip null']],
    [{ point: 'msrp' }, '', [expect.stringContaining('TCP/MSRP'), 'm=message 5060 sip null']],
    [{ point: 'msrp', account: 'session' }, '', ['m=message 5060 sip null']],
    [{ point: 'page' }, ';+sip.message', null],
    [{ point: 'session', account: 'page' }, '', null],
  ] as const)('[ME26] customer-carriage %j offers what it says', async (options, parameters, media) => {
    await open(options);
    alice = await CalledCustomer.registered(centre, { parameters });
    await call();
    expect(alice.invited.all.length === 0 ? null : mediaOf()).toEqual(media);
  });

  test('[ME26] somebody without an account who was here lately is called likewise', async () => {
    await open({ point: 'session' });
    const bob = new InvitedCustomer(centre, 'sip:bob@example.net');
    await bob.say('Hi.');
    await maya.answer(maya.rung[0]);
    await maya.release(maya.rung[0]);
    maya.clear();
    bob.invited.reply = 405;
    await call({ im: 'Once more.' }, 'bob@example.net');
    expect([bob.invited.all.length, bob.shown]).toEqual([1, ['[Maya/1001] Once more.']]);
  });
});

/** A customer without an account whose client knows INVITEs. */
class InvitedCustomer extends PageCustomer {
  readonly invited: Invitations = new Invitations(this, 'bob');

  override receive(bytes: Buffer, flow: Flow): void {
    if (!this.invited.receive(readWire(bytes), flow)) super.receive(bytes, flow);
  }
}
