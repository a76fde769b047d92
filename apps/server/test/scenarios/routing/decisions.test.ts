import { type DecisionRecord, decisionRecordSchema } from '@cordboard/shared/rest/endpoints';
import { describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

/** The decision records of an interaction, as REST gives them. */
async function decisionsAbout({ store }: ContactCentre, connID: unknown): Promise<DecisionRecord[]> {
  const documents = await store.readDocuments('decision', String(connID));
  return documents.map(({ body }) => decisionRecordSchema.parse(JSON.parse(body)));
}

/** `block exit value`, with the seconds since the step before. */
function stepsOf({ steps = [] }: DecisionRecord): readonly string[] {
  return steps.map(({ block, exit, value, at }, index) => {
    const after = Math.round((at - (steps[index - 1]?.at ?? at)) / 1000);
    return `${after === 0 ? '' : `+${after} `}${block}${exit === undefined ? '' : ` ${exit}`}: ${value ?? ''}`;
  });
}

describe('why an agent was chosen', () => {
  test('[RT15] [RT18] [RT19] 1111: the longest ready of those who are free, and why not the others', async () => {
    const centre = await ContactCentre.open();
    const ben = await DesktopClient.ready(centre, '1002');
    await centre.pass(10);
    await DesktopClient.ready(centre, '1001');
    const lena = await DesktopClient.ready(centre, '1003');
    await lena.request('TAgentSetNotReady', { thisDN: '1003', agentWorkMode: 3, reasons: { ReasonCode: 'Lunch' } });
    const ravi = await DesktopClient.connect(centre, '1004');
    await ravi.logIn('1104');
    await centre.pass(5);
    await new PageCustomer(centre).say('Hello?');
    await centre.settle();
    const [record] = await decisionsAbout(centre, ben.rung[0]);
    expect(record).toMatchObject({ strategy: 'Any Available Agent', version: 1, target: 'ALL_Agents', chosen: '1002' });
    expect(record).toMatchObject({ tieBreaker: 'longest ready', waitedMs: 0 });
    expect(record === undefined ? [] : stepsOf(record)).toEqual([
      'media chat: chat',
      'queue next: VQ_Any',
      'agent: ALL_Agents',
    ]);
    expect(record?.candidates.map(({ agentID, excluded }) => [agentID, excluded])).toEqual([
      ['1002', null],
      ['1001', null],
    ]);
    expect(record?.leftOut).toEqual([
      { agentID: '1003', dn: '1003', reason: 'notReady', detail: 'Lunch' },
      { agentID: '1004', dn: '1104', reason: 'notReady' },
      { agentID: '1005', dn: null, reason: 'loggedOut' },
    ]);
  });

  test('[RT15] [RT18] [RT19] 1112: by skill after the menu, and who does not have it', async () => {
    const centre = await ContactCentre.open();
    const lena = await DesktopClient.ready(centre, '1003');
    const ben = await DesktopClient.ready(centre, '1002');
    await ben.request('TAgentSetNotReady', { thisDN: '1002', agentWorkMode: 3 });
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('My invoice is wrong.', { to: '1112' });
    await centre.pass(7);
    await alice.say('1', { to: '1112' });
    await centre.settle();
    expect(lena.rung).toEqual([]);
    const [record] = await decisionsAbout(centre, maya.rung[0]);
    expect(record).toMatchObject({
      target: 'billing >= 5',
      targets: [{ type: 'skill', name: 'billing >= 5', choice: 'longestReady' }],
      chosen: '1001',
      tieBreaker: 'only candidate',
      waitedMs: 7000,
    });
    expect(record === undefined ? [] : stepsOf(record).slice(-3)).toEqual([
      '+7 queue next: VQ_Any',
      'which cases 1: 1',
      'billing: billing >= 5',
    ]);
    expect(record?.candidates).toMatchObject([{ agentID: '1001', excluded: null }]);
    expect(record?.leftOut).toEqual([
      { agentID: '1002', dn: '1002', reason: 'notReady' },
      { agentID: '1003', dn: '1003', reason: 'outsideTarget' },
    ]);
  });

  test('[RT15] [RT18] 1112: everybody, when nobody who sells took it within 20 seconds', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('I want to buy something.', { to: '1112' });
    await centre.pass(7);
    await alice.say('2', { to: '1112' });
    await centre.pass(21);
    const [record] = await decisionsAbout(centre, maya.rung[0]);
    expect(record).toMatchObject({
      strategy: 'Welcome menu',
      target: 'ALL_Agents',
      chosen: '1001',
      waitedMs: 27_000,
      variables: { Text: 'I want to buy something.', Choice: '2' },
    });
    expect(record === undefined ? [] : stepsOf(record)).toEqual([
      'media chat: chat',
      'firstText next: I want to buy something.',
      'menu next: Welcome. What is it about? 1 billing, 2 sales',
      'choice next: 2',
      '+7 queue next: VQ_Any',
      'which cases 2: 2',
      'sales timedOut: sales >= 5',
      '+20 allAgents: ALL_Agents',
    ]);
  });

  test('[RT15] [RT18] a customer who says nothing: the steps say so', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hello?', { to: '1112' });
    await centre.pass(61);
    const [record] = await decisionsAbout(centre, maya.rung[0]);
    expect(record === undefined ? [] : stepsOf(record).slice(3)).toEqual([
      'choice timedOut: ',
      '+60 queue next: VQ_Any',
      'which otherwise: ',
      'allAgents: ALL_Agents',
    ]);
  });

  test('[RT9] [RT15] [RT19] declined, and full: the next decision says so', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    const customers = [1, 2, 3].map((number) => new PageCustomer(centre, `sip:c${number}@example.net`));
    for (const customer of customers) {
      await customer.say('Hello?');
      await centre.settle();
      await maya.answer(maya.rung.at(-1));
    }
    const ben = await DesktopClient.ready(centre, '1002');
    await centre.pass(1);
    const lena = await DesktopClient.ready(centre, '1003');
    await new PageCustomer(centre).say('Hello?');
    await centre.settle();
    const [connID] = ben.rung;
    await ben.release(connID);
    expect(lena.rung).toEqual([connID]);
    const records = await decisionsAbout(centre, connID);
    expect(records.map(({ chosen }) => chosen)).toEqual(['1002', '1003']);
    expect(records[1]?.candidates).toMatchObject([
      { agentID: '1003', excluded: null },
      { agentID: '1002', excluded: 'declined' },
    ]);
    expect(records[1]?.leftOut?.[0]).toEqual({ agentID: '1001', dn: '1001', reason: 'atCapacity', detail: '3' });
  });
});
