import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import type { ContactCentre } from '../../support/centre/contact-centre.ts';
import { AccountCustomer } from '../../support/customers/account-customer.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import { openWithRouter, route, writeTo } from '../../support/scenes/router-scene.ts';
import { centreWith } from '../../support/scenes/strategy-centre.ts';

const ANYBODY = { type: 'selectTarget', targets: [{ type: 'agentGroup', name: 'ALL_Agents' }] };
const PARTNER = 'partner@example.com';

/** Through a queue to this address; what fails goes to anybody. */
function outside(number: string): object {
  return {
    start: 'queue',
    blocks: {
      queue: { type: 'queue', virtualQueue: 'VQ_Any', next: 'route' },
      route: { type: 'route', destination: { type: 'externalDn', number }, failed: 'all' },
      all: ANYBODY,
    },
  };
}

/** Somebody outside who has just been in touch. */
async function partnerOf(centre: ContactCentre, maya: DesktopClient): Promise<PageCustomer> {
  const partner = new PageCustomer(centre, `sip:${PARTNER}`);
  await partner.say('I am here.');
  const connID = maya.rung.at(-1);
  await maya.answer(connID);
  await maya.release(connID);
  await centre.settle();
  maya.clear();
  return partner;
}

describe('a strategy routes to an external DN', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let partner: PageCustomer;
  let alice: PageCustomer;

  beforeEach(async () => {
    centre = await centreWith({ 1112: outside(`sip:${PARTNER}`) });
    maya = await DesktopClient.ready(centre, '1001');
    partner = await partnerOf(centre, maya);
    alice = new PageCustomer(centre);
  });

  async function watchRouting(): Promise<DesktopClient> {
    const router = await DesktopClient.connect(centre, 'router', { place: null, role: 'application' });
    for (const thisDN of ['1112', 'VQ_Any', 'gcti:im'])
      await router.request('TRegisterAddress', { thisDN, registerMode: 2 });
    router.clear();
    return router;
  }

  test('[RT67] [RT68] [RT69] what she writes is read there, and answered; no agent rings', async () => {
    const router = await watchRouting();
    await alice.say('Hello.', { to: '1112' });
    await centre.settle();
    expect(partner.shown).toEqual(['Hello.']);
    expect(router.last('EventRouteUsed')).toMatchObject({ thisDN: '1112', thirdPartyDN: PARTNER });
    expect(router.last('EventDiverted')).toMatchObject({
      thisDN: 'VQ_Any',
      thirdPartyDN: PARTNER,
      reasons: { RTR: 1 },
    });
    await partner.say('Hi, how can we help?');
    await alice.say('It does not work.', { to: '1112' });
    await centre.settle();
    expect(alice.shown).toEqual(['Hi, how can we help?']);
    expect(partner.shown).toEqual(['Hello.', 'It does not work.']);
    expect(maya.rung).toEqual([]);
    expect(centre.switchState.routeRequests.size).toBe(0);
    const said = router.all('EventUserEvent').map(({ extensions, otherDN }) => [otherDN, extensions?.['im']]);
    expect(said.at(1)?.[1]).toBe('Hi, how can we help?');
    const connID = router.last('EventRouteUsed')['connID'];
    const [record] = await centre.store.readDocuments('decision', connID as never);
    expect(JSON.parse(record?.body ?? '')).toMatchObject({ target: PARTNER, chosen: PARTNER });
  });

  test('[RT69] it goes on over a restart, and what is on its way arrives', async () => {
    await alice.say('Hello.', { to: '1112' });
    await centre.settle();
    await centre.crash();
    await alice.say('Still there?', { to: '1112' });
    await partner.say('Yes.');
    await centre.settle();
    expect([alice.shown, partner.shown]).toEqual([['Yes.'], ['Hello.', 'Still there?']]);
  });

  test.each([
    [200, ['Hello.', 'Anybody?'], []],
    [404, [], ['Hello.', 'Anybody?']],
  ])('[RT68] a restart while it is on its way: answered %i after it', async (status, there, here) => {
    partner.reply = null;
    await alice.say('Hello.', { to: '1112' });
    await centre.crash();
    await alice.say('Anybody?', { to: '1112' });
    maya = await DesktopClient.connect(centre, '1001');
    expect(maya.rung).toEqual([]);
    partner.reply = { status };
    await centre.pass(10);
    if (here.length > 0) await maya.answer(maya.rung[0]);
    expect([partner.shown, maya.texts]).toEqual([there, here]);
  });

  test('[RT69] when one is silent for too long it ends for both, and nothing is left', async () => {
    await alice.say('Hello.', { to: '1112' });
    await centre.pass(31 * 60, 30);
    const { calls, legs, routeRequests, deadlines } = centre.switchState;
    expect(calls.size + legs.size + routeRequests.size + deadlines.size).toBe(0);
    await partner.say('A matter of my own.');
    expect(maya.rung).toHaveLength(1);
  });

  test('[RT69] a customer in session mode who leaves ends it', async () => {
    const carol = new SessionCustomer(centre, 'sip:carol@example.net');
    await carol.invite({ to: '1112' });
    await carol.say('Hello.');
    await centre.settle();
    expect(partner.shown).toEqual(['Hello.']);
    await carol.bye();
    await centre.settle();
    expect([centre.switchState.calls.size, centre.switchState.legs.size]).toEqual([0, 0]);
    await partner.say('Hello? Where are you?');
    expect(maya.rung).toHaveLength(1);
  });

  test('[RT68] not taken there: the next block, and nothing that she wrote is lost', async () => {
    partner.reply = { status: 486 };
    await alice.say('Hello.', { to: '1112' });
    await alice.say('Anybody?', { to: '1112' });
    await centre.settle();
    expect(maya.rung).toHaveLength(1);
    await maya.answer(maya.rung[0]);
    expect(maya.texts).toEqual(['Hello.', 'Anybody?']);
    expect(centre.switchState.legs.size).toBe(1);
  });

  test('[RT68] she leaves while it is on its way', async () => {
    partner.reply = null;
    const carol = new SessionCustomer(centre, 'sip:carol@example.net');
    await carol.invite({ to: '1112' });
    await carol.say('Hello.');
    await carol.bye();
    await centre.pass(40);
    const { calls, legs, routeRequests } = centre.switchState;
    expect(calls.size + legs.size + routeRequests.size).toBe(0);
    expect(maya.rung).toEqual([]);
  });
});

