import { beforeEach, describe, expect, test } from 'vitest';
import type { Monitoring } from '../../../src/domain/call-model/supervision/monitoring.ts';
import { DeskClient } from '../../support/agents/desk-client.ts';
import { DesktopClient, type SeenEvent } from '../../support/agents/desktop-client.ts';
import type { ContactCentre } from '../../support/centre/contact-centre.ts';
import { aliceTalksToMaya, type CallScene } from '../../support/scenes/call-scene.ts';

describe('supervision on the desk channel', () => {
  let scene: CallScene;
  let centre: ContactCentre;
  let sara: DesktopClient;
  let saraSees: DeskClient;
  let benSees: DeskClient;

  beforeEach(async () => {
    scene = await aliceTalksToMaya();
    ({ centre } = scene);
    sara = await DesktopClient.connect(centre, '2001', { role: 'supervisor' });
    await sara.logIn('2001');
    saraSees = await DeskClient.supervisor(centre);
    benSees = await DeskClient.watch(centre, '1002');
  });

  function help(client: DesktopClient, extensions: object): Promise<SeenEvent> {
    return client.request('TPrivateService', { thisDN: client.dn, connID: scene.c1, serviceID: 3003, extensions });
  }

  test('[DF11] who asks for help stands in the list of the supervisors until somebody helps', async () => {
    const askedAt = centre.clock.now();
    const { extensions } = await help(scene.maya, { action: 'ask', im: 'He wants a refund.' });
    const assistID = extensions?.['assistID'];
    await centre.pass(1);
    expect(saraSees.view.helpRequests).toEqual([
      { assistID, connID: scene.c1, agentDN: '1001', reason: 'He wants a refund.', askedAt },
    ]);
    expect((await DeskClient.supervisor(centre)).view.helpRequests).toEqual(saraSees.view.helpRequests);
    expect(benSees.view.helpRequests).toEqual([]);
    expect(benSees.changes.some((changes) => 'helpRequests' in changes)).toBe(false);
    await help(sara, { action: 'take', assistID });
    await centre.pass(1);
    expect(saraSees.view.helpRequests).toEqual([]);
  });

  test('[DF5] [DF6] [DF7] the supervisor in the call is its observer; the call is the agent’s, a whisper answers nothing', async () => {
    const { extensions } = await help(scene.maya, { action: 'ask', im: '' });
    await help(sara, { action: 'take', assistID: extensions?.['assistID'] });
    await centre.pass(1);
    expect(saraSees.call('1001').observers).toEqual([{ dn: '2001', name: 'Sara Lind', mode: 'coach' }]);
    expect(saraSees.agent('2001').calls).toEqual([]);
    await scene.maya.say(scene.c1, 'One moment.');
    await centre.pass(1);
    const askedAt = centre.clock.now();
    await scene.alice.say('And my money?');
    await sara.say(scene.c1, 'Offer a voucher.');
    await centre.pass(1);
    expect(scene.maya.texts).toContain('Offer a voucher.');
    expect(saraSees.call('1001')).toMatchObject({ customerWaitsSince: askedAt, isOwner: true });
    expect(JSON.stringify([benSees.views, benSees.changes])).not.toContain('observers":[{');
    expect(benSees.agent('1001').calls).toEqual([]);
  });

  test('[DF11] subscriptions to the agents of one’s groups', async () => {
    const { monitorings } = centre.switchState;
    const monitoring = (agentDN: string): Monitoring => ({
      id: `2001|${agentDN}`,
      supervisorDN: '2001',
      agentDN,
      monitorNextCallType: 1,
      mode: 'mute',
      scope: 'agent',
      since: centre.clock.now(),
      usedFor: null,
    });
    await centre.world.callControl.record(() => monitorings.put(monitoring('1002')));
    await centre.pass(1);
    const { usedFor: _used, id: _id, ...shown } = monitoring('1002');
    expect(saraSees.view.monitorings).toEqual([{ ...shown, since: expect.any(Number) }]);
    expect(benSees.view.monitorings).toEqual([]);
    saraSees.clear();
    await centre.world.callControl.record(() => monitorings.remove('2001|1002'));
    await centre.pass(1);
    expect(saraSees.changes).toEqual([{ time: expect.any(Number), monitorings: [] }]);
    expect(benSees.changes.some((changes) => 'monitorings' in changes)).toBe(false);
  });
});
