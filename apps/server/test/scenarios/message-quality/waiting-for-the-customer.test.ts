import type { ConnId } from '@cordboard/shared/ids';
import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { AccountCustomer } from '../../support/customers/account-customer.ts';
import { COMPOSING, composing } from '../../support/customers/cpim-text.ts';

describe('a customer with an account who is away', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: AccountCustomer;
  let connID: unknown;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
    alice = new AccountCustomer(centre, 'alice');
    await alice.say('Hi.');
    connID = maya.rung[0];
    await maya.answer(connID);
  });

  const states = () => maya.all('EventPrivateInfo', { privateMsgID: 3004 }).map((event) => event.extensions?.['state']);
  /** Nobody is at the client any more. */
  async function leave() {
    alice.reply = { status: 480 };
    await maya.say(connID, 'Are you there?');
    await centre.pass(1);
  }
  async function deliveryInRecord(): Promise<unknown> {
    const stored = await centre.store.readTranscript(connID as ConnId);
    return (JSON.parse(stored.at(-1)?.body ?? '{}') as { delivery?: unknown }).delivery;
  }

  test.each([
    ['that says so', { status: 480 }],
    ['that is silent', null],
  ] as const)(
    '[MQ37] a text to a client %s waits, also over a restart, and goes out when he writes again',
    async (_what, reply) => {
      alice.reply = reply;
      await maya.say(connID, 'Are you there?');
      await centre.pass(40);
      expect(states()).toEqual([]);
      await centre.crash();
      await DesktopClient.connect(centre, '1001');
      await centre.pass(300);
      alice.reply = { status: 200 };
      await alice.say('Back again.');
      expect(alice.shown).toEqual(['[Maya/1001] Are you there?']);
      expect(centre.switchState.calls.size).toBe(1);
    },
  );

  test.each([
    ['of which none is out, is whole over TCP', []],
    ['of which the first piece is out, goes on in pieces', [{ status: 200 }]],
  ])('[ME9] a text in pieces %s', async (_what, replies) => {
    alice.replies.push(...replies);
    alice.reply = { status: 480 };
    const long = 'All about it. '.repeat(150).trim();
    await maya.say(connID, long);
    await centre.pass(1);
    const phone = new AccountCustomer(centre, 'alice', { transport: 'TCP' });
    await phone.registerContact();
    await centre.pass(1);
    if (replies.length === 0) expect(phone.shown).toEqual([`[Maya/1001] ${long}`]);
    else expect(phone.shown.length).toBeGreaterThan(1);
    const shown = [...alice.shown, ...phone.shown].map((text) => text.replace('[Maya/1001] ', ''));
    expect(shown.join('')).toBe(long);
    expect(states()).toEqual(['sent']);
  });

  test('[MQ37] it goes out where he registers, behind nothing that came later', async () => {
    await leave();
    await maya.say(connID, 'I have found it.');
    const phone = new AccountCustomer(centre, 'alice');
    await phone.registerContact();
    await centre.pass(1);
    expect(phone.shown).toEqual(['[Maya/1001] Are you there?', '[Maya/1001] I have found it.']);
    expect(states()).toEqual(['sent', 'sent']);
  });

  test('[MQ37] with the end of the interaction it has failed, which is told once', async () => {
    await leave();
    await maya.say(connID, 'Anybody?');
    await centre.pass(32 * 60, 30);
    expect(states()).toEqual(['failed', 'failed']);
    expect(maya.last('EventReleased')['connID']).toBe(connID);
    const phone = new AccountCustomer(centre, 'alice');
    await phone.registerContact();
    await centre.pass(3600, 60);
    expect(phone.shown).toEqual([]);
    expect(states()).toEqual(['failed', 'failed']);
  });

  test('[MQ38] the chat may end before: the text goes on waiting, the record says what became of it', async () => {
    await leave();
    await maya.release(connID);
    expect(centre.switchState.legs.size).toBe(1);
    await centre.pass(50 * 60, 30);
    const phone = new AccountCustomer(centre, 'alice');
    await phone.registerContact();
    await centre.pass(1);
    expect(phone.shown).toEqual(['[Maya/1001] Are you there?']);
    expect(await deliveryInRecord()).toEqual({ state: 'sent' });
    expect(centre.switchState.legs.size).toBe(0);
  });

  test('[MQ38] or with the next text of his; or after an hour, as failed', async () => {
    await leave();
    await maya.release(connID);
    alice.reply = { status: 200 };
    await alice.say('Hello again.');
    await centre.pass(1);
    expect(alice.shown).toEqual(['[Maya/1001] Are you there?']);
    connID = maya.rung[1];
    await maya.answer(connID);
    await leave();
    await maya.release(connID);
    await centre.pass(61 * 60, 30);
    expect(await deliveryInRecord()).toMatchObject({ state: 'failed' });
    expect(centre.switchState.legs.size).toBe(0);
    expect([...centre.switchState.deadlines.values()].map(({ kind }) => kind)).toEqual([]);
  });

  test('[MQ39] what a registered client has refused is not sent to it in the next chat either', async () => {
    await alice.registerContact();
    await alice.say(composing('idle'), { contentType: COMPOSING });
    alice.reply = { status: 415, headers: ['Accept: text/plain'] };
    const type = () =>
      maya.request('TPrivateService', {
        thisDN: '1001',
        connID,
        serviceID: 3002,
        extensions: { isComposing: 'active' },
      });
    const notices = () => alice.messages.filter(({ headers }) => headers.get('content-type') === COMPOSING).length;
    await type();
    expect(notices()).toBe(1);
    expect([...centre.switchState.bindings.values()].map(({ refused }) => refused)).toEqual([[COMPOSING]]);
    alice.reply = { status: 200 };
    await maya.release(connID);
    await centre.crash();
    maya = await DesktopClient.connect(centre, '1001');
    await alice.say('One more thing.');
    await alice.say(composing('idle'), { contentType: COMPOSING });
    connID = maya.rung.at(-1);
    await maya.answer(connID);
    await type();
    expect(notices()).toBe(1);
  });
});
