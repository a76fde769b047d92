import type { TRequest } from '@cordboard/shared/tlib/requests';
import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { operate } from '../../support/scenes/call-scene.ts';
import {
  changeMode,
  type MonitoringWishes,
  monitor,
  type SupervisionScene,
  saraSupervises,
  supervisor,
  threeSupervisors,
} from '../../support/scenes/supervision-scene.ts';

/** Everything that is recorded, as one text. */
function snapshot({ centre }: SupervisionScene): string {
  const { calls, agentSessions, monitorings, legs, deadlines } = centre.switchState;
  return JSON.stringify([calls, agentSessions, monitorings, legs, deadlines].map((table) => [...table.values()]));
}

describe('what is refused changes nothing', () => {
  let scene: SupervisionScene;

  beforeEach(async () => {
    scene = await saraSupervises(threeSupervisors);
  });

  test.each<[string, MonitoringWishes, string]>([
    ['an unknown DN', { agent: '9999' }, 'UnknownDN'],
    ['a routing point', { agent: '1111' }, 'InvalidAttribute'],
    ['herself', { agent: '2001' }, 'TargetIsSelf'],
    ['who is logged out', { agent: '1104' }, 'TargetLoggedOut'],
    ['no mode', { mode: 'loud' }, 'InvalidAttribute'],
    ['no scope', { scope: 'all' }, 'InvalidAttribute'],
    ['a call that is not there', { connID: '0123456789abcdef' }, 'UnknownCall'],
  ])('[SV8] %s', async (_what, wishes, errorCode) => {
    const before = snapshot(scene);
    expect(await monitor(scene.sara, wishes)).toMatchObject({ name: 'EventError', errorCode });
    expect(snapshot(scene)).toBe(before);
  });

  test('[SV8] by whom it may not be asked', async () => {
    const { centre, maya, ben, c1 } = scene;
    const other = await supervisor(centre, '2003');
    const loggedOut = await DesktopClient.connect(centre, '1004');
    await loggedOut.request('TRegisterAddress', { thisDN: '1004' });
    const before = snapshot(scene);
    expect(await monitor(ben)).toMatchObject({ errorCode: 'AgentNotSupervised' });
    expect(await monitor(other)).toMatchObject({ errorCode: 'AgentNotSupervised' });
    expect(await monitor(loggedOut)).toMatchObject({ errorCode: 'AgentNotLoggedIn' });
    expect(await changeMode(maya, c1, 'mute')).toMatchObject({ errorCode: 'NotMonitoring' });
    expect(await changeMode(ben, c1, 'mute')).toMatchObject({ errorCode: 'UnknownCall' });
    expect(snapshot(scene)).toBe(before);
  });

  test('[SV8] an agent whom another supervisor monitors, until he does no longer', async () => {
    const { centre, sara } = scene;
    const other = await supervisor(centre, '2002');
    await monitor(other, { all: true });
    const before = snapshot(scene);
    expect(await monitor(sara)).toMatchObject({ errorCode: 'AgentMonitored' });
    expect(await sara.request('TCancelMonitoring', { thisDN: '2001', otherDN: '1001' })).toMatchObject({
      errorCode: 'NotMonitoring',
    });
    expect(await sara.request('TCancelMonitoring', { thisDN: '2001', otherDN: '9999' })).toMatchObject({
      errorCode: 'UnknownDN',
    });
    expect(snapshot(scene)).toBe(before);
    await other.request('TAgentLogout', { thisDN: '2002' });
    expect(await monitor(sara)).toMatchObject({ name: 'EventMonitoringNextCall' });
  });

  test('[SV9] supervisors know of each other where two may monitor', async () => {
    scene = await saraSupervises(
      demoConfiguration((file) => {
        Object.assign(file, structuredClone(threeSupervisors.file));
        file.tenant.options['supervisors-per-agent'] = 2;
      }),
    );
    const { centre, maya, sara, c1 } = scene;
    const other = await supervisor(centre, '2002');
    await monitor(sara, { all: true });
    sara.clear();
    await monitor(other);
    expect(sara.last('EventPartyAdded')).toMatchObject({ otherDN: '2002', otherDNRole: 10 });
    await other.release(c1);
    expect(sara.last('EventPartyDeleted')).toMatchObject({ otherDN: '2002' });
    expect(maya.events).toEqual([]);
  });

  test('[SV11] modes', async () => {
    const { sara, c1 } = scene;
    await monitor(sara);
    const before = snapshot(scene);
    const refusal = async (name: TRequest['name'], mode?: string) =>
      (await operate(sara, name, c1, mode === undefined ? {} : { extensions: { MonitorMode: mode } }))['errorCode'];
    expect(await refusal('TSetMuteOn')).toBe('InvalidState');
    expect(await refusal('TSetMuteOn', 'connect')).toBe('InvalidAttribute');
    expect(await refusal('TSetMuteOff', 'mute')).toBe('InvalidAttribute');
    expect(await refusal('TSetMuteOff', 'loud')).toBe('InvalidAttribute');
    expect(await changeMode(sara, '0123456789abcdef', 'coach')).toMatchObject({ errorCode: 'UnknownCall' });
    expect(snapshot(scene)).toBe(before);
  });

  test('[SV12] an observer does nothing that is for those who talk', async () => {
    const { maya, sara, c1 } = scene;
    await monitor(sara, { mode: 'connect' });
    const before = snapshot(scene);
    const towards = [
      'TInitiateTransfer',
      'TInitiateConference',
      'TMuteTransfer',
      'TSingleStepTransfer',
      'TSingleStepConference',
      'TRedirectCall',
      'TDeleteFromConference',
    ] as const;
    for (const name of towards)
      expect(await operate(sara, name, c1, { otherDN: '1002' })).toMatchObject({ errorCode: 'ObserverMayNot' });
    for (const name of ['TAnswerCall', 'THoldCall', 'TRetrieveCall', 'TClearCall'] as const)
      expect(await operate(sara, name, c1)).toMatchObject({ errorCode: 'ObserverMayNot' });
    const drop = await operate(maya, 'TDeleteFromConference', c1, { otherDN: '2001' });
    expect(drop).toMatchObject({ errorCode: 'InvalidAttribute' });
    expect(snapshot(scene)).toBe(before);
  });
});