test.each([
  ['nobody who was in touch', 'sip:nobody@example.com'],
  ['no address', 'sip:'],
  ['the customer himself', 'sip:alice@example.net'],
])('[RT67] %s: on at failed', async (_what, number) => {
  const centre = await centreWith({ 1112: outside(number) });
  const maya = await DesktopClient.ready(centre, '1001');
  const alice = new PageCustomer(centre);
  await alice.say('Hello.', { to: '1112' });
  await centre.settle();
  expect(maya.rung).toHaveLength(1);
});

test('[RT67] [RT73] an outside router sends there too, and is asked again when it is not taken', async () => {
  const scene = await openWithRouter();
  const { centre, router, maya } = scene;
  await router.request('TUnregisterAddress', { thisDN: '1111' });
  const partner = await partnerOf(centre, maya);
  await router.request('TRegisterAddress', { thisDN: '1111', registerMode: 0 });
  const { alice, c1 } = await writeTo(scene);
  expect(await route(scene, c1, 'sip:nobody@example.com')).toMatchObject({ errorCode: 'TargetNotAvailable' });
  partner.reply = { status: 486 };
  expect(await route(scene, c1, PARTNER)).toMatchObject({ name: 'EventACK' });
  await centre.settle();
  expect(router.last('EventRouteRequest')).toMatchObject({ connID: c1, extensions: { reason: 'noAnswer' } });
  partner.reply = { status: 200 };
  expect(await route(scene, c1, PARTNER)).toMatchObject({ name: 'EventACK' });
  await centre.settle();
  expect(router.last('EventRouteUsed')).toMatchObject({ connID: c1, thirdPartyDN: PARTNER });
  await partner.say('Hi.');
  expect(alice.shown).toEqual(['Hi.']);
});

test('[RT67] [RT69] an account is reached where it is registered', async () => {
  const centre = await centreWith({ 1112: outside('carol@localhost') });
  const maya = await DesktopClient.ready(centre, '1001');
  const carol = new AccountCustomer(centre, 'carol');
  await carol.registerContact();
  const alice = new PageCustomer(centre);
  await alice.say('Hello.', { to: '1112' });
  await centre.settle();
  expect([carol.shown, maya.rung]).toEqual([['Hello.'], []]);
  await carol.say('Hi, Carol here.');
  await alice.say('Fine.', { to: '1112' });
  await centre.settle();
  expect([alice.shown, carol.shown, maya.rung]).toEqual([['Hi, Carol here.'], ['Hello.', 'Fine.'], []]);
});
