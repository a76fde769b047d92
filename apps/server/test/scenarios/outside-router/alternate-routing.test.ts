import { describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import type { ContactCentre } from '../../support/centre/contact-centre.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { openWithRouter, outsideRouter, route, seenOn, writeTo } from '../../support/scenes/router-scene.ts';

async function failuresOf(centre: ContactCentre, connID: unknown): Promise<readonly unknown[]> {
  const documents = await centre.store.readDocuments('decision', connID as never);
  return documents.flatMap(({ body }) => {
    const { failure } = JSON.parse(body) as { failure?: { reason: string; destination: string | null } };
    return failure === undefined ? [] : [[failure.reason, failure.destination]];
  });
}

describe('alternate routing', () => {
  test('[RT71] a silent router: after router-timeout the strategy takes the call, on record', async () => {
    const scene = await openWithRouter();
    const { centre, router, maya } = scene;
    const { c1 } = await writeTo(scene);
    await centre.pass(9.5);
    expect(maya.rung).toEqual([]);
    await centre.pass(0.5);
    expect(maya.rung).toEqual([c1]);
    expect(await failuresOf(centre, c1)).toEqual([['routerSilent', 'Any Available Agent']]);
    expect(await route(scene, c1, '1002')).toMatchObject({ errorCode: 'InvalidState' });
    await maya.answer(c1);
    expect(seenOn(router, 'VQ_Any')).toEqual(['Queued', 'Diverted']);
  });

  test('[RT71] its time begins anew with all that it asks about the call, and when a treatment ends', async () => {
    const scene = await openWithRouter();
    const { centre, router, maya } = scene;
    const { alice, c1 } = await writeTo(scene);
    for (let times = 0; times < 5; times += 1) {
      await centre.pass(9);
      await router.request('TQueryCall', { thisDN: '1111', connID: c1 });
    }
    const collect = { thisDN: '1111', connID: c1, treatmentType: 6, treatmentParameters: { TOTAL_TIMEOUT: 60 } };
    await router.request('TApplyTreatment', collect);
    await router.request('TApplyTreatment', collect);
    await centre.pass(50);
    await alice.say('At last.');
    await centre.pass(9);
    expect(maya.rung).toEqual([]);
    await centre.pass(1);
    expect(maya.rung).toEqual([c1]);
  });

  test('[RT71] the routing point’s own router-timeout wins over the tenant’s', async () => {
    const scene = await openWithRouter((file) => {
      file.tenant.options['router-timeout'] = 60;
      for (const dn of file.directoryNumbers) {
        if (dn.type === 'routingPoint' && dn.number === '1111') dn['router-timeout'] = 2;
      }
    });
    const { c1 } = await writeTo(scene);
    await scene.centre.pass(2);
    expect(scene.maya.rung).toEqual([c1]);
  });

  test.each([
    ['unregisters', (router: DesktopClient) => router.request('TUnregisterAddress', { thisDN: '1111' })],
    [
      'only monitors from now on',
      (router: DesktopClient) => router.request('TRegisterAddress', { thisDN: '1111', registerMode: 2 }),
    ],
    [
      'disconnects for too long',
      async (router: DesktopClient) => {
        await router.disconnect();
        await router.centre.pass(5);
      },
    ],
  ] as const)('[RT72] a router that %s: what waits is the strategy’s, what rings rings on', async (_what, leave) => {
    const scene = await openWithRouter();
    const { centre, router, maya, ben } = scene;
    const first = await writeTo(scene);
    await route(scene, first.c1, '1001', { extensions: { virtualQueue: 'VQ_Any' } });
    const second = await writeTo(scene);
    await leave(router);
    await centre.settle();
    expect(maya.rung).toEqual([first.c1]);
    expect(ben.rung).toEqual([second.c1]);
    expect(await failuresOf(centre, second.c1)).toEqual([['routerGone', 'Any Available Agent']]);
    await ben.request('TAgentSetNotReady', { thisDN: '1002' });
    await maya.release(first.c1);
    await ben.request('TAgentSetReady', { thisDN: '1002' });
    expect(ben.rung).toEqual([second.c1, first.c1]);
    const watching = await outsideRouter(centre, [], ['1111']);
    const third = await writeTo({ centre, router: watching });
    expect([...maya.rung, ...ben.rung]).toContain(third.c1);
  });

  test('[RT66] a router that is back within the grace goes on, with its whole time, over and over', async () => {
    const scene = await openWithRouter();
    const { centre, maya, ben } = scene;
    const { c1 } = await writeTo(scene);
    let router = scene.router;
    let lastSequence = 0;
    for (let times = 0; times < 4; times += 1) {
      await centre.pass(5);
      lastSequence = Math.max(lastSequence, router.lastSequence);
      await router.disconnect();
      await centre.pass(4.5);
      router = await DesktopClient.connect(centre, 'router', { place: null, role: 'application', lastSequence });
      expect(router.all('EventRouteRequest')).toEqual([]);
    }
    expect([...maya.rung, ...ben.rung]).toEqual([]);
    expect(await route({ router }, c1, '1002')).toMatchObject({ name: 'EventACK' });
    expect(ben.rung).toEqual([c1]);
  });

  test('[RT66] the grace is never longer than what is left of router-timeout; with 0 there is none', async () => {
    const late = await openWithRouter();
    const first = await writeTo(late);
    await late.centre.pass(7);
    await late.router.disconnect();
    await late.centre.pass(2.5);
    expect(late.maya.rung).toEqual([]);
    await late.centre.pass(0.5);
    expect(late.maya.rung).toEqual([first.c1]);
    expect(await failuresOf(late.centre, first.c1)).toEqual([['routerGone', 'Any Available Agent']]);
    const strict = await openWithRouter((file) => {
      file.tenant.options['router-reconnect-grace'] = 0;
    });
    const second = await writeTo(strict);
    await strict.router.disconnect();
    expect(strict.maya.rung).toEqual([second.c1]);
  });

  test('[RT66] a treatment goes on when the router is back, and what comes meanwhile is the strategy’s', async () => {
    const scene = await openWithRouter();
    const { centre, router, maya } = scene;
    const { alice, c1 } = await writeTo(scene);
    const collect = { thisDN: '1111', connID: c1, treatmentType: 6, treatmentParameters: { TOTAL_TIMEOUT: 60 } };
    await router.request('TApplyTreatment', collect);
    await router.request('TApplyTreatment', collect);
    const { lastSequence } = router;
    await router.disconnect();
    await centre.pass(3);
    const back = await DesktopClient.connect(centre, 'router', { place: null, role: 'application', lastSequence });
    await centre.pass(30);
    expect(maya.rung).toEqual([]);
    await alice.say('It is about the invoice.');
    expect(back.last('EventTreatmentEnd')).toMatchObject({ collectedDigits: 'It is about the invoice.' });
    await back.disconnect();
    const bob = new SessionCustomer(centre, 'sip:bob@example.net');
    await bob.invite();
    await bob.say('And me?');
    expect(maya.rung).toHaveLength(1);
    expect(maya.rung).not.toContain(c1);
  });

  test('[RT66] what is declined meanwhile waits for the router too', async () => {
    const scene = await openWithRouter();
    const { centre, router, maya, ben } = scene;
    const { c1 } = await writeTo(scene);
    await route(scene, c1, '1001');
    const { lastSequence } = router;
    await router.disconnect();
    await maya.release(c1);
    expect(ben.rung).toEqual([]);
    await centre.pass(3);
    const back = await DesktopClient.connect(centre, 'router', { place: null, role: 'application', lastSequence });
    expect(back.last('EventRouteRequest')).toMatchObject({ connID: c1, extensions: { reason: 'declined' } });
    await back.disconnect();
    await centre.pass(5);
    expect(ben.rung).toEqual([c1]);
  });

  test('[RT72] the application’s second connection, or a second router, keeps the calls', async () => {
    const scene = await openWithRouter();
    const { centre, router, maya } = scene;
    const other = await DesktopClient.connect(centre, 'router', { place: null, role: 'application' });
    const { c1 } = await writeTo(scene);
    await router.disconnect();
    expect(maya.rung).toEqual([]);
    await route({ router: other }, c1, '1001');
    expect(maya.rung).toEqual([c1]);
  });

  test('[RT72] a call that a strategy has begun stays with it when a router comes', async () => {
    const scene = await openWithRouter();
    const { centre, router, maya, ben } = scene;
    await router.disconnect();
    for (const agent of [maya, ben]) await agent.request('TAgentSetNotReady', { thisDN: agent.dn });
    const watching = await outsideRouter(centre, [], ['1111']);
    const { c1 } = await writeTo({ centre, router: watching });
    await watching.disconnect();
    const returned = await outsideRouter(centre);
    expect(returned.all('EventRouteRequest')).toEqual([]);
    await maya.request('TAgentSetReady', { thisDN: '1001' });
    expect(maya.rung).toEqual([c1]);
  });

  test('[RT72] without strategy and default destination the customer waits until a router is there again', async () => {
    const scene = await openWithRouter();
    const { centre, maya } = scene;
    const router = await outsideRouter(centre, ['1119']);
    const { alice, c1 } = await writeTo({ centre, router }, '1119');
    await router.request('TUnregisterAddress', { thisDN: '1119' });
    await centre.pass(60);
    expect(alice.byes).toHaveLength(0);
    expect(await failuresOf(centre, c1)).toEqual([['routerGone', null]]);
    router.clear();
    await router.request('TRegisterAddress', { thisDN: '1119', registerMode: 0 });
    expect(router.last('EventRouteRequest')).toMatchObject({ connID: c1, extensions: { reason: 'routerReturned' } });
    const asked = { thisDN: '1119', connID: c1, otherDN: '1001' };
    expect(await router.request('TRouteCall', asked)).toMatchObject({ name: 'EventACK' });
    expect(maya.rung).toEqual([c1]);
  });

  test('[RT72] a routing point without a strategy has its default destination', async () => {
    const scene = await openWithRouter((file) => {
      for (const dn of file.directoryNumbers) {
        if (dn.type === 'routingPoint' && dn.number === '1119') dn.defaultDestination = '1111';
      }
    });
    const { centre, router } = scene;
    await router.disconnect();
    const other = await outsideRouter(centre, ['1119']);
    await other.request('TUnregisterAddress', { thisDN: '1111' });
    const { c1 } = await writeTo({ centre, router: other }, '1119');
    await centre.pass(10);
    expect(scene.maya.rung).toEqual([c1]);
    expect(await failuresOf(centre, c1)).toEqual([['routerSilent', '1111']]);
  });
});
