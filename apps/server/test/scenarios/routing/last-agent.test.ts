import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LAST_AGENTS_KEPT_MS, LAST_AGENTS_MAX } from '../../../src/domain/call-model/calls/last-agent.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import type { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { centreWith } from '../../support/scenes/strategy-centre.ts';

const ANYBODY = { type: 'selectTarget', targets: [{ type: 'agentGroup', name: 'ALL_Agents' }] };

/** A centre whose 1112 prefers the last agent for 15 seconds. */
function open(requires: 'ready' | 'loggedIn' = 'ready'): Promise<ContactCentre> {
  return centreWith({
    1112: {
      start: 'last',
      blocks: { last: { type: 'lastAgent', requires, timeoutSeconds: 15, unavailable: 'all' }, all: ANYBODY },
    },
  });
}

/** The customer has a chat on 1111 with this agent, who must be the only one that is ready; the agent ends it. */
async function chatWith(agent: DesktopClient, customer: PageCustomer, end = true): Promise<unknown> {
  await customer.say('Hello');
  const connID = agent.rung.at(-1);
  await agent.answer(connID);
  if (end) await agent.release(connID);
  return connID;
}

describe('last agent', () => {
  test('[RT44] [RT64] who had the customer last gets him again, after a restart too; else whoever waits longest', async () => {
    const centre = await open();
    const alice = new PageCustomer(centre);
    await chatWith(await DesktopClient.ready(centre, '1002'), alice);
    await centre.crash();
    const ben = await DesktopClient.connect(centre, '1002');
    const maya = await DesktopClient.ready(centre, '1001');
    await centre.pass(60);
    await ben.request('TAgentSetReady', { thisDN: '1002' });
    await alice.say('Me again', { to: '1112' });
    expect([maya.rung, ben.rung.length]).toEqual([[], 1]);
    await new PageCustomer(centre, 'sip:bob@example.net').say('Somebody else', { to: '1112' });
    expect(maya.rung).toHaveLength(1);
  });

  test('[RT44] one who is not ready is not waited for, but with "loggedIn" he is', async () => {
    for (const requires of ['ready', 'loggedIn'] as const) {
      const centre = await open(requires);
      const alice = new PageCustomer(centre);
      const ben = await DesktopClient.ready(centre, '1002');
      await chatWith(ben, alice);
      await ben.request('TAgentSetNotReady', { thisDN: '1002' });
      const maya = await DesktopClient.ready(centre, '1001');
      await alice.say('Me again', { to: '1112' });
      expect(maya.rung).toHaveLength(requires === 'ready' ? 1 : 0);
      await centre.pass(10);
      await ben.request('TAgentSetReady', { thisDN: '1002' });
      expect(ben.rung).toHaveLength(requires === 'ready' ? 1 : 2);
    }
  });

  test('[RT44] one who has no slot left, or is logged out, is not available', async () => {
    const centre = await open();
    const alice = new PageCustomer(centre);
    const ben = await DesktopClient.ready(centre, '1002');
    await chatWith(ben, alice);
    const others = [1, 2, 3].map((number) => new PageCustomer(centre, `sip:other${number}@example.net`));
    for (const other of others) await chatWith(ben, other, false);
    const maya = await DesktopClient.ready(centre, '1001');
    await alice.say('Me again', { to: '1112' });
    expect(maya.rung).toHaveLength(1);
  });

  test('[RT44] when he declines, the others have it as soon as the time is over, over a restart too', async () => {
    const centre = await open();
    const alice = new PageCustomer(centre);
    const ben = await DesktopClient.ready(centre, '1002');
    await chatWith(ben, alice);
    const maya = await DesktopClient.ready(centre, '1001');
    await alice.say('Me again', { to: '1112' });
    await ben.release(ben.rung.at(-1));
    await centre.pass(5);
    await centre.crash();
    const again = await DesktopClient.connect(centre, '1001');
    await DesktopClient.connect(centre, '1002');
    await centre.pass(9);
    expect([...maya.rung, ...again.rung]).toEqual([]);
    await centre.pass(1);
    expect(again.rung).toHaveLength(1);
  });

  test('[RT64] of a transfer it is who had the customer at the end; in another chat, who has him now', async () => {
    const centre = await open();
    const alice = new PageCustomer(centre);
    const ben = await DesktopClient.ready(centre, '1002');
    const c1 = await chatWith(ben, alice, false);
    const maya = await DesktopClient.ready(centre, '1001');
    await ben.request('TSingleStepTransfer', { thisDN: '1002', connID: c1, otherDN: '1001' });
    await maya.answer(c1);
    await alice.say('And something else', { to: '1112' });
    expect([maya.rung.length, ben.rung.length]).toEqual([2, 1]);
    await maya.release(c1);
    expect(centre.switchState.lastAgents.get('alice@example.net')).toMatchObject({ agentId: '1001' });
  });

  test('[RT64] customers who withhold their name are not taken for one', async () => {
    const centre = await open();
    const nobody = new PageCustomer(centre, 'sip:anonymous@anonymous.invalid');
    await chatWith(await DesktopClient.ready(centre, '1002'), nobody);
    expect(centre.switchState.lastAgents.size).toBe(0);
  });

  test('[RT64] it is kept for 30 days and for 20,000 customers, the latest ones', async () => {
    const centre = await open();
    const { lastAgents } = centre.switchState;
    const now = centre.clock.now();
    const ages = [LAST_AGENTS_KEPT_MS + 1, ...Array.from({ length: LAST_AGENTS_MAX }, (_, number) => 10_000 + number)];
    for (const [number, age] of ages.entries())
      lastAgents.put({ id: `c${number}`, agentId: '1001' as never, at: now - age });
    await chatWith(await DesktopClient.ready(centre, '1002'), new PageCustomer(centre));
    expect(lastAgents.size).toBe(LAST_AGENTS_MAX);
    expect([lastAgents.get('c0'), lastAgents.get(`c${LAST_AGENTS_MAX}`)]).toEqual([undefined, undefined]);
    expect(lastAgents.get('alice@example.net')).toMatchObject({ agentId: '1002' });
  });
});

