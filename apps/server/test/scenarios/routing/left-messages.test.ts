import { strategySchema } from '@cordboard/shared/routing/strategy';
import { expect, test } from 'vitest';
import type { Session } from '../../../src/services/auth/session.ts';
import { LeftMessages } from '../../../src/services/desktop/left-messages.ts';
import { DesktopClient, transcriptOf } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { centreWith } from '../../support/scenes/strategy-centre.ts';

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

const EVERYBODY = { type: 'agentGroup', name: 'ALL_Agents' };
/** Nobody comes for 5 seconds; then a message, or without one whoever comes. */
const AFTER_A_WHILE = {
  start: 'select',
  blocks: {
    select: { type: 'selectTarget', targets: [{ ...EVERYBODY, timeoutSeconds: 5 }], timedOut: 'leave' },
    leave: {
      type: 'leaveMessage',
      text: 'Leave us a message.',
      agentGroup: 'ALL_Agents',
      totalTimeoutSeconds: 60,
      next: 'all',
      timedOut: 'all',
    },
    all: { type: 'selectTarget', targets: [EVERYBODY] },
  },
};

test('[RT47] the text with which a customer begins is not the message', async () => {
  const { leave, all } = AFTER_A_WHILE.blocks;
  const centre = await centreWith({ 1113: { start: 'leave', blocks: { leave, all } } });
  const alice = new PageCustomer(centre);
  await alice.say('Hi.', { to: '1113' });
  expect(messagesOf(centre).openFor(sessionOf('1001'))).toEqual([]);
  await alice.say('Please call me.', { to: '1113' });
  expect(messagesOf(centre).openFor(sessionOf('1001'))).toMatchObject([{ text: 'Please call me.' }]);
  const maya = await DesktopClient.ready(centre, '1001');
  await maya.answer(maya.rung[0]);
  const heard = transcriptOf(maya.last('EventPrivateInfo', { privateMsgID: 3005 }));
  expect([...heard, ...maya.texts].toSorted()).toEqual(['Hi.', 'Leave us a message.', 'Please call me.']);
});

test('[RT47] [RT61] what was written before the question is not the message, and nothing of it is lost', async () => {
  for (const answer of ['Please call me.', null]) {
    const centre = await centreWith({ 1113: AFTER_A_WHILE });
    const alice = new PageCustomer(centre);
    await alice.say('Hi.', { to: '1113' });
    await alice.say('Anybody there?', { to: '1113' });
    await centre.pass(6);
    expect(alice.shown).toEqual(['Leave us a message.']);
    expect(messagesOf(centre).openFor(sessionOf('1001'))).toEqual([]);
    if (answer === null) await centre.pass(60);
    else await alice.say(answer, { to: '1113' });
    const left = messagesOf(centre).openFor(sessionOf('1001'));
    expect(left.map(({ text }) => text)).toEqual(answer === null ? [] : [answer]);
    const maya = await DesktopClient.ready(centre, '1001');
    await maya.answer(maya.rung[0]);
    const said = ['Hi.', 'Anybody there?', 'Leave us a message.'];
    const heard = transcriptOf(maya.last('EventPrivateInfo', { privateMsgID: 3005 }));
    expect([heard, maya.texts]).toEqual(answer === null ? [[], said] : [[...said, answer], []]);
  }
});
