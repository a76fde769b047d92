import { strategySchema } from '@cordboard/shared/routing/strategy';
import { expect, test } from 'vitest';
import type { Session } from '../../src/services/auth/session.ts';
import { LeftMessages } from '../../src/services/desktop/left-messages.ts';
import { ContactCentre } from '../support/contact-centre.ts';
import { PageCustomer } from '../support/page-customer.ts';
import { demoConfiguration } from '../support/test-world.ts';

/** A centre whose 1113 takes messages for ALL_Agents. */
function openWithMessages(): Promise<ContactCentre> {
  const configuration = demoConfiguration((file) => {
    const leave = {
      type: 'leaveMessage',
      text: 'Leave us a message.',
      agentGroup: 'ALL_Agents',
      totalTimeoutSeconds: 60,
    };
    const ask = { type: 'collectDigits', totalTimeoutSeconds: 60, next: 'leave' };
    const blocks = { ask, leave: { ...leave, next: 'end', timedOut: 'end' }, end: { type: 'end', text: 'Thank you.' } };
    const strategy = { name: 'Closed', version: 1, start: 'ask', blocks, defaultDestination: '1111' };
    file.strategies = file.strategies.map((one) => (one.name === 'Closed' ? strategySchema.parse(strategy) : one));
  });
  return ContactCentre.open({ configuration });
}

function messagesOf(centre: ContactCentre): LeftMessages {
  const { callControl } = centre.world;
  return new LeftMessages({ state: callControl.state, change: (what, decide) => callControl.change(what, decide) });
}

const sessionOf = (userName: string): Session => ({ id: 'x', userName, place: null, createdAt: 0, expiresAt: 1 });

test('[RT47] a message waits for its group after the interaction, over a crash, until it is done', async () => {
  const centre = await openWithMessages();
  const alice = new PageCustomer(centre);
  await alice.say('Hello?', { to: '1113' });
  await alice.say('Please call me.', { to: '1113' });
  await centre.settle();
  expect(alice.shown).toEqual(['Leave us a message.', 'Thank you.']);
  await centre.crash();
  const messages = messagesOf(centre);
  const [message] = messages.openFor(sessionOf('1001'));
  expect(message).toMatchObject({
    agentGroup: 'ALL_Agents',
    customer: 'alice@example.net',
    text: 'Please call me.',
    connID: expect.stringMatching(/^[0-9a-f]{16}$/),
  });
  const readers = ['1001', '1005', '2001', 'admin', 'router'].filter(
    (who) => messages.openFor(sessionOf(who)).length > 0,
  );
  expect(readers).toEqual(['1001', '1005', '2001', 'admin']);
  const connID = message?.connID as never;
  expect(await messages.finish(sessionOf('router'), connID)).toMatchObject({ failure: { code: 'UnknownMessage' } });
  expect(await messages.finish(sessionOf('1001'), connID)).toMatchObject({ ok: true });
  expect(messages.openFor(sessionOf('2001'))).toEqual([]);
  expect(await messages.finish(sessionOf('1001'), connID)).toMatchObject({ failure: { code: 'UnknownMessage' } });
  const audit = await centre.store.readDocuments('audit', connID);
  expect(audit.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ what: 'messageDone', who: '1001' }]);
});
