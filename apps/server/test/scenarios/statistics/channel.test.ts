import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { StatViewer } from '../../support/agents/stat-viewer.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

const everySeconds = (seconds: number) => ({ notification: { mode: 'period', seconds } }) as const;

describe('the stat channel', () => {
  let centre: ContactCentre;
  let router: StatViewer;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    router = StatViewer.application(centre);
  });

  test('[NU30] the value of the moment, then what is another one, in one message a second', async () => {
    const entered = router.open('queue:VQ_Any', 'Total_Entered');
    const waiting = router.open('queue:VQ_Any', 'Current_In_Queue', { filter: 'Chat' });
    const voice = router.open('queue:VQ_Any', 'Total_Entered', { filter: 'VoiceCall' });
    expect(router.shown.map(({ name }) => name)).toEqual(['opened', 'opened', 'opened']);
    for (const name of ['a', 'b', 'c']) await new PageCustomer(centre, `sip:${name}@example.net`).say('Hi.');
    expect(router.packets).toBe(0);
    await centre.pass(1);
    expect(router.packets).toBe(1);
    expect([entered, waiting, voice].map((one) => router.valuesOf(one))).toEqual([[3], [3], []]);
    await centre.pass(20);
    expect(router.packets).toBe(1);
    router.close(entered);
    expect(router.shown.at(-1)).toEqual({ name: 'closed', message: { referenceID: entered } });
    await new PageCustomer(centre, 'sip:d@example.net').say('Hi.');
    await centre.pass(1);
    expect([entered, waiting].map((one) => router.valuesOf(one))).toEqual([[3], [3, 4]]);
  });

  test('[NU30] not more often than asked for, and then what is true by then', async () => {
    const slow = router.open('queue:VQ_Any', 'Total_Entered', { notification: { mode: 'change', seconds: 10 } });
    for (let second = 0; second < 20; second += 1) {
      await new PageCustomer(centre, `sip:${second}@example.net`).say('Hi.');
      await centre.pass(1);
    }
    expect(router.valuesOf(slow)).toEqual([10, 20]);
  });

  test('[NU30] in equal periods, changed or not', async () => {
    await new PageCustomer(centre).say('Hi.');
    const longest = router.open('queue:VQ_Any', 'Current_Max_Waiting', everySeconds(5));
    await centre.pass(15);
    expect(router.valuesOf(longest)).toEqual([5, 10, 15]);
  });

  test('[NU18] [NU30] a window slides and a day begins while nothing happens', async () => {
    await new PageCustomer(centre).say('Hi.');
    const sliding = router.open('queue:VQ_Any', 'Total_Entered', { profile: { type: 'sliding', window: 10 } });
    const today = router.open('queue:VQ_Any', 'Total_Entered');
    await centre.pass(30);
    expect(router.valuesOf(sliding)).toEqual([0]);
    // The clock of the tests begins at 08:00 UTC.
    await centre.pass(16 * 3600, 60);
    expect(router.valuesOf(today)).toEqual([0]);
  });

  test('[NU30] a state with its reason, as it changes', async () => {
    const state = router.open('agent:1001', 'CurrentAgentState');
    const maya = await DesktopClient.ready(centre, '1001');
    await centre.pass(1);
    await maya.request('TAgentSetNotReady', { thisDN: '1001', reasons: { ReasonCode: 'Lunch' } });
    await centre.pass(1);
    expect(router.valuesOf(state)).toEqual([
      { status: 'WaitForNextCall', since: expect.any(Number) },
      { status: 'NotReadyForNextCall', since: expect.any(Number), reason: 'Lunch' },
    ]);
  });

  test.each([
    ['queue:VQ_Any', 'Total_Nothing', {}, 'UnknownStatistic'],
    ['queue:VQ_Any', 'Total_Entered', { filter: 'Fax' }, 'UnknownStatistic'],
    ['queue:VQ_None', 'Total_Entered', {}, 'UnknownObject'],
    ['queue:1001', 'Total_Entered', {}, 'UnknownObject'],
    ['dn:1111', 'Total_Calls_Inbound', {}, 'UnknownObject'],
    ['agent:nobody', 'Total_Calls_Inbound', {}, 'UnknownObject'],
    ['agentGroup:None', 'Total_Calls_Inbound', {}, 'UnknownObject'],
    ['place:None', 'Total_Calls_Inbound', {}, 'UnknownObject'],
    ['queue:VQ_Any', 'Service_Level', {}, 'InvalidAttribute'],
    ['queue:VQ_Any', 'Total_Entered', { timeRange: { from: 0, to: 20 } }, 'InvalidAttribute'],
    ['agent:1001', 'Total_Entered', {}, 'InvalidAttribute'],
    ['place:1001', 'Total_Calls_Inbound', { profile: { type: 'sinceLogin' } }, 'InvalidAttribute'],
    ['agent:1001', 'Total_Ready_Time', { notification: { mode: 'change', seconds: 1 } }, 'InvalidAttribute'],
    ['queue:VQ_Any', 'Current_Max_Waiting', { notification: { mode: 'change', seconds: 1 } }, 'InvalidAttribute'],
  ] as const)('[NU31] %s %s %j is refused: %s', (object, statType, asked, code) => {
    expect(router.peek(object, statType, asked)).toBe(code);
  });

  test('[NU31] a refusal says what there is not', () => {
    router.open('queue:VQ_None', 'Total_Entered');
    router.open('queue:VQ_Any', 'Total_Nothing');
    const said = router.shown.map((show) => (show.name === 'refused' ? show.message.errorMessage : show.name));
    expect(said).toEqual([
      'There is no such object. The configuration has no queue VQ_None.',
      'There is no such statistic. There is no stat type Total_Nothing.',
    ]);
  });

  test('[NU30] [NU33] the service level of a queue, as it changes', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const level = router.open('queue:VQ_Any', 'Service_Level', { timeRange: { from: 0, to: 20 } });
    await new PageCustomer(centre, 'sip:a@example.net').say('Hi.');
    await centre.pass(5);
    await maya.answer(maya.rung[0]);
    await centre.pass(1);
    const gone = new SessionCustomer(centre, 'sip:b@example.net');
    await gone.invite();
    await centre.pass(5);
    await gone.bye();
    await centre.pass(2);
    expect(router.valuesOf(level)).toEqual([100, 50]);
  });

  test('[NU31] a referenceID that is open, one that is not, and too many', () => {
    const first = router.open('queue:VQ_Any', 'Total_Entered');
    router.open('queue:VQ_Any', 'Total_Answered', {}, first);
    expect(router.shown.at(-1)).toMatchObject({ name: 'refused', message: { errorCode: 'InvalidAttribute' } });
    router.close(77);
    expect(router.shown.at(-1)).toMatchObject({ message: { referenceID: 77, errorCode: 'UnknownStatistic' } });
    const sara = new StatViewer(centre, '2001', 'supervisor');
    for (let count = 0; count < 1000; count += 1) sara.open('queue:VQ_Any', 'Total_Entered');
    expect(sara.shown.every(({ name }) => name === 'opened')).toBe(true);
    expect(sara.peek('queue:VQ_Any', 'Total_Entered')).toBe('TooManyStatistics');
    sara.close(1);
    expect(sara.peek('queue:VQ_Any', 'Total_Entered')).toBe(0);
  });

  test('[NU29] who sees what', async () => {
    const configuration = demoConfiguration((file) => {
      file.agentGroups.push({ name: 'Others', members: ['1005'] });
      const members = file.agentGroups.find(({ name }) => name === 'ALL_Agents')?.members;
      members?.splice(members.indexOf('1005'), 1);
    });
    centre = await ContactCentre.open({ configuration });
    const maya = new StatViewer(centre, '1001', 'agent', '1001');
    const sara = new StatViewer(centre, '2001', 'supervisor', '2001');
    const admin = new StatViewer(centre, 'admin', 'administrator');
    const everything = [
      'agent:1001',
      'agent:1002',
      'agent:1005',
      'place:1001',
      'place:1005',
      'dn:1001',
      'dn:1002',
      'dn:1005',
      'agentGroup:ALL_Agents',
      'agentGroup:Others',
      'queue:VQ_Any',
      'queue:1111',
    ];
    const seen = (viewer: StatViewer) =>
      everything.filter((object) => {
        const statType = object.startsWith('queue') ? 'Total_Entered' : 'Total_Calls_Inbound';
        const value = viewer.peek(object, statType);
        expect([0, 'PermissionDenied']).toContain(value);
        return value === 0;
      });
    expect(seen(StatViewer.application(centre))).toEqual(everything);
    expect(seen(maya)).toEqual(['agent:1001', 'place:1001', 'dn:1001']);
    expect(seen(sara)).toEqual([
      'agent:1001',
      'agent:1002',
      'place:1001',
      'dn:1001',
      'dn:1002',
      'agentGroup:ALL_Agents',
      'queue:VQ_Any',
      'queue:1111',
    ]);
    expect(seen(admin)).toEqual([]);
    expect(maya.peek('agent:nobody', 'Total_Calls_Inbound')).toBe('PermissionDenied');
  });

  test('[NU29] agents are not told whether somebody listens to them', async () => {
    const maya = new StatViewer(centre, '1001', 'agent', '1001');
    const sara = new StatViewer(centre, '2001', 'supervisor', '2001');
    expect(maya.peek('agent:1001', 'Current_Calls_Monitored')).toBe('PermissionDenied');
    expect(sara.peek('agent:1001', 'Current_Calls_Monitored')).toBe(0);
  });

  test('[NU31] [NU36] a filter of the configuration on attached data', async () => {
    const configuration = demoConfiguration((file) => {
      file.statistics.filters.push({ name: 'Any', userData: { RTargetTypeSelected: '*' } });
    });
    centre = await ContactCentre.open({ configuration });
    const viewer = StatViewer.application(centre);
    expect(viewer.peek('agent:1001', 'CurrentAgentState', { filter: 'Any' })).toBe('InvalidAttribute');
    const handled = viewer.open('agent:1001', 'Current_Calls', { filter: 'Any' });
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hi.');
    await maya.answer(maya.rung[0]);
    await centre.pass(1);
    expect(viewer.valuesOf(handled)).toEqual([1]);
  });

  test('[NU32] who leaves gets nothing more, and nothing ticks for nobody', async () => {
    const entered = router.open('queue:VQ_Any', 'Total_Entered');
    centre.world.statServer.leave(router);
    const timers = centre.clock.pendingTimers;
    await new PageCustomer(centre).say('Hi.');
    await centre.pass(5);
    expect(router.valuesOf(entered)).toEqual([]);
    expect(centre.clock.pendingTimers).toBeLessThanOrEqual(timers + 2);
  });

  test('[NU20] strategies are told the estimate, by the place in the queue', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await new PageCustomer(centre, `sip:${name}@example.net`).say('Hi.');
    }
    const estimate = (position?: number) =>
      centre.world.statServer.estimatedWait('VQ_Any', centre.clock.now(), position);
    expect(estimate()).toBeUndefined();
    await centre.pass(20 - 1, 1);
    for (const connID of maya.rung.slice(0, 2)) await maya.answer(connID);
    // Two answers in 19 s in which somebody waited, three wait.
    expect(estimate(1)).toBe(10);
    expect(estimate(3)).toBe(Math.round((3 * 19) / 2));
    expect(estimate()).toBe(estimate(3));
  });
});
