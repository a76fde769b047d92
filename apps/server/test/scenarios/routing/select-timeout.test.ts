import { strategySchema } from '@cordboard/shared/routing/strategy';
import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

/** 1111 looks for an agent for five seconds, then says sorry. */
const fiveSeconds = () =>
  demoConfiguration((file) => {
    file.strategies = file.strategies.map((strategy) =>
      strategy.name === 'Any Available Agent'
        ? strategySchema.parse({
            name: strategy.name,
            version: 1,
            start: 'queue',
            blocks: {
              queue: { type: 'queue', virtualQueue: 'VQ_Any', next: 'agent' },
              agent: {
                type: 'selectTarget',
                targets: [{ type: 'agentGroup', name: 'ALL_Agents', timeoutSeconds: 5 }],
                timedOut: 'sorry',
              },
              sorry: { type: 'end', text: 'Sorry, nobody is free.' },
            },
          })
        : strategy,
    );
  });

describe('the time of a select block ends while it rings', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: PageCustomer;

  beforeEach(async () => {
    centre = await ContactCentre.open({ configuration: fiveSeconds() });
    maya = await DesktopClient.ready(centre, '1001');
    alice = new PageCustomer(centre, 'sip:alice@example.net');
    await alice.say('Hi.');
    await centre.pass(7);
  });

  test('[RT11] the ring goes on, and an answer counts', async () => {
    expect(maya.rung).toHaveLength(1);
    expect(maya.all('EventReleased')).toEqual([]);
    expect(alice.shown).toEqual([]);
    expect((await maya.answer(maya.rung[0])).name).toBe('EventEstablished');
    await centre.pass(30);
    expect(alice.shown).toEqual([]);
    expect(centre.switchState.calls.size).toBe(1);
  });

  test('[RT11] a decline lets the timeout take effect at once', async () => {
    const ben = await DesktopClient.ready(centre, '1002');
    await maya.release(maya.rung[0]);
    expect(alice.shown).toEqual(['Sorry, nobody is free.']);
    expect(ben.rung).toEqual([]);
    expect(centre.switchState.calls.size).toBe(0);
  });

  test('[RT11] so does no answer, also after a crash while it rang', async () => {
    await centre.crash();
    await centre.pass(25);
    expect(alice.shown).toEqual(['Sorry, nobody is free.']);
    expect(centre.switchState.calls.size).toBe(0);
  });
});
