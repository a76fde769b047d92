import { describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { crashEverywhere, type StoryStep } from '../../support/crashes/every-crash.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { type CallScene, talk } from '../../support/scenes/call-scene.ts';
import { openWithRouter, outsideRouter, route, writeTo } from '../../support/scenes/router-scene.ts';

interface WithRouter extends CallScene {
  readonly router: DesktopClient;
  readonly bob: SessionCustomer;
  readonly c3: unknown;
}

/** Beside Alice and Maya, Bob waits on 1111 for what the outside router says. */
async function bobWaits(): Promise<WithRouter> {
  const scene = await talk(await ContactCentre.open());
  const router = await outsideRouter(scene.centre);
  const bob = new SessionCustomer(scene.centre, 'sip:bob@example.net');
  await bob.invite();
  await bob.say('Hello?');
  return { ...scene, router, bob, c3: router.last('EventRouteRequest')['connID'] };
}

function ask(name: Parameters<DesktopClient['submit']>[0], attributes: object): StoryStep {
  return (scene) => {
    const { router, c3 } = scene as WithRouter;
    router.submit(name, { thisDN: '1111', connID: c3, ...attributes });
  };
}

function agent(who: 'ben' | 'lena', name: Parameters<DesktopClient['submit']>[0]): StoryStep {
  return (scene) => {
    scene[who].submit(name, { thisDN: scene[who].dn, connID: (scene as WithRouter).c3 });
  };
}

const extensions = { virtualQueue: 'VQ_Any' };

const STORIES: readonly (readonly [string, readonly StoryStep[]])[] = [
  [
    '[RT73] [RT74] routed, declined, routed again, answered',
    [
      ask('TRouteCall', { otherDN: '1002', extensions }),
      agent('ben', 'TReleaseCall'),
      ask('TRouteCall', { otherDN: '1003', extensions }),
      agent('lena', 'TAnswerCall'),
    ],
  ],
  [
    '[RT77] treatments, user data, then another routing point',
    [
      ask('TApplyTreatment', { treatmentType: 8, treatmentParameters: { PROMPT: { '1': { TEXT: 'Who?' } } } }),
      ask('TAttachUserData', { userData: { A: 1 } }),
      ask('TApplyTreatment', { treatmentType: 6, treatmentParameters: { TOTAL_TIMEOUT: 30 } }),
      ask('TRouteCall', { otherDN: '1112' }),
    ],
  ],
  [
    '[RT65] asked for a text, then rejected',
    [ask('TApplyTreatment', { treatmentType: 6, treatmentParameters: {} }), ask('TRouteCall', { routeType: 7 })],
  ],
  [
    '[RT65] left to the routing point, then answered',
    [ask('TRouteCall', { routeType: 1, extensions }), agent('ben', 'TAnswerCall'), agent('ben', 'TReleaseCall')],
  ],
  [
    '[RT71] [RT72] a router that is silent, then unregisters',
    [(scene) => scene.centre.pass(10), ask('TUnregisterAddress', {}), agent('ben', 'TAnswerCall')],
  ],
];

describe('kill -9 while an outside router decides', () => {
  test.each(STORIES)('%s: the state before a step, or after it', async (_name, steps) => {
    expect(await crashEverywhere(bobWaits, steps)).toBeGreaterThanOrEqual(2 * steps.length);
  });

  test('[RT78] after a restart the router has its time once more, and goes on', async () => {
    const scene = await openWithRouter();
    const { centre, router } = scene;
    const { c1 } = await writeTo(scene);
    await centre.pass(9);
    const { lastSequence } = router;
    await centre.crash();
    const back = await DesktopClient.connect(centre, 'router', { place: null, role: 'application', lastSequence });
    await DesktopClient.connect(centre, '1001');
    await centre.pass(9);
    expect(await route({ router: back }, c1, '1001')).toMatchObject({ name: 'EventACK' });
  });

  test('[RT78] one that does not come back has its calls taken', async () => {
    const scene = await openWithRouter();
    const { centre } = scene;
    const { c1 } = await writeTo(scene);
    await centre.crash();
    const maya = await DesktopClient.connect(centre, '1001');
    await centre.pass(10);
    expect(maya.rung).toEqual([c1]);
  });
});