const AGENTS = ['1001', '1002', '1003'] as const;
const act = fc.oneof(
  fc.record({ name: fc.constant('chat' as const), customer: fc.nat(2) }),
  fc.record({ name: fc.constant('end' as const), customer: fc.nat(2) }),
  fc.record({ name: fc.constant('transfer' as const), customer: fc.nat(2), to: fc.constantFrom(...AGENTS) }),
  fc.record({ name: fc.constant('crash' as const) }),
);

test('[RT64] whatever happens, it is who had the customer last', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 20 }), async (acts) => {
      const centre = await centreWith({});
      let agents = new Map<string, DesktopClient>();
      for (const dn of AGENTS) agents.set(dn, await DesktopClient.ready(centre, dn));
      const customers = [0, 1, 2].map((number) => new PageCustomer(centre, `sip:c${number}@example.net`));
      const chats = new Map<number, { connID: unknown; owner: string }>();
      const expected = new Map<string, string>();
      for (const one of acts) {
        if (one.name === 'crash') {
          await centre.crash();
          agents = new Map();
          for (const dn of AGENTS) agents.set(dn, await DesktopClient.connect(centre, dn));
          continue;
        }
        const { customer } = one;
        const chat = chats.get(customer);
        if (one.name === 'chat' && chat === undefined) {
          for (const agent of agents.values()) agent.clear();
          await customers[customer]?.say('Hello');
          const taken = [...agents].find(([, agent]) => agent.rung.length > 0);
          const connID = taken?.[1].rung[0];
          if (taken === undefined) throw new Error('nobody rang');
          await taken[1].answer(connID);
          chats.set(customer, { connID, owner: taken[0] });
        } else if (one.name === 'end' && chat !== undefined) {
          await agents.get(chat.owner)?.release(chat.connID);
          expected.set(`c${customer}@example.net`, chat.owner);
          chats.delete(customer);
        } else if (one.name === 'transfer' && chat !== undefined && chat.owner !== one.to) {
          const { connID, owner } = chat;
          await agents.get(owner)?.request('TSingleStepTransfer', { thisDN: owner, connID, otherDN: one.to });
          await agents.get(one.to)?.answer(connID);
          expected.set(`c${customer}@example.net`, owner);
          chats.set(customer, { connID, owner: one.to });
        }
      }
      const kept = [...centre.switchState.lastAgents.values()].map(({ id, agentId }) => [id, agentId]);
      expect(new Map(kept as [string, string][])).toEqual(expected);
    }),
    { numRuns: 15, seed: 7 },
  );
});
