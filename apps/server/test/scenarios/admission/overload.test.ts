import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

describe('the store is behind', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let page: PageCustomer;
  let session: SessionCustomer;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
    page = new PageCustomer(centre);
    session = new SessionCustomer(centre);
    await page.say('Hi.');
    await session.invite();
    for (const connID of maya.rung) await maya.answer(connID);
    centre.store.hold();
  });

  /** One input whose commit lasts five seconds. */
  async function fallBehind() {
    const slow = await session.say('slow');
    centre.clock.advance(4_999);
    expect(centre.world.callControl.recorder.isBehind).toBe(false);
    centre.clock.advance(1);
    expect(centre.world.callControl.recorder.isBehind).toBe(true);
    return slow;
  }

  async function catchUp() {
    centre.store.letGo();
    await centre.settle();
  }

  test('[OV5] whoever would begin something gets 503 with Retry-After, and can begin it when the store has caught up', async () => {
    await fallBehind();
    const lone = new PageCustomer(centre, 'sip:carol@example.net');
    const refused = [await lone.say('new'), await new SessionCustomer(centre, 'sip:dora@example.net').invite()];
    expect(refused.map(({ status, response }) => [status, response?.headers.get('retry-after')])).toEqual([
      [503, '5'],
      [503, '5'],
    ]);
    await catchUp();
    expect((await lone.say('new again')).status).toBe(200);
  });

  test('[OV1] [OV4] [OV5] open chats, sessions, a page that is loaded anew and desks go on, and nothing of theirs is lost', async () => {
    const slow = await fallBehind();
    const written = [await page.say('page'), await session.say('session')];
    const former = { ...session.dialog };
    const anew = new SessionCustomer(centre);
    const reloaded = await anew.invite({ replaces: former });
    maya.submit('TPrivateService', {
      thisDN: '1001',
      connID: maya.rung[0],
      serviceID: 3001,
      extensions: { im: 'desk' },
    });
    expect([slow, ...written, reloaded].map(({ status }) => status)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    await catchUp();
    expect([slow, ...written, reloaded].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(maya.texts).toEqual(['Hi.', 'slow', 'page', 'session', 'desk']);
  });

  test('[OV1] a forged To tag, and the From of a chat from elsewhere, are nobody who is being served', async () => {
    await fallBehind();
    const stranger = new SessionCustomer(centre);
    stranger.dialog = { ...session.dialog, remoteTag: 'forged' };
    const mimic = new PageCustomer(centre);
    expect([(await stranger.say('x')).status, (await mimic.say('x')).status]).toEqual([503, 503]);
  });
});
