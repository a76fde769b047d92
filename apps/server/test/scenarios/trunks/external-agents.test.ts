import type { DnOptions } from '@cordboard/shared/configuration/directory-number';
import { beforeEach, describe, expect, test } from 'vitest';
import { fail, succeed } from '../../../src/base/result.ts';
import type { Flow } from '../../../src/protocols/sip/transport/sip-transport.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { readWire, type WireMessage } from '../../support/customers/udp-customer.ts';

const ANNA = 'sip:anna@partner.example';
const ANNAS_DN = '1005';

/** The other domain's server, with Anna's client behind it. */
class Partner extends PageCustomer {
  /** What OPTIONS for Anna are answered; null leaves them without an answer. */
  annaStatus: number | null = 200;

  /** INVITEs for Anna, which are accepted. */
  readonly invites: WireMessage[] = [];

  override receive(bytes: Buffer, flow: Flow): void {
    if (readWire(bytes).startLine.startsWith('INVITE')) {
      this.#accept(readWire(bytes), flow);
      return;
    }
    const isForAnna = readWire(bytes).startLine.startsWith(`OPTIONS ${ANNA}`);
    if (isForAnna && this.annaStatus === null) return;
    this.otherReply = { status: isForAnna ? (this.annaStatus ?? 0) : 200 };
    super.receive(bytes, flow);
  }

  /** The address of the chat in which the last text came. */
  get chat(): string {
    return /<sip:([^@]+)@localhost>/.exec(this.messages.at(-1)?.headers.get('from') ?? '')?.[1] ?? '';
  }

  #accept(invite: WireMessage, flow: Flow): void {
    this.invites.push(invite);
    const copied = ['via', 'from', 'call-id', 'cseq'].map((name) => `${name}: ${invite.headers.get(name) ?? ''}`);
    const contact = `Contact: <sip:anna@${flow.remoteAddress}:${flow.remotePort}>`;
    const body =
      'v=0\r\no=- 0 0 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\nm=message 9 sip null\r\n';
    const head = ['SIP/2.0 200 OK', ...copied, `To: <${ANNA}>;tag=anna`, contact, 'Content-Type: application/sdp'];
    this.centre.send(flow, Buffer.from([...head, `Content-Length: ${body.length}`, '', body].join('\r\n')));
  }

  /** Writes within the session of the last INVITE. */
  writeInSession(text: string, cseq: number, from = ANNA) {
    const { headers } = this.invites.at(-1) as WireMessage;
    return this.send({
      method: 'MESSAGE',
      requestUri: /<([^>]+)>/.exec(headers.get('contact') ?? '')?.[1] ?? '',
      from: `<${from}>;tag=anna`,
      to: headers.get('from') ?? '',
      callId: headers.get('call-id') ?? '',
      ...{ cseq, body: text },
    });
  }

  write(text: string, options: { from?: string; to?: string } = {}) {
    return this.say(text, { from: ANNA, to: this.chat, ...options });
  }
}

