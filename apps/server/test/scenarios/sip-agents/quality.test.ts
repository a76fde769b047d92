import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { COMPOSING, composing, cpimText, IMDN, imdn } from '../../support/customers/cpim-text.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

const CPIM = 'message/cpim';

/** Tom talks to Alice; his client is the phone, his desktop is there too. */
describe('typing and receipts at an agent’s SIP client', () => {
  let centre: ContactCentre;
  let phone: SipAgent;
  let tom: DesktopClient;
  let alice: PageCustomer;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    phone = await SipAgent.registered(centre);
    tom = await DesktopClient.ready(centre, '1005');
    alice = new PageCustomer(centre);
    await alice.say('Hello');
    await centre.settle();
    await tom.answer(tom.rung[0]);
  });

  const phoneSays = (body: string, contentType: string, headers: readonly string[] = []) =>
    phone.prove({ requestUri: phone.chats[0]?.uri ?? '', body, contentType, headers });
  const aliceTypes = (state: 'active' | 'idle') => alice.say(composing(state), { contentType: COMPOSING });
  const of = (messages: SipAgent['messages'], type: string) =>
    messages.filter((message) => message.headers.get('content-type') === type);
  const told = () => of(phone.messages, COMPOSING).map(({ body }) => /<state>(.*)<\/state>/.exec(body)?.[1]);
  const outcomes = (who: SipAgent | PageCustomer) =>
    [...of(who.messages, IMDN), ...of(who.messages, CPIM)]
      .map(({ body }) => /<message-id>(.*)<\/message-id>.*<(delivered|displayed|failed)\/>/s.exec(body))
      .filter((found) => found !== null)
      .map((found) => `${found[2]} ${found[1]}`);

  test('[SE20] [SE18] who has not shown that it takes typing notices is told nothing', async () => {
    await aliceTypes('active');
    expect(told()).toEqual([]);
    expect(tom.last('EventPrivateInfo', { privateMsgID: 3002 }).extensions).toMatchObject({ isComposing: 'active' });
  });

  test.each([
    ['has sent one', () => phoneSays(composing('idle'), COMPOSING)],
    ['lists the type', () => phoneSays('Hi', 'text/plain', [`Accept: text/plain, ${COMPOSING}`])],
  ])('[SE20] one that %s is told active, again after 45 seconds, and idle', async (_, shows) => {
    await shows();
    await aliceTypes('active');
    const [notice] = of(phone.messages, COMPOSING);
    expect(notice?.headers.get('from')).toContain(phone.chats[0]?.uri);
    expect(notice?.headers.get('expires')).toBe('0');
    expect(notice?.body).toContain('<refresh>90</refresh>');
    await aliceTypes('active');
    expect(told()).toEqual(['active']);
    await centre.pass(46);
    await aliceTypes('active');
    await aliceTypes('idle');
    expect(told()).toEqual(['active', 'active', 'idle']);
  });

  test('[SE20] a text ends it without a word', async () => {
    await phoneSays(composing('idle'), COMPOSING);
    await aliceTypes('active');
    await alice.say('Here it is');
    await aliceTypes('idle');
    expect(told()).toEqual(['active']);
    await aliceTypes('active');
    expect(told()).toEqual(['active', 'active']);
  });

  test('[SE23] 415 to a notice: none is sent again, in this chat and in the next, also after it has registered again', async () => {
    await phoneSays(composing('idle'), COMPOSING);
    phone.reply = { status: 415 };
    await aliceTypes('active');
    phone.reply = { status: 200 };
    await aliceTypes('idle');
    expect(told()).toEqual(['active']);
    await phone.register();
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await bob.say('Hi');
    await centre.settle();
    await tom.answer(tom.rung[1]);
    await bob.say(composing('active'), { contentType: COMPOSING });
    expect(told()).toEqual(['active']);
  });

  test('[SE21] displayed at the phone is read: the customer who asked is told, once', async () => {
    await alice.say('Seen?', {
      headers: ['Cordboard-Message-ID: seen-1', 'Cordboard-Disposition-Notification: display'],
    });
    const id = phone.messages.at(-1)?.headers.get('call-id') ?? '';
    expect(outcomes(alice)).toEqual([]);
    expect((await phoneSays(imdn(id, 'delivered'), IMDN)).status).toBe(200);
    expect(outcomes(alice)).toEqual([]);
    expect((await phoneSays(imdn(id, 'displayed'), IMDN)).status).toBe(200);
    await phoneSays(imdn(id, 'displayed'), IMDN);
    expect((await phoneSays(imdn('no such text', 'displayed'), IMDN)).status).toBe(200);
    expect(outcomes(alice)).toEqual(['displayed seen-1']);
    expect(tom.texts).toEqual(['Hello', 'Seen?']);
  });

  test('[SE21] [SE23] one that writes in envelopes gets envelopes that ask, in the next chat too', async () => {
    await phoneSays(cpimText('In an envelope'), CPIM);
    expect(alice.shown).toEqual(['[Tom/1005] In an envelope']);
    await alice.say('To an envelope');
    const last = phone.messages.at(-1);
    expect(last?.headers.get('content-type')).toBe(CPIM);
    expect(last?.body).toContain('imdn.Disposition-Notification: positive-delivery, negative-delivery, display');
    expect(last?.body).toMatch(/To an envelope$/);
    expect(phone.chats[0]?.uri).toMatch(/:5060$/);
    expect(last?.body).toContain(`\r\nFrom: <${phone.chats[0]?.uri.replace(':5060', '')}>`.trimStart());
    const bob = new PageCustomer(centre, 'sip:bob@example.net');
    await bob.say('Hi');
    await centre.settle();
    expect(phone.messages.at(-1)?.headers.get('content-type')).toBe(CPIM);
  });

  test.each([415, 488])(
    '[SE21] [SE23] %i to an envelope: the text goes again, plain, and so do all that follow',
    async (status) => {
      await phoneSays(cpimText('In an envelope'), CPIM);
      phone.replies.push({ status });
      await alice.say('One');
      await alice.say('Two');
      const bodies = phone.messages.slice(-3).map(({ headers, body }) => [headers.get('content-type'), body.slice(-3)]);
      expect(bodies).toEqual([
        [CPIM, 'One'],
        ['text/plain;charset=utf-8', 'One'],
        ['text/plain;charset=utf-8', 'Two'],
      ]);
      const [first, again] = phone.messages.slice(-3).map(({ headers }) => headers);
      expect(again?.get('call-id')).toBe(first?.get('call-id'));
      expect(Number.parseInt(again?.get('cseq') ?? '', 10)).toBeGreaterThan(
        Number.parseInt(first?.get('cseq') ?? '', 10),
      );
    },
  );

  test('[SE22] what became of the phone’s text is told to the phone, each state once, under its own id', async () => {
    await alice.say(cpimText('Envelopes here'), { contentType: CPIM });
    await phoneSays(cpimText('Asked', { id: 'phone-1', asks: 'positive-delivery, display' }), CPIM);
    await phoneSays(cpimText('Not asked', { id: 'phone-2' }), CPIM);
    const ids = alice.messages.map(({ body }) => /imdn\.Message-ID: (\S+)/.exec(body)?.[1] ?? '').slice(-2);
    for (const id of ids) {
      for (const status of ['delivered', 'delivered', 'displayed'] as const) {
        await alice.say(imdn(id, status), { contentType: IMDN });
      }
    }
    expect(outcomes(phone)).toEqual(['delivered phone-1', 'displayed phone-1']);
    expect(tom.all('EventPrivateInfo', { privateMsgID: 3004 }).map((event) => event.extensions?.['state'])).toEqual([
      ...['sent', 'sent', 'delivered', 'read', 'delivered', 'read'],
    ]);
  });
});
