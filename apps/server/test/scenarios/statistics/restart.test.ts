import { BUILT_IN_STAT_TYPES } from '@cordboard/shared/statistics/built-in';
import { isInTimeRange } from '@cordboard/shared/statistics/stat-type';
import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { StatViewer } from '../../support/agents/stat-viewer.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

const IDS = { agent: '1001', place: '1001', dn: '1001', agentGroup: 'ALL_Agents', queue: 'VQ_Any' } as const;

/** Every built-in number of one object of each type. */
function allNumbers(centre: ContactCentre): Readonly<Record<string, unknown>> {
  const viewer = StatViewer.application(centre);
  return Object.fromEntries(
    BUILT_IN_STAT_TYPES.flatMap(({ name, objects, category }) => {
      const asked = isInTimeRange(category) ? { timeRange: { from: 0, to: 20 } } : {};
      return objects.map((type) => [`${type} ${name}`, viewer.peek(`${type}:${IDS[type]}`, name, asked)]);
    }),
  );
}

describe('numbers after a restart', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: PageCustomer;

  beforeEach(async () => {
    const configuration = demoConfiguration(({ tenant }) => {
      tenant.options['wrap-up-time'] = 30;
      tenant.options['agent-absence-action'] = 'keep';
      tenant.options['agent-absence-grace'] = 100_000;
    });
    centre = await ContactCentre.open({ configuration });
    maya = await DesktopClient.ready(centre, '1001');
    alice = new PageCustomer(centre);
  });

  /** A chat is answered, held for a while and ended; another one rings; a third one has given up. */
  async function someWork(): Promise<void> {
    await alice.say('Hello.');
    await centre.pass(4);
    await maya.answer(maya.rung[0]);
    await centre.pass(20);
    await maya.request('THoldCall', { thisDN: '1001', connID: maya.rung[0] });
    await centre.pass(5);
    await maya.request('TRetrieveCall', { thisDN: '1001', connID: maya.rung[0] });
    await maya.release(maya.rung[0]);
    await centre.pass(40);
    await new PageCustomer(centre, 'sip:bob@example.net').say('Me too.');
    await centre.pass(2);
  }

  test('[NU21] [NU25] [NU26] [NU32] a crash: every number is as before, from the log alone', async () => {
    await someWork();
    const before = allNumbers(centre);
    expect(before).toMatchObject({
      'agent Total_Calls_Inbound': 1,
      'agent Total_Hold_Time': 5,
      'agent Total_Work_Time': 30,
      'agent Average_Handling_Time': 25 + 30,
      'agent CurrentAgentState': { status: 'CallRinging' },
      'agentGroup CurrentLoggedInAgents': 1,
      'queue Total_Entered': 2,
      'queue Total_Answered': 1,
      'queue Average_Speed_Of_Answer': 4,
      'queue Queue_Average_Handling_Time': 25 + 30,
      'queue Current_In_Queue': 1,
      'queue Current_Max_Waiting': 2,
    });
    centre.kill();
    // Who asks while the log is read is answered after that.
    const early = StatViewer.application(centre);
    early.open('queue:VQ_Any', 'Total_Entered');
    expect(early.shown).toEqual([]);
    await centre.restart();
    await centre.settle();
    expect(early.shown).toMatchObject([{ name: 'opened', message: { value: 2 } }]);
    expect(allNumbers(centre)).toEqual(before);
  });

  test('[NU26] from the numbers that were stored and the log since then, also when the log before them is gone', async () => {
    await someWork();
    await centre.pass(600, 10);
    await centre.store.prune(centre.clock.now(), 0);
    const rows = (await centre.store.load(0)).rows.filter(({ table }) => table === 'statistics');
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(['position', 'agent:1001', 'queue:VQ_Any']));
    await maya.request('TAgentSetNotReady', { thisDN: '1001', reasons: { ReasonCode: 'Lunch' } });
    await centre.pass(7);
    const before = allNumbers(centre);
    expect(before).toMatchObject({
      'agent Total_Calls_Inbound': 1,
      'agent CurrentAgentState': { status: 'NotReadyForNextCall', reason: 'Lunch' },
    });
    await centre.crash();
    expect(allNumbers(centre)).toEqual(before);
    await centre.crash();
    expect(allNumbers(centre)).toEqual(before);
  });

  test('[NU26] what another version stored is counted anew', async () => {
    await someWork();
    await centre.pass(600, 10);
    const before = allNumbers(centre);
    const rows = (await centre.store.load(0)).rows.filter(({ table }) => table === 'statistics');
    const position = rows.find(({ id }) => id === 'position');
    const other = { ...JSON.parse(position?.body ?? '{}'), keys: ['Something', 'Else'] };
    await centre.store.commit({
      rows: [
        { table: 'statistics', id: 'position', body: JSON.stringify(other) },
        { table: 'statistics', id: 'agent:gone', body: rows[0]?.body ?? '' },
      ],
      events: [],
      texts: [],
      answers: [],
      documents: [],
      time: centre.clock.now(),
    });
    await centre.crash();
    expect(allNumbers(centre)).toEqual(before);
    await centre.pass(700, 10);
    const kept = (await centre.store.load(0)).rows.filter(({ table }) => table === 'statistics');
    expect(kept.map(({ id }) => id)).not.toContain('agent:gone');
    expect(kept.map(({ id }) => id)).toContain('agent:1001');
  });

  test('[NU25] [NU27] nothing is counted that is not stored; afterwards it is', async () => {
    const viewer = StatViewer.application(centre);
    centre.store.failNext();
    await alice.say('lost');
    expect(viewer.peek('queue:VQ_Any', 'Total_Entered')).toBe(0);
    await centre.pass(2);
    await alice.say('kept');
    expect(viewer.peek('queue:VQ_Any', 'Total_Entered')).toBe(1);
    expect(viewer.peek('agent:1001', 'CurrentAgentState')).toMatchObject({ status: 'CallRinging' });
  });

  test('[NU26] [NU27] numbers that could not be stored are stored the next time', async () => {
    await someWork();
    await centre.pass(500, 10);
    centre.store.breakDown();
    await centre.pass(200, 10);
    centre.store.repair();
    await centre.pass(700, 10);
    await centre.store.prune(centre.clock.now(), 0);
    const before = allNumbers(centre);
    await centre.crash();
    expect(allNumbers(centre)).toEqual(before);
    expect(before).toMatchObject({ 'agent Total_Calls_Inbound': 1 });
  });
});