describe('an agent who is a user of another domain', () => {
  let centre: ContactCentre;
  let partner: Partner;
  let alice: PageCustomer;

  beforeEach(() => open({}));

  async function open(options: Partial<DnOptions>) {
    const configuration = demoConfiguration((file) => {
      for (const dn of file.directoryNumbers) {
        if (dn.type !== 'extension' || dn.number !== ANNAS_DN) continue;
        Object.assign(dn.options, { 'external-uri': ANNA, 'auto-login': true, ...options });
      }
      const trunk = { type: 'trunk' as const, addresses: [], checkSeconds: 30 };
      file.directoryNumbers.push(
        { ...trunk, number: '1901', contact: 'sip:sip.partner.example', domains: ['partner.example'] },
        {
          ...{ ...trunk, number: '1902', contact: 'sip:sip.other.example', domains: ['other.example'] },
          addresses: ['203.0.113.50'],
        },
      );
    });
    const target = { transport: 'UDP', address: '198.51.100.7', port: 5060, host: 'sip.partner.example' } as const;
    let isOpen = false;
    centre = await ContactCentre.open({
      configuration,
      ways: {
        open: async ({ host }, tried = []) =>
          host === target.host && isOpen && tried.length === 0
            ? succeed({ target, flow: partner.flow })
            : fail('no address'),
        failed: () => {},
      },
    });
    partner = new Partner(centre, ANNA);
    alice = customerAt('sip:alice@example.net', '203.0.113.9');
    isOpen = true;
  }

  function customerAt(uri: string, address: string): PageCustomer {
    const customer = new PageCustomer(centre, uri);
    customer.flow = centre.openFlow('UDP', customer, address);
    return customer;
  }

  const stateOfAnna = () => {
    const session = [...centre.switchState.agentSessions.values()].find(({ id }) => id === ANNAS_DN);
    return session?.state;
  };
  /** Until the trunk has been asked once more, and has answered or not. */
  const nextCheck = () => centre.pass(65, 1);

  test('[TK13] is logged in and Ready once the peer says that he is there; a chat rings at him and his answer is heard', async () => {
    await nextCheck();
    expect(stateOfAnna()).toBe('ready');
    await alice.say('Hello');
    await centre.settle();
    const [ring] = partner.messages;
    expect(ring?.startLine).toBe(`MESSAGE ${ANNA} SIP/2.0`);
    expect(ring?.headers.get('to')).toBe(`<${ANNA}>`);
    expect(ring?.headers.get('from')).toMatch(/^"alice@example.net" <sip:chat-[0-9A-Z]+@localhost>;tag=/i);
    expect((await partner.write('Good day')).status).toBe(200);
    expect(alice.shown).toEqual(['[Tom/1005] Good day']);
    await alice.say('I have a question');
    await centre.settle();
    expect(partner.shown.slice(1)).toEqual(['Hello', 'I have a question']);
    expect((await partner.write('/end')).status).toBe(200);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[TK13] who writes on another connection of the peer is not shown his own words', async () => {
    await nextCheck();
    await alice.say('Hello');
    await centre.settle();
    const other = new PageCustomer(centre, ANNA, 'TCP');
    expect((await other.say('From elsewhere', { to: partner.chat })).status).toBe(200);
    expect(alice.shown).toEqual(['[Tom/1005] From elsewhere']);
    expect(partner.shown.slice(1)).toEqual(['Hello']);
  });

  test.each([[404], [480], [null]])(
    '[TK14] is not there when the peer answers %s, and is back with a 200',
    async (status) => {
      partner.annaStatus = status;
      await nextCheck();
      await alice.say('Hello');
      await centre.settle();
      expect(partner.messages).toEqual([]);
      expect(stateOfAnna()).toBeUndefined();
      partner.annaStatus = 200;
      await nextCheck();
      expect(stateOfAnna()).toBeDefined();
      expect(partner.shown[0]).toContain('New chat with alice@example.net: Hello');
    },
  );

  test('[TK14] while his client has gone his chat waits for him, then for somebody else', async () => {
    await nextCheck();
    await alice.say('Hello');
    await centre.settle();
    await partner.write('One moment');
    partner.annaStatus = 404;
    await nextCheck();
    const maya = await DesktopClient.ready(centre, '1001');
    await centre.pass(120, 1);
    expect(stateOfAnna()).toBeUndefined();
    expect(maya.rung).toHaveLength(1);
  });

  test('[TK15] nobody else is he: neither another user over the trunk, nor he by another way', async () => {
    await nextCheck();
    await alice.say('Hello');
    await centre.settle();
    const refused = [
      await partner.write('I am Bob', { from: 'sip:bob@partner.example' }),
      await partner.write('I am Anna of another domain', { from: 'sip:anna@other.example' }),
      await customerAt(ANNA, '203.0.113.9').say('I am Anna', { to: partner.chat }),
      await customerAt(ANNA, '203.0.113.50').say('I am Anna over another trunk', { to: partner.chat }),
      await partner.write('/notready', { from: 'sip:bob@partner.example', to: ANNAS_DN }),
      await customerAt(ANNA, '203.0.113.9').say('/notready', { to: ANNAS_DN }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403]);
    expect(alice.shown).toEqual([]);
    expect(stateOfAnna()).not.toBe('notReady');
  });

  test('[TK15] says himself whether he takes chats', async () => {
    await nextCheck();
    expect((await partner.write('/notready lunch', { to: ANNAS_DN })).status).toBe(200);
    expect(stateOfAnna()).toBe('notReady');
    await alice.say('Hello');
    await centre.settle();
    expect(partner.messages).toEqual([]);
    expect((await partner.write('/ready', { to: ANNAS_DN })).status).toBe(200);
    expect(partner.messages).toHaveLength(1);
  });

  test('[TK13][TK15] has sessions where his DN wants them, and in them too nobody else is he', async () => {
    await open({ 'sip-chat-mode': 'session' });
    await nextCheck();
    await alice.say('Hello');
    await centre.settle();
    expect(partner.invites[0]?.startLine).toBe(`INVITE ${ANNA} SIP/2.0`);
    expect((await partner.writeInSession('I am Bob', 1, 'sip:bob@partner.example')).status).toBe(481);
    expect((await partner.writeInSession('Good day', 2)).status).toBe(200);
    expect(alice.shown).toEqual(['[Tom/1005] Good day']);
    await alice.say('I have a question');
    await centre.settle();
    expect(partner.shown).toEqual(['Hello', 'I have a question']);
  });
});
