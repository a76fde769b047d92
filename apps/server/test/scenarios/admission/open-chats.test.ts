import { describe, expect, test } from 'vitest';
import { createChatBounds } from '../../../src/services/admission/chats/chat-bounds.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { AccountCustomer } from '../../support/customers/account-customer.ts';
import { CalledCustomer } from '../../support/customers/called-customer.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';
import type { SentRequest } from '../../support/customers/sip-customer.ts';

const ELSEWHERE = '203.0.113.5';

const retryAfter = ({ response }: SentRequest) => response?.headers.get('retry-after');

function pageFrom(centre: ContactCentre, name: string, address?: string): PageCustomer {
  const customer = new PageCustomer(centre, `sip:${name}@example.net`);
  if (address !== undefined) customer.flow = centre.openFlow('UDP', customer, address);
  return customer;
}

describe('as many chats as may be', () => {
  const open = (max: number, trustedAddresses: readonly string[] = []) =>
    ContactCentre.open({ chatBounds: createChatBounds({ max, requestsPerSecondOfSource: 0, trustedAddresses }) });

  test('[OV12] nobody begins one more, in page mode or with a session, and nothing of it remains', async () => {
    const centre = await open(2);
    const page = pageFrom(centre, 'carol');
    const session = new SessionCustomer(centre);
    expect([(await page.say('Hi.')).status, (await session.invite()).status]).toEqual([200, 200]);
    const refused = [
      await pageFrom(centre, 'dora', ELSEWHERE).say('new'),
      await new SessionCustomer(centre, 'sip:emil@example.net').invite(),
      await new AccountCustomer(centre, 'alice').say('new'),
    ];
    expect(refused.map((sent) => [sent.status, retryAfter(sent)])).toEqual([
      [503, '30'],
      [503, '30'],
      [503, '30'],
    ]);
    expect([centre.switchState.calls.size, centre.switchState.legs.size]).toEqual([2, 2]);
  });

  test('[OV12] chats that are open go on, a session goes on elsewhere, and the end of one makes room at once', async () => {
    const centre = await open(2);
    const maya = await DesktopClient.ready(centre, '1001');
    const page = pageFrom(centre, 'carol');
    const session = new SessionCustomer(centre);
    await page.say('Hi.');
    await session.invite();
    const anew = new SessionCustomer(centre);
    const goingOn = [
      await page.say('one more'),
      await session.say('and here'),
      await anew.invite({ replaces: { ...session.dialog } }),
      await anew.say('loaded anew'),
    ];
    expect(goingOn.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const late = pageFrom(centre, 'dora');
    expect((await late.say('new')).status).toBe(503);
    await maya.answer(maya.rung[0]);
    await maya.release(maya.rung[0]);
    expect((await late.say('new again')).status).toBe(200);
    expect((await new SessionCustomer(centre).invite()).status).toBe(503);
    expect((await anew.bye()).status).toBe(200);
    expect((await new SessionCustomer(centre).invite()).status).toBe(200);
  });

  test('[OV12] whoever has lost his session goes on with another one', async () => {
    const centre = await open(1);
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = await CalledCustomer.registered(centre, { parameters: ';+sip.message', transport: 'TCP' });
    alice.takesSessions();
    await maya.request('TMakeCall', { thisDN: '1001', otherDN: 'alice', extensions: { im: 'Hello.' } });
    await alice.invited.accept();
    expect((await pageFrom(centre, 'carol').say('new')).status).toBe(503);
    centre.cut(alice.flow);
    expect((await new AccountCustomer(centre, 'alice').say('Here I am.')).status).toBe(200);
    expect(centre.switchState.calls.size).toBe(1);
  });

  test('[OV14] it is the same after a crash, and the repeat of a text that was taken is answered as before', async () => {
    const centre = await open(2);
    const [carol, dora] = [pageFrom(centre, 'carol'), pageFrom(centre, 'dora')];
    await carol.say('Hi.');
    const taken = await dora.say('Hi.');
    await centre.crash();
    expect((await pageFrom(centre, 'emil').say('new')).status).toBe(503);
    await dora.repeat(taken);
    expect([taken.status, taken.responseCount]).toEqual([200, 2]);
    expect((await carol.say('still here')).status).toBe(200);
    const maya = await DesktopClient.ready(centre, '1001');
    await maya.answer(maya.rung[0]);
    await maya.release(maya.rung[0]);
    expect((await pageFrom(centre, 'emil').say('new')).status).toBe(200);
    expect((await pageFrom(centre, 'fred').say('new')).status).toBe(503);
  });
});

describe('as many chats of one source as may be', () => {
  const chatBounds = createChatBounds({ max: 0, requestsPerSecondOfSource: 0.2, trustedAddresses: ['203.0.113.9'] });

  test('[OV13] [OV14] further anonymous customers from there are refused, also after a crash; others are not', async () => {
    const centre = await ContactCentre.open({ chatBounds });
    const carol = pageFrom(centre, 'carol');
    await carol.say('Hi.');
    await new SessionCustomer(centre, 'sip:dora@example.net', 'UDP').invite();
    const refused = async () => [
      retryAfter(await pageFrom(centre, 'emil').say('new')),
      retryAfter(await new SessionCustomer(centre, 'sip:fred@example.net').invite()),
    ];
    expect(await refused()).toEqual(['30', '30']);
    await centre.crash();
    expect(await refused()).toEqual(['30', '30']);
    expect((await carol.say('still here')).status).toBe(200);
    expect((await pageFrom(centre, 'gus', ELSEWHERE).say('Hi.')).status).toBe(200);
    expect((await new AccountCustomer(centre, 'alice').say('Hi.')).status).toBe(200);
    for (const name of ['hugo', 'ida', 'jane'])
      expect((await pageFrom(centre, name, '203.0.113.9').say('Hi.')).status).toBe(200);
  });

  test('[OV13] whom a trusted peer vouches for is not counted by the address', async () => {
    const configuration = demoConfiguration((file) => {
      file.trustedPeers = [{ name: 'front', addresses: ['198.51.100.7'] }];
    });
    const centre = await ContactCentre.open({ configuration, chatBounds });
    const front = new PageCustomer(centre);
    for (const name of ['carol', 'dora', 'emil'])
      expect((await front.say('Hi.', { from: `sip:${name}@example.net` })).status).toBe(200);
  });
});

describe('new chats faster than they may be begun', () => {
  test('[OV15] whoever is being served goes on, and a second later others may begin', async () => {
    const centre = await ContactCentre.open({ requestsPerSecond: 8 });
    const page = pageFrom(centre, 'carol');
    const session = new SessionCustomer(centre);
    expect([(await page.say('Hi.')).status, (await session.invite()).status]).toEqual([200, 200]);
    const late = pageFrom(centre, 'dora', ELSEWHERE);
    const refused = [await late.say('new'), await new SessionCustomer(centre, 'sip:emil@example.net').invite()];
    expect(refused.map((sent) => [sent.status, retryAfter(sent)])).toEqual([
      [503, '1'],
      [503, '1'],
    ]);
    // Refused without any state; the two that were taken have theirs.
    expect(centre.world.userAgent.transactionCounts.server).toBe(2);
    const goingOn = [await page.say('more'), await session.say('more'), await session.reinvite()];
    expect(goingOn.map(({ status }) => status)).toEqual([200, 200, 200]);
    await centre.pass(1);
    expect((await late.say('new again')).status).toBe(200);
  });
});
