import { expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

const WRITTEN = 'a\u0000b\u0007c\u001b[2Jd\u007fe\u009bf\tg\r\nh\u2028é';
const SENT = 'a\ufffdb\ufffdc\ufffd[2Jd\ufffde\ufffdf\tg\r\nh\u2028é';

test('[MQ43] control characters are told to the desktop as written, and reach no SIP client: ring, texts, what was said before', async () => {
  const centre = await ContactCentre.open();
  const phone = await SipAgent.registered(centre);
  const tom = await DesktopClient.ready(centre, '1005');
  const alice = new PageCustomer(centre);
  // A quoted pair may lead any of them (RFC 3261 25.1).
  await alice.say(WRITTEN, { displayName: 'A\\\u0007x' });
  expect(phone.chats[0]?.name).toBe('A x');
  expect(phone.texts()[0]).toContain('A\ufffdx');
  const [connID] = tom.rung;
  await tom.answer(connID);
  await alice.say(WRITTEN);
  expect(tom.texts).toEqual([WRITTEN, WRITTEN]);
  await tom.say(connID, WRITTEN);
  expect(alice.shown.at(-1)).toBe(`[Tom/1005] ${SENT}`);

  const tablet = await SipAgent.registered(centre, '1005', 'WS');
  for (const client of [phone, tablet]) {
    const shown = client.texts().join('\n');
    expect(shown).toContain(SENT);
    expect(shown).not.toMatch(/[^\P{Cc}\t\r\n]/u);
  }
  expect(tablet.texts()[0]).toContain('Said before');
});

test('[MQ43] [ME9] what a character becomes counts for the size of a piece over UDP', async () => {
  const centre = await ContactCentre.open();
  const maya = await DesktopClient.ready(centre, '1001');
  const alice = new PageCustomer(centre);
  await alice.say('Hi');
  await maya.answer(maya.rung[0]);
  await maya.say(maya.rung[0], '\u0007'.repeat(1000));
  expect(alice.messages.length).toBeGreaterThan(2);
  expect(alice.shown.join('').replaceAll('[Maya/1001] ', '')).toBe('\ufffd'.repeat(1000));
});
