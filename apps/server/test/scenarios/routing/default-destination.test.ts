import { strategySchema } from '@cordboard/shared/routing/strategy';
import { describe, expect, test } from 'vitest';
import { DesktopClient, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { outsideRouter, writeTo } from '../../support/scenes/router-scene.ts';
import { centreWith } from '../../support/scenes/strategy-centre.ts';

/** A centre whose 1113 goes to this destination at once, and whose 1119 has it without a strategy. */
function openWith(destination: string): Promise<ContactCentre> {
  const configuration = demoConfiguration((file) => {
    const blocks = { queue: { type: 'queue', virtualQueue: 'VQ_Any', next: 'away' }, away: { type: 'default' } };
    const strategy = { name: 'Closed', version: 1, start: 'queue', blocks, defaultDestination: destination };
    file.strategies = file.strategies.map((one) => (one.name === 'Closed' ? strategySchema.parse(strategy) : one));
    for (const dn of file.directoryNumbers) {
      if (dn.type === 'routingPoint' && dn.number === '1119') dn.defaultDestination = destination;
    }
  });
  return ContactCentre.open({ configuration });
}

describe('a default destination', () => {
  test.each([
    ['an Extension DN: who sits there', '1002'],
    ['an ACD queue: who is logged in to it', '1101'],
  ])('[RT25] that is %s', async (_what, destination) => {
    const centre = await openWith(destination);
    const router = await watch(centre, ['1113', 'VQ_Any']);
    const maya = destination === '1002' ? await DesktopClient.ready(centre, '1001') : undefined;
    const alice = new SessionCustomer(centre);
    await alice.invite({ to: '1113' });
    await alice.say('Hi.');
    await centre.pass(60);
    expect(alice.byes).toEqual([]);
    const ben = await DesktopClient.ready(centre, '1002');
    expect(maya?.rung ?? []).toEqual([]);
    const [c1] = ben.rung;
    await ben.release(c1);
    await centre.pass(30);
    expect(ben.rung).toEqual([c1, c1]);
    await centre.crash();
    const back = await DesktopClient.connect(centre, '1002');
    await back.answer(c1);
    expect(router.all('EventAbandoned', { thisDN: 'VQ_Any' })).toHaveLength(1);
    await back.say(c1, 'Hello!');
    expect(alice.byes).toEqual([]);
  });

  test.each([
    ['the strategy’s', '1119', '1002', undefined],
    ['the routing point’s', '1119', '1119', '1002'],
    ['the routing point’s, after a circle', '1113', '1113', '1002'],
  ])('[RT25] [RT27] that takes nothing is passed over for %s', async (_what, ofBlock, ofStrategy, ofPoint) => {
    const strategy = {
      start: 'if',
      blocks: {
        if: { type: 'if', condition: 'Data("Vip") > 1', whenTrue: 'away', whenFalse: 'away' },
        away: { type: 'default', destination: ofBlock },
      },
      defaultDestination: ofStrategy,
    };
    const centre = await centreWith({ 1113: strategy }, (file) => {
      for (const dn of file.directoryNumbers) {
        if (dn.type === 'routingPoint' && dn.number === '1113' && ofPoint !== undefined)
          dn.defaultDestination = ofPoint;
      }
    });
    const ben = await DesktopClient.ready(centre, '1002');
    const alice = new SessionCustomer(centre);
    await alice.invite({ to: '1113' });
    await alice.say('Hi.');
    expect(ben.rung).toHaveLength(1);
    expect(alice.byes).toEqual([]);
  });

  test('[RT71] takes what an outside router did nothing about', async () => {
    const centre = await openWith('1002');
    const router = await outsideRouter(centre, ['1119']);
    const ben = await DesktopClient.ready(centre, '1002');
    const { c1 } = await writeTo({ centre, router }, '1119');
    await centre.pass(10);
    expect(ben.rung).toEqual([c1]);
    const late = { thisDN: '1119', connID: c1, otherDN: '1001' };
    expect(await router.request('TRouteCall', late)).toMatchObject({ errorCode: 'InvalidState' });
  });
});
