import { expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

test('[ME25] each page-mode MESSAGE has a Call-ID of its own', async () => {
  const centre = await ContactCentre.open();
  const maya = await DesktopClient.ready(centre, '1001');
  const alice = new PageCustomer(centre);
  await alice.say('Hi.');
  const connID = maya.rung[0];
  await maya.answer(connID);
  await maya.say(connID, 'one');
  await maya.say(connID, 'two');
  const callIds = alice.messages.map((message) => message.headers.get('call-id'));
  expect(callIds).toHaveLength(2);
  expect(new Set(callIds).size).toBe(2);
});

test('[ME25] who comes back writing to an ended chat first gets what was written to him', async () => {
  const centre = await ContactCentre.open();
  const maya = await DesktopClient.ready(centre, '1001');
  const bob = new SessionCustomer(centre);
  await bob.invite();
  const connID = maya.rung[0];
  await maya.answer(connID);
  centre.cut(bob.flow);
  await maya.say(connID, 'one');
  await maya.say(connID, 'two');
  await maya.release(connID);
  bob.reconnect();
  const early = await bob.say('are you there?');
  expect(early.status).toBe(503);
  expect(bob.shown).toEqual(['[Maya/1001] one', '[Maya/1001] two']);
  expect(bob.byes).toHaveLength(1);
  expect((await bob.say('hello?')).status).toBe(481);
});

test('[ME25] a text after the end of a strategy is 481 at once; its announcement is delivered all the same', async () => {
  const centre = await ContactCentre.open();
  const bob = new SessionCustomer(centre);
  bob.acknowledges = false;
  await bob.invite({ to: '1113' });
  expect(centre.switchState.calls.size).toBe(0);
  expect((await bob.say('Anybody there?')).status).toBe(481);
  expect(bob.shown).toEqual([]);
  await bob.acknowledge(bob.acceptances[0] ?? expect.unreachable());
  expect([bob.shown.length, bob.byes.length]).toEqual([1, 1]);
  expect((await bob.say('Nobody?')).status).toBe(481);
});
