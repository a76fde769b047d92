import { beforeEach, describe, expect, test } from 'vitest';
import type { DesktopClient, SeenEvent } from '../../support/agents/desktop-client.ts';
import { story } from '../../support/scenes/call-scene.ts';
import {
  monitor,
  type SupervisionScene,
  saraSupervises,
  supervisor,
  threeSupervisors,
} from '../../support/scenes/supervision-scene.ts';

function service(client: DesktopClient, connID: unknown, extensions: object): Promise<SeenEvent> {
  return client.request('TPrivateService', { thisDN: client.dn, connID, serviceID: 3003, extensions });
}

describe('assistance with several supervisors', () => {
  let scene: SupervisionScene;
  let nora: DesktopClient;
  let other: DesktopClient;
  const ask = async (): Promise<unknown> => {
    const answer = await service(scene.maya, scene.c1, { action: 'ask', im: 'Please help.' });
    return answer.extensions?.['assistID'];
  };
  const take = (client: DesktopClient, assistID: unknown) => service(client, scene.c1, { action: 'take', assistID });
  const modeOf = (dn: string) =>
    scene.centre.switchState.calls.get(String(scene.c1))?.parties.find((party) => party.dn === dn)?.observing;

  beforeEach(async () => {
    scene = await saraSupervises(threeSupervisors);
    nora = await supervisor(scene.centre, '2002');
    other = await supervisor(scene.centre, '2003');
    for (const client of [nora, other]) client.clear();
  });

  test('[AS1] all supervisors of the group learn of it, those of others do not', async () => {
    await ask();
    for (const client of [scene.sara, nora]) expect(story(client)).toEqual(['3003']);
    expect(other.events).toEqual([]);
  });

  test('[AS5] beside a supervisor who monitors: the limit of one counts subscriptions only', async () => {
    const { sara, maya, alice, c1 } = scene;
    await monitor(sara, { all: true });
    const assistID = await ask();
    expect(await take(nora, assistID)).toMatchObject({ name: 'EventACK' });
    expect(modeOf('2001')).toMatchObject({ mode: 'mute', via: 'monitoring' });
    expect(modeOf('2002')).toMatchObject({ mode: 'coach', via: 'assistance', watches: '1001' });
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3003 }).extensions).toMatchObject({
      state: 'taken',
      takenBy: '2002',
    });
    await nora.say(c1, 'Offer 500.');
    expect(maya.texts).toEqual(['Offer 500.']);
    expect(sara.texts).toEqual([]);
    expect(alice.shown).toEqual([]);
    expect([...scene.centre.switchState.monitorings.values()]).toHaveLength(1);
  });

  test('[AS6] who listens silently changes to whisper, and goes on monitoring', async () => {
    const { sara, maya, c1 } = scene;
    await monitor(sara, { all: true });
    await take(sara, await ask());
    expect(sara.all('EventEstablished')).toHaveLength(1);
    expect(sara.last('EventMuteOff')).toMatchObject({ connID: c1, extensions: { MonitorMode: 'coach' } });
    expect(modeOf('2001')).toMatchObject({ mode: 'coach' });
    await sara.say(c1, 'I am here.');
    expect(maya.texts).toEqual(['I am here.']);
  });

  test('[AS7] two take at once: the first comes, the other joins nothing', async () => {
    const { sara, centre, c1 } = scene;
    const assistID = await ask();
    const request = { connID: c1, serviceID: 3003, extensions: { action: 'take', assistID } };
    const first = nora.submit('TPrivateService', { thisDN: '2002', ...request });
    const second = sara.submit('TPrivateService', { thisDN: '2001', ...request });
    await centre.settle();
    expect(nora.events.find((event) => event.referenceID === first)).toMatchObject({ name: 'EventACK' });
    expect(sara.events.find((event) => event.referenceID === second)).toMatchObject({ errorCode: 'AssistanceTaken' });
    expect(modeOf('2001')).toBeUndefined();
    expect(sara.last('EventPrivateInfo').extensions).toMatchObject({ state: 'taken', takenBy: '2002' });
  });

  test('[AS11] a supervisor of other groups is refused', async () => {
    expect(await take(other, await ask())).toMatchObject({ errorCode: 'AgentNotSupervised' });
    expect(modeOf('2003')).toBeUndefined();
  });

  test('[AB6] the agent is absent for too long: the coach leaves the call with her', async () => {
    const { maya, centre } = scene;
    await take(nora, await ask());
    await maya.disconnect();
    await centre.pass(60);
    expect(nora.last('EventReleased')).toMatchObject({ connID: scene.c1 });
    expect(centre.switchState.assistanceRequests.size).toBe(0);
  });
});
