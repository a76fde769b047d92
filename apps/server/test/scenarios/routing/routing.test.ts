import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

describe('agents and customers', () => {
  let centre: ContactCentre;

  beforeEach(async () => {
    centre = await ContactCentre.open();
  });

  async function customers(...names: readonly string[]): Promise<readonly PageCustomer[]> {
    const all: PageCustomer[] = [];
    for (const name of names) {
      const customer = new PageCustomer(centre, `sip:${name}@example.net`);
      await customer.say(`I am ${name}.`);
      centre.clock.advance(1);
      all.push(customer);
    }
    return all;
  }

  const callers = (desktop: DesktopClient) => desktop.all('EventRinging').map((event) => event['otherDN']);

  test('[CM18] two agents, three customers: who waited longest for work gets the next one', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.ready(centre, '1002');
    await customers('alice', 'bob', 'carol');
    expect(callers(maya)).toEqual(['alice@example.net', 'carol@example.net']);
    expect(callers(ben)).toEqual(['bob@example.net']);
  });

  test('[CM18] waiting customers are served first come first', async () => {
    await customers('alice', 'bob', 'carol');
    const maya = await DesktopClient.ready(centre, '1001');
    expect(callers(maya)).toEqual(['alice@example.net', 'bob@example.net', 'carol@example.net']);
  });

  test('[CM19] three chats fill an agent, ringing ones included; the fourth waits for a free slot', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await customers('alice', 'bob', 'carol', 'dave', 'erin');
    expect(callers(maya)).toHaveLength(3);
    await maya.answer(maya.rung[0]);
    await centre.pass(1);
    expect(callers(maya)).toHaveLength(3);
    await maya.release(maya.rung[0]);
    expect(callers(maya)).toEqual(['alice', 'bob', 'carol', 'dave'].map((name) => `${name}@example.net`));
    await maya.answer(maya.rung[3]);
    expect(maya.texts.at(-1)).toBe('I am dave.');
  });

  test('[CM19] a place with two DNs: chats go to the IM DN alone', async () => {
    const ravi = await DesktopClient.connect(centre, '1004');
    for (const dn of ['1004', '1104']) {
      await ravi.logIn(dn);
      await ravi.request('TAgentSetReady', { thisDN: dn });
    }
    await customers('alice');
    expect(ravi.last('EventRinging')).toMatchObject({ thisDN: '1104', agentID: '1004' });
  });

  test('[AG10] DN 1005 and DNs that are not multimedia are no routing targets', async () => {
    const tom = await DesktopClient.ready(centre, '1005');
    const ravi = await DesktopClient.ready(centre, '1004');
    const sara = await DesktopClient.connect(centre, '2001', { role: 'supervisor' });
    await sara.logIn('2001');
    await sara.request('TAgentSetReady', { thisDN: '2001' });
    await customers('alice');
    await centre.pass(30);
    expect([...tom.rung, ...ravi.rung, ...sara.rung]).toEqual([]);
  });

  test('[AG9] a Not Ready agent is offered nothing; what rings already goes on ringing', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await customers('alice');
    await maya.request('TAgentSetNotReady', { thisDN: '1001', agentWorkMode: 4, reasons: { ReasonCode: 'Lunch' } });
    await customers('bob');
    expect(callers(maya)).toEqual(['alice@example.net']);
    expect((await maya.answer(maya.rung[0])).name).toBe('EventEstablished');
  });
});
