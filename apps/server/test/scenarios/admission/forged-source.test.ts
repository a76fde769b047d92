import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { AccountCustomer } from '../../support/customers/account-customer.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import type { SipCustomer } from '../../support/customers/sip-customer.ts';

/** Sends of one request by Timer E within its 32 s. */
const ALL_SENDS = 11;

describe('a source that may be forged', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
  });

  /** Maya takes what rings and writes; the customer hears nothing of it for longer than a transaction lasts. */
  async function writeTo(customer: PageCustomer | SessionCustomer): Promise<void> {
    customer.reply = null;
    await maya.answer(maya.rung.at(-1) ?? '');
    await maya.say(maya.rung.at(-1) ?? '', 'Hello.');
    await centre.pass(40);
  }

  const sends = ({ messages }: SipCustomer) => {
    const [first] = messages;
    return messages.filter(({ headers }) => headers.get('via') === first?.headers.get('via')).length;
  };

  test('[OV10] a text towards an address that only wrote is sent four times', async () => {
    const victim = new PageCustomer(centre);
    victim.reply = null;
    await victim.say('Hi.');
    await writeTo(victim);
    expect(sends(victim)).toBe(4);
  });

  test('[OV9] [OV11] one that answered once gets every repeat', async () => {
    const customer = new PageCustomer(centre);
    await customer.say('Hi.');
    await maya.answer(maya.rung[0] ?? '');
    await maya.say(maya.rung[0] ?? '', 'Hello.');
    expect(customer.shown.at(-1)).toMatch(/Hello\.$/);
    customer.messages.length = 0;
    customer.reply = null;
    await maya.say(maya.rung[0] ?? '', 'Still there?');
    await centre.pass(40);
    expect(sends(customer)).toBe(ALL_SENDS);
  });

  test('[OV9] one that took a text is still believed after a restart', async () => {
    const customer = new PageCustomer(centre);
    await customer.say('Hi.');
    await maya.answer(maya.rung[0] ?? '');
    await maya.say(maya.rung[0] ?? '', 'Hello.');
    customer.messages.length = 0;
    customer.reply = null;
    await maya.say(maya.rung[0] ?? '', 'Still there?');
    await centre.crash();
    await centre.pass(40);
    // Once before the crash.
    expect(sends(customer)).toBe(1 + ALL_SENDS);
  });

  test('[OV9] so is one who has proved his account, where he wrote last', async () => {
    const alice = new AccountCustomer(centre, 'alice');
    await alice.say('Hi.');
    alice.flow = centre.openFlow('UDP', alice);
    await alice.say('From here.');
    await maya.answer(maya.rung[0] ?? '');
    alice.messages.length = 0;
    alice.reply = null;
    await maya.say(maya.rung[0] ?? '', 'Hello.');
    await centre.crash();
    await centre.pass(40);
    expect(sends(alice)).toBe(1 + ALL_SENDS);
  });

  test('[OV10] when the customer is heard again, the same text is repeated again', async () => {
    const customer = new PageCustomer(centre);
    customer.isDeaf = true;
    await customer.say('Hi.');
    await writeTo(customer);
    await maya.say(maya.rung[0] ?? '', 'Second.');
    await centre.pass(10);
    customer.isDeaf = false;
    customer.reply = { status: 200 };
    await centre.pass(8);
    expect(customer.shown).toEqual([]);
    await customer.say('My network was down.');
    await centre.pass(5);
    expect(customer.shown.at(-1)).toMatch(/Second\.$/);
  });

  test('[OV10] a 2xx that nobody acknowledges is sent four times, and the session still ends', async () => {
    const victim = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    victim.acknowledges = false;
    const invite = await victim.invite();
    await centre.pass(20);
    expect(invite.responseCount).toBe(4);
    await centre.pass(20);
    expect(victim.byes).toHaveLength(1);
  });

  test('[OV10] a late answer to a text that was not repeated any more is good', async () => {
    const customer = new PageCustomer(centre);
    customer.reply = null;
    await customer.say('Hi.');
    await maya.answer(maya.rung[0] ?? '');
    await maya.say(maya.rung[0] ?? '', 'Hello.');
    await centre.pass(25);
    expect(customer.messages).toHaveLength(4);
    customer.reply = { status: 200 };
    customer.answerLate();
    await centre.settle();
    await maya.say(maya.rung[0] ?? '', 'And again.');
    expect(customer.shown.at(-1)).toMatch(/And again\.$/);
  });

  test('[OV9] whoever acknowledges our 2xx, or writes within the session, knows its tag', async () => {
    const customer = new SessionCustomer(centre, 'sip:bob@example.net', 'UDP');
    customer.reply = null;
    await customer.invite();
    await writeTo(customer);
    expect(sends(customer)).toBe(ALL_SENDS);
  });
});
