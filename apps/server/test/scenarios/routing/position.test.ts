import { expect, test } from 'vitest';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { centreWith } from '../../support/scenes/strategy-centre.ts';

test('[RT42] [RT46] the position is by the priority that was just given, and is told anew when it has changed', async () => {
  const centre = await centreWith({
    1112: {
      variables: { Text: { type: 'string' } },
      start: 'collect',
      blocks: {
        collect: { type: 'collectDigits', totalTimeoutSeconds: 5, variable: 'Text', next: 'queue' },
        queue: { type: 'queue', virtualQueue: 'VQ_Any', next: 'priority' },
        priority: { type: 'priority', priority: 'Number(Text)', next: 'position' },
        position: { type: 'positionAnnouncement', text: '{position}', everySeconds: 10, next: 'select' },
        select: { type: 'selectTarget', targets: [{ type: 'agentGroup', name: 'ALL_Agents' }] },
      },
    },
  });
  const customers = ['1', '2', '5', '2'].map((_, at) => new PageCustomer(centre, `sip:p${at}@example.net`));
  for (const [at, customer] of customers.entries()) {
    await customer.say(['1', '2', '5', '2'][at] ?? '', { to: '1112' });
    // So that no two came at the same time.
    centre.clock.advance(1);
  }
  expect(customers.map(({ shown }) => shown)).toEqual([['1'], ['1'], ['1'], ['3']]);
  await centre.pass(30);
  expect(customers.map(({ shown }) => shown)).toEqual([['1', '4'], ['1', '2'], ['1'], ['3']]);
});
