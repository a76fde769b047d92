import { beforeEach, describe, expect, test } from 'vitest';
import { DeskClient } from '../../support/agents/desk-client.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

describe('sending of the desk channel', () => {
  let centre: ContactCentre;

  beforeEach(async () => {
    centre = await ContactCentre.open();
  });

  test('[DF12] watch gets a view, changes follow, another watch gets another view', async () => {
    const ben = await DeskClient.watch(centre, '1002');
    expect([ben.views.length, ben.changes.length]).toEqual([1, 0]);
    await DesktopClient.ready(centre, '1001');
    await centre.pass(1);
    expect(ben.agent('1001').state).toBe('ready');
    expect(ben.views).toHaveLength(1);
    await ben.watchAgain();
    expect(ben.views).toHaveLength(2);
    expect(ben.views[1]?.agents[0]?.state).toBe('ready');
  });

  test('[DF12] who has left gets nothing more', async () => {
    const ben = await DeskClient.watch(centre, '1002');
    await DeskClient.supervisor(centre);
    ben.leave();
    await DesktopClient.ready(centre, '1001');
    await centre.pass(1);
    expect(ben.changes).toEqual([]);
    expect(centre.world.desk.watcherCount).toBe(1);
  });

  test('[DF13] the first change comes at once, what follows is gathered: four times a second at most', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const sara = await DeskClient.supervisor(centre);
    await centre.pass(1);
    const beganAt = centre.clock.now();
    for (let number = 0; number < 100; number += 1) {
      await maya.request('TAgentSetNotReady', { thisDN: '1001', reasons: { ReasonCode: `reason ${number}` } });
      await centre.pass(0.02, 0.01);
    }
    await centre.pass(1, 0.05);
    expect(sara.changedAt[0]).toBe(beganAt);
    expect(sara.changedAt.length).toBeGreaterThanOrEqual(8);
    for (const [index, at] of sara.changedAt.entries()) {
      expect(at - (sara.changedAt[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(250);
    }
    // Picture and truth agree in the end.
    const { agents, groups, queues } = sara.view;
    await sara.watchAgain();
    expect(sara.views.at(-1)).toMatchObject({ agents, groups, queues });
  });

  test('[DF13] a row that says what it said before is not sent, nor are calls to those who see none', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hi.');
    await maya.answer(maya.rung[0]);
    const [ben, sara] = [await DeskClient.watch(centre, '1002'), await DeskClient.supervisor(centre)];
    await maya.say(maya.rung[0], 'Hello.');
    await centre.pass(1);
    expect(sara.changes).toHaveLength(1);
    await maya.say(maya.rung[0], 'How can I help?');
    await maya.request('TAgentSetReady', { thisDN: '1001' });
    await centre.pass(1);
    expect(sara.changes).toHaveLength(1);
    expect(ben.changes).toEqual([]);
  });

  test('[DF13] only what has changed is in the changes', async () => {
    const ben = await DeskClient.watch(centre, '1002');
    const tom = await DesktopClient.connect(centre, '1005');
    await tom.logIn('1005');
    await centre.pass(1);
    const rows = ben.changes.flatMap((changes) => changes.agents ?? []);
    expect([...new Set(rows.map(({ dn }) => dn))]).toEqual(['1005']);
    expect(ben.changes.every((changes) => !('routingPoints' in changes || 'monitorings' in changes))).toBe(true);
  });

  test('[DF15] nothing is shown before it is stored', async () => {
    const maya = await DesktopClient.connect(centre, '1001');
    await maya.logIn('1001');
    const ben = await DeskClient.watch(centre, '1002');
    await centre.pass(1);
    const manual = await ContactCentre.open({ manualStore: true });
    const connecting = DesktopClient.connect(manual, '1001');
    manual.store.flush();
    const lena = await connecting;
    const watcher = DeskClient.watch(manual, '1002');
    manual.store.flush();
    const shown = await watcher;
    for (const [name, attributes] of [
      ['TRegisterAddress', {}],
      ['TAgentLogin', { agentID: '1001' }],
    ] as const) {
      lena.submit(name, { thisDN: '1001', ...attributes });
    }
    manual.clock.advance(1000);
    await manual.settle();
    expect(shown.changes).toEqual([]);
    expect(shown.agent('1001').state).toBe('loggedOut');
    manual.store.flush();
    await manual.settle();
    manual.store.flush();
    await manual.settle();
    expect(shown.agent('1001').state).toBe('notReady');
    expect(ben.agent('1001').state).toBe('notReady');
  });

  test('[DF15] a commit fails: what it held is never shown, everybody gets a view', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const [ben, sara] = [await DeskClient.watch(centre, '1002'), await DeskClient.supervisor(centre)];
    await centre.pass(1);
    for (const client of [ben, sara]) client.clear();
    centre.store.failNext();
    expect(await maya.request('TAgentSetNotReady', { thisDN: '1001' })).toMatchObject({ name: 'EventError' });
    await centre.pass(2);
    for (const client of [ben, sara]) {
      expect(client.views).toHaveLength(1);
      expect(client.changes).toEqual([]);
      expect(client.agent('1001').state).toBe('ready');
    }
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await centre.pass(1);
    expect(ben.agent('1001').state).toBe('notReady');
  });

  test('[DF15] the disk is gone for a minute: silence, then a view, also for who came meanwhile', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DeskClient.watch(centre, '1002');
    await centre.pass(1);
    ben.clear();
    centre.store.breakDown();
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    const lena = await DeskClient.watch(centre, '1003');
    await centre.pass(60);
    expect([ben.views, ben.changes, lena.views]).toEqual([[], [], []]);
    centre.store.repair();
    await centre.pass(3);
    expect([ben.views.length, lena.views.length]).toEqual([1, 1]);
    expect(ben.agent('1001').state).toBe('ready');
  });

  test('[DF12] [DF15] after a crash the client watches again and sees the truth', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const sara = await DeskClient.supervisor(centre);
    await new PageCustomer(centre).say('Hi.');
    await maya.answer(maya.rung[0]);
    await centre.pass(1);
    const { connID } = sara.call('1001');
    await centre.crash();
    await sara.watchAgain();
    expect(sara.agent('1001')).toMatchObject({ state: 'reconnecting', since: centre.clock.now(), chats: 1 });
    expect(sara.call('1001')).toMatchObject({ connID, state: 'established' });
    expect(sara.call('1001').customerWaitsSince).not.toBeNull();
  });

  test('[DF17] many views at once are made five at a time', async () => {
    const clients = Array.from({ length: 23 }, () => DeskClient.submit(centre, '1002'));
    const served = () => clients.filter(({ views }) => views.length > 0).length;
    expect(served()).toBe(1);
    await centre.pass(0.02, 0.02);
    expect(served()).toBe(6);
    await centre.pass(1, 0.02);
    expect(served()).toBe(23);
  });
});
