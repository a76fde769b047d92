import { expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { AccountCustomer } from '../../support/customers/account-customer.ts';
import { COMPOSING, composing, IMDN } from '../../support/customers/cpim-text.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

const EDGE = '<sip:edge.example;lr>';
const ASKS = ['Cordboard-Message-ID: m-1', 'Cordboard-Disposition-Notification: positive-delivery'];

test('[MQ44] a customer’s client behind an edge is told who writes, and what became of his text, along its Path', async () => {
  const centre = await ContactCentre.open();
  const maya = await DesktopClient.ready(centre, '1001');
  const alice = new AccountCustomer(centre, 'alice');
  await alice.registerContact({ headers: [`Path: ${EDGE}`] });
  await alice.say('Hello', { headers: ASKS });
  const connID = maya.rung[0];
  await maya.answer(connID);
  await alice.say(composing('idle'), { contentType: COMPOSING });
  await maya.request('TPrivateService', {
    ...{ thisDN: '1001', connID, serviceID: 3002 },
    extensions: { isComposing: 'active' },
  });
  await centre.settle();
  const routes = alice.messages.map(({ headers }) => [headers.get('content-type'), headers.get('route')]);
  expect(routes).toEqual([
    [IMDN, EDGE],
    [COMPOSING, EDGE],
  ]);
});

test('[MQ44] [SE20] so is an agent’s client', async () => {
  const centre = await ContactCentre.open();
  const phone = SipAgent.unregistered(centre);
  await phone.registerContact({ headers: [`Path: ${EDGE}`] });
  const tom = await DesktopClient.ready(centre, '1005');
  const alice = new PageCustomer(centre);
  await alice.say('Hello');
  await tom.answer(tom.rung[0]);
  const requestUri = phone.chats[0]?.uri ?? '';
  await phone.prove({ requestUri, body: composing('idle'), contentType: COMPOSING });
  await alice.say(composing('active'), { contentType: COMPOSING });
  const notices = phone.messages.filter(({ headers }) => headers.get('content-type') === COMPOSING);
  expect(notices.map(({ headers }) => headers.get('route'))).toEqual([EDGE]);
});

test('[MQ44] [ME9] a long text to a client behind several hops is cut so that each piece stays below 1300 bytes', async () => {
  const centre = await ContactCentre.open();
  const maya = await DesktopClient.ready(centre, '1001');
  const alice = new AccountCustomer(centre, 'alice');
  const hops = ['a', 'b', 'c'].map((name) => `Path: <sip:${name.repeat(60)}.edge.example;lr>`);
  await alice.registerContact({ headers: hops });
  await alice.say('Hello');
  await maya.answer(maya.rung[0]);
  await maya.say(maya.rung[0], 'word '.repeat(600));
  await centre.settle();
  const sent = alice.raw.filter((text) => text.startsWith('MESSAGE '));
  expect(sent.length).toBeGreaterThan(3);
  expect(Math.max(...sent.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(1300);
  expect(alice.shown.map((text) => text.replace('[Maya/1001] ', '')).join('')).toBe('word '.repeat(600));
});
