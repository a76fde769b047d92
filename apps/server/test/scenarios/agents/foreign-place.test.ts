import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

describe('somebody else at a place', () => {
  let centre: ContactCentre;

  beforeEach(async () => {
    centre = await ContactCentre.open();
  });

  test('[RQ9] hears nothing and can do nothing on a DN where another agent is logged in', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('my card number is 42');
    const connID = maya.rung[0];
    await maya.answer(connID);
    const ben = await DesktopClient.connect(centre, '1002', { place: '1001' });
    const requests = [
      ['TRegisterAddress', {}],
      ['TPrivateService', { connID, serviceID: 3001, extensions: { im: 'I am Ben' } }],
      ['TReleaseCall', { connID }],
      ['TAgentSetNotReady', {}],
      ['TAgentLogout', {}],
    ] as const;
    for (const [name, attributes] of requests) {
      expect(await ben.request(name, { thisDN: '1001', ...attributes })).toMatchObject({ errorCode: 'DNOccupied' });
    }
    await alice.say('still there?');
    expect(ben.texts).toEqual([]);
    expect(maya.texts).toEqual(['my card number is 42', 'still there?']);
    expect(alice.shown).toEqual([]);
  });

  test('[RQ9] who held the DN before another agent logged in holds it no longer', async () => {
    const ben = await DesktopClient.connect(centre, '1002', { place: '1001' });
    await ben.request('TRegisterAddress', { thisDN: '1001' });
    const maya = await DesktopClient.ready(centre, '1001');
    ben.clear();
    const alice = new PageCustomer(centre);
    await alice.say('my card number is 42');
    await maya.answer(maya.rung[0]);
    expect(ben.events).toEqual([]);
  });

  test('[RQ12] a routing point and a virtual queue show what waits there', async () => {
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    const router = await DesktopClient.connect(centre, 'router', { place: null, role: 'application' });
    for (const thisDN of ['1111', 'VQ_Any']) {
      const { extensions } = await router.request('TRegisterAddress', { thisDN });
      expect(extensions).toMatchObject({ count: 1, 'ct-1': 2, 'mt-1': 5, 'ps-1': 'queued' });
      expect(extensions).not.toHaveProperty('AgentStatus');
    }
  });
});

describe('a client that comes back on another connection', () => {
  test('[ME5] repeats a page-mode MESSAGE and is answered, not heard again', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre, 'sip:alice@example.net', 'TCP');
    const sent = await alice.say('Hi.');
    centre.cut(alice.flow);
    alice.flow = centre.openFlow('TCP', alice);
    await alice.repeat(sent);
    expect(maya.rung).toHaveLength(1);
  });

  test('[ME5] the same numbers with another text are another text', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    const sent = await alice.say('Hi.');
    await maya.answer(maya.rung[0]);
    // Later than any transaction remembers.
    await centre.pass(40);
    const other = sent.bytes
      .toString()
      .replace(/branch=[^\r\n;]+/, 'branch=z9hG4bKother')
      .replace('Hi.', 'Yo.');
    centre.send(alice.flow, Buffer.from(other));
    await centre.settle();
    expect(maya.texts).toContain('Yo.');
  });
});
