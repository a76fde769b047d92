import { strategySchema } from '@cordboard/shared/routing/strategy';
import { describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

type Change = NonNullable<Parameters<typeof demoConfiguration>[0]>;

/** A contact centre whose 1111 waits for these targets, and then sends to 1113. */
function open(targets: readonly object[], change: Change = () => {}): Promise<ContactCentre> {
  const configuration = demoConfiguration((file) => {
    const isEndless = !('timeoutSeconds' in (targets.at(-1) ?? {}));
    file.strategies = file.strategies.map((strategy) =>
      strategy.name !== 'Any Available Agent'
        ? strategy
        : strategySchema.parse({
            name: strategy.name,
            version: 2,
            start: 'queue',
            blocks: {
              queue: { type: 'queue', virtualQueue: 'VQ_Any', next: 'agent' },
              agent: { type: 'selectTarget', targets, ...(isEndless ? {} : { timedOut: 'closed' }) },
              ...(isEndless ? {} : { closed: { type: 'default', destination: '1113' } }),
            },
          }),
    );
    file.agentGroups = [
      ...file.agentGroups,
      { name: 'Billing', members: [], script: 'Skill("billing") >= 6 & LoggedIn("1101@SIP_Switch")' },
    ];
    file.placeGroups = [...file.placeGroups, { name: 'Window', members: ['1003'] }];
    change(file);
  });
  return ContactCentre.open({ configuration });
}

describe('one target', () => {
  test.each<[string, object, readonly string[]]>([
    ['agent', { type: 'agent', name: '1002' }, ['1002']],
    ['agent group', { type: 'agentGroup', name: 'ALL_Agents' }, ['1001']],
    ['virtual agent group', { type: 'agentGroup', name: 'Billing' }, ['1001']],
    ['place', { type: 'place', name: '1003' }, ['1003']],
    ['place group', { type: 'placeGroup', name: 'Window' }, ['1003']],
    ['queue', { type: 'queue', name: '1101' }, ['1001']],
    ['skill expression', { type: 'skill', expression: 'sales >= 7 & !(german > 0)' }, ['1002']],
    ['skill that nobody has', { type: 'skill', expression: 'billing > 9' }, []],
    [
      'threshold that holds',
      { type: 'agent', name: '1002', threshold: 'StatAgentsReady("ALL_Agents") >= 3' },
      ['1002'],
    ],
    ['threshold that does not', { type: 'agent', name: '1002', threshold: 'StatAgentsReady("ALL_Agents") > 3' }, []],
  ])('[RT100] [RT106] [RT107] %s', async (_what, target, rung) => {
    const centre = await open([target]);
    const agents = [];
    for (const dn of ['1001', '1002', '1003']) agents.push(await DesktopClient.ready(centre, dn));
    await new PageCustomer(centre).say('Hello');
    await centre.settle();
    expect(agents.filter((agent) => agent.rung.length > 0).map(({ dn }) => dn)).toEqual(rung);
  });
});

describe('several targets', () => {
  test('[RT40] [RT101] the next is waited for as well, and who of them is free first gets it', async () => {
    const centre = await open([
      { type: 'agent', name: '1001', timeoutSeconds: 10 },
      { type: 'agent', name: '1002', timeoutSeconds: 10 },
    ]);
    const alice = new PageCustomer(centre);
    await alice.say('Hello');
    const ben = await DesktopClient.ready(centre, '1002');
    expect(ben.rung).toHaveLength(0);
    await centre.pass(5);
    await ben.request('TAgentSetNotReady', { thisDN: '1002' });
    await centre.pass(6);
    const maya = await DesktopClient.ready(centre, '1001');
    expect(maya.rung).toHaveLength(1);
  });

  test('[RT40] clear gives up those before', async () => {
    const centre = await open([
      { type: 'agent', name: '1001', timeoutSeconds: 10 },
      { type: 'agent', name: '1002', timeoutSeconds: 10, clear: true },
    ]);
    const alice = new PageCustomer(centre);
    await alice.say('Hello');
    await centre.pass(11);
    const maya = await DesktopClient.ready(centre, '1001');
    expect(maya.rung).toHaveLength(0);
    await centre.pass(10);
    expect(alice.shown.at(-1)).toContain('closed');
  });

  test('[RT41] a skill is asked for less as time goes by', async () => {
    const centre = await open([
      { type: 'skill', expression: 'sales >= 8', relax: [{ afterSeconds: 30, expression: 'sales >= 5' }] },
    ]);
    const lena = await DesktopClient.ready(centre, '1003');
    await new PageCustomer(centre).say('Hello');
    await centre.pass(29);
    expect(lena.rung).toHaveLength(0);
    await centre.pass(2);
    expect(lena.last('EventRinging')).toMatchObject({
      userData: { RTargetObjectSelected: 'sales >= 5', RRequestedSkills: ['sales'] },
    });
  });

  test.each([
    ['IsOpen("Office")', 20],
    ['Hour("Office") >= 9 & Weekday("Office") = 5', 60],
  ])(
    '[RT112] %s opens when its time comes, over a restart too, and without one nothing ticks',
    async (threshold, minutes) => {
      // The clock begins on a Friday at 8:00.
      const weekly = [{ days: ['friday' as const], from: '08:20', to: '18:00' }];
      const calendar = { name: 'Office', timeZone: 'UTC', weekly, holidays: [], exceptions: [] };
      const centre = await open([{ type: 'agent', name: '1001', threshold }], (file) => {
        file.calendars = [calendar];
        file.tenant.options['page-mode-idle-timeout'] = 120;
        file.strategies = file.strategies.filter(({ name }) => name === 'Any Available Agent');
        for (const dn of file.directoryNumbers) {
          if (dn.type === 'routingPoint' && dn.number !== '1111') delete dn.strategy;
        }
      });
      const ticks = () => [...centre.switchState.deadlines.values()].filter(({ kind }) => kind === 'threshold').length;
      const maya = await DesktopClient.ready(centre, '1001');
      expect(ticks()).toBe(0);
      await new PageCustomer(centre).say('Hello');
      expect([maya.rung.length, ticks()]).toEqual([0, 1]);
      await centre.pass(600, 30);
      await centre.crash();
      const again = await DesktopClient.connect(centre, '1001');
      await centre.pass(minutes * 60 - 630, 30);
      expect(again.rung).toHaveLength(0);
      await centre.pass(60, 30);
      expect(again.rung).toHaveLength(1);
      expect(ticks()).toBe(0);
    },
  );

  test('[RT106] a threshold opens when an agent becomes Ready', async () => {
    const centre = await open([{ type: 'agent', name: '1001', threshold: 'StatAgentsReady("ALL_Agents") > 1' }]);
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hello');
    await centre.settle();
    expect(maya.rung).toHaveLength(0);
    await DesktopClient.ready(centre, '1002');
    expect(maya.rung).toHaveLength(1);
  });
});
