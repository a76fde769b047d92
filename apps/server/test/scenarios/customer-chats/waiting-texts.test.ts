import { expect, test } from 'vitest';
import { WAITING_TEXTS_MAX } from '../../../src/domain/call-model/texts/waiting-texts.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

test('[ME20] a waiting customer is told to pause before texts could be lost, and goes on once they are received', async () => {
  const centre = await ContactCentre.open();
  const alice = new PageCustomer(centre);
  for (let count = 0; count < WAITING_TEXTS_MAX; count += 1) {
    expect((await alice.say(`text ${count}`)).status).toBe(200);
  }
  const refused = await alice.say('one too many');
  expect(refused.status).toBe(503);
  const maya = await DesktopClient.ready(centre, '1001');
  await maya.answer(maya.rung[0]);
  const received = maya.events.filter((event) => event['privateMsgID'] === 3001);
  expect(received).toHaveLength(WAITING_TEXTS_MAX);
  expect((await alice.say('one too many')).status).toBe(200);
});
