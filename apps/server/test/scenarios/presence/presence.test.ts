import { weekdaySchema } from '@cordboard/shared/routing/calendar';
import { beforeEach, describe, expect, test } from 'vitest';
import { required } from '../../../src/base/assert.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { PresenceWatcher } from '../../support/customers/presence-watcher.ts';
import { FakeClock } from '../../support/fakes/fake-clock.ts';
import { draw, saying, strategiesOf } from '../../support/scenes/drawn-strategies.ts';

describe('presence', () => {
  let centre: ContactCentre;
  let alice: PresenceWatcher;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    alice = new PresenceWatcher(centre, 'alice');
  });

  const subscriptions = () => [...centre.switchState.subscriptions.values()];

  test('[PR1] [PR5] [PR11] a routing point opens with its first ready agent and closes with the last login', async () => {
    const sent = await alice.subscribe('1111');
    expect(sent.status).toBe(200);
    expect(sent.response?.headers.get('expires')).toBe('600');
    expect(alice.told).toEqual(['closed']);
    expect(alice.notices[0]?.headers.get('content-type')).toBe('application/pidf+xml');
    expect(alice.notices[0]?.headers.get('event')).toBe('presence');
    expect(alice.states[0]).toBe('active;expires=600');
    expect(alice.notices[0]?.body).toContain('entity="sip:1111@localhost"');
    await centre.pass(6);
    const maya = await DesktopClient.ready(centre, '1001');
    await centre.pass(1);
    expect(alice.told).toEqual(['closed', 'open']);
    await centre.pass(6);
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await centre.pass(1);
    expect(alice.told).toEqual(['closed', 'open', 'busy']);
    expect(alice.notices[2]?.body).toContain('<basic>open</basic>');
    await centre.pass(6);
    await maya.request('TAgentLogout', { thisDN: '1001' });
    await centre.pass(1);
    expect(alice.told).toEqual(['closed', 'open', 'busy', 'closed']);
    const cseqs = alice.notices.map(({ headers }) => Number.parseInt(headers.get('cseq') ?? '', 10));
    expect(cseqs).toEqual(cseqs.toSorted((one, other) => one - other));
  });

  test('[PR2] a routing point that is closed at this hour is closed, whoever is ready', async () => {
    await DesktopClient.ready(centre, '1001');
    await alice.subscribe('1113');
    await alice.subscribe('1112');
    expect(alice.told).toEqual(['closed', 'open']);
  });

  test('[PR3] [PR7] an agent is watched by accounts only, and is busy while no chat may be routed to him', async () => {
    const stranger = new PresenceWatcher(centre, 'stranger');
    expect((await stranger.subscribeAs('sip:eve@example.net', '1001')).status).toBe(403);
    expect((await stranger.subscribeAs('sip:eve@example.net', '1111')).status).toBe(200);
    expect((await stranger.subscribeAs('sip:alice@localhost', '1001')).status).toBe(401);
    expect((await alice.subscribe('1001')).status).toBe(200);
    expect(alice.told).toEqual(['closed']);
    await centre.pass(6);
    const maya = await DesktopClient.connect(centre, '1001');
    await maya.logIn('1001');
    await centre.pass(1);
    expect(alice.told).toEqual(['closed', 'busy']);
    await centre.pass(6);
    await maya.request('TAgentSetReady', { thisDN: '1001' });
    await centre.pass(1);
    expect(alice.told).toEqual(['closed', 'busy', 'open']);
  });

  test('[PR6] what is not served is refused with what would be', async () => {
    const other = await alice.subscribe('1111', { event: 'dialog' });
    expect([other.status, other.response?.headers.get('allow-events')]).toEqual([489, 'presence']);
    expect((await alice.subscribe('1111', { accept: 'application/xpidf+xml' })).status).toBe(406);
    const short = await alice.subscribe('1111', { expires: 30 });
    expect([short.status, short.response?.headers.get('min-expires')]).toEqual([423, '60']);
    for (const expires of [86_400, 99_999_999_999]) {
      const long = await alice.subscribe('1111', { expires });
      expect([long.status, long.response?.headers.get('expires')]).toEqual([200, '3600']);
      await alice.renew(long, 0);
    }
    await alice.subscribe('1111');
    expect((await alice.subscribe('4711')).status).toBe(404);
    expect((await alice.subscribe('1101')).status).toBe(404);
    expect(subscriptions()).toHaveLength(1);
  });

  test('[PR5] a repeat gets the same dialog, also after a restart', async () => {
    const sent = await alice.subscribe('1111');
    const to = sent.response?.headers.get('to');
    await centre.crash();
    await alice.repeat(sent);
    expect(sent.response?.headers.get('to')).toBe(to);
    expect(subscriptions()).toHaveLength(1);
  });

  test('[PR8] renewed within its dialog, ended with expiry 0; a look makes none', async () => {
    const sent = await alice.subscribe('1111');
    const renewed = await alice.renew(sent, 900);
    expect([renewed.status, renewed.response?.headers.get('expires')]).toEqual([200, '900']);
    expect(alice.states).toEqual(['active;expires=600', 'active;expires=900']);
    expect((await alice.renew(sent, 0)).status).toBe(200);
    expect(alice.states.at(-1)).toBe('terminated;reason=timeout');
    expect(subscriptions()).toEqual([]);
    expect((await alice.renew(sent, 600)).status).toBe(481);
    expect((await alice.subscribe('1111', { expires: 0 })).status).toBe(200);
    expect(alice.states.at(-1)).toBe('terminated;reason=timeout');
    expect(alice.told.at(-1)).toBe('closed');
    expect(subscriptions()).toEqual([]);
    expect(centre.switchState.deadlines.size).toBe(0);
  });

  test('[PR8] nobody else renews or ends it', async () => {
    const sent = await alice.subscribe('1111');
    const thief = new PresenceWatcher(centre, 'bob');
    expect((await thief.renew(sent, 0)).status).not.toBe(200);
    expect(subscriptions()).toHaveLength(1);
  });

  test('[PR8] that of an anonymous watcher is his on his flow, with his tag', async () => {
    const sent = await alice.subscribeAs('sip:ann@example.net', '1111');
    const thief = new PresenceWatcher(centre, 'bob');
    expect((await thief.renew(sent, 0)).status).toBe(481);
    expect((await alice.renew(sent, 0, { from: '<sip:ann@example.net>;tag=other' })).status).toBe(481);
    expect((await alice.renew(sent, 0, { event: 'presence;id=2' })).status).toBe(481);
    expect(subscriptions()).toHaveLength(1);
    expect((await alice.renew(sent, 0)).status).toBe(200);
  });

  test('[PR9] what is not renewed ends with a last notice', async () => {
    await alice.subscribe('1111', { expires: 60 });
    await centre.pass(61, 1);
    expect(alice.states).toEqual(['active;expires=60', 'terminated;reason=timeout']);
    expect(subscriptions()).toEqual([]);
  });

  test.each([[481], [405], [408]])('[PR9] a watcher who answers %i is told nothing more', async (status) => {
    alice.otherReply = { status };
    await alice.subscribe('1111');
    expect(subscriptions()).toEqual([]);
  });

  test('[PR9] one who never answers is told nothing more, one who asks for a pause gets it', async () => {
    alice.otherReply = null;
    await alice.subscribe('1111');
    await centre.pass(33, 1);
    expect(subscriptions()).toEqual([]);
    alice.otherReply = { status: 503, headers: ['Retry-After: 20'] };
    await alice.subscribe('1111');
    const before = alice.notices.length;
    alice.otherReply = { status: 200 };
    await centre.pass(19, 1);
    expect(alice.notices).toHaveLength(before);
    await centre.pass(2, 1);
    expect(alice.notices).toHaveLength(before + 1);
    expect(subscriptions()).toHaveLength(1);
  });

  test('[PR10] a watcher has no more than its share', async () => {
    for (let count = 0; count < 100; count += 1) expect((await alice.subscribe('1111')).status).toBe(200);
    const refused = await alice.subscribe('1111');
    expect([refused.status, refused.response?.headers.get('retry-after')]).toEqual([503, '60']);
    const bob = new PresenceWatcher(centre, 'bob');
    expect((await bob.subscribe('1111')).status).toBe(200);
  });

  test('[PR11] at most one notice in five seconds, and nothing about what changed back', async () => {
    await alice.subscribe('1111');
    const maya = await DesktopClient.ready(centre, '1001');
    await centre.pass(1);
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await maya.request('TAgentSetReady', { thisDN: '1001' });
    await maya.request('TAgentLogout', { thisDN: '1001' });
    await centre.pass(10);
    expect(alice.told).toEqual(['closed']);
    await maya.logIn('1001');
    await centre.pass(1);
    await maya.request('TAgentSetReady', { thisDN: '1001' });
    await centre.pass(1);
    expect(alice.told).toEqual(['closed', 'busy']);
    await centre.pass(5);
    expect(alice.told).toEqual(['closed', 'busy', 'open']);
  });

  test('[PR1] a chat that takes the last room makes it busy, its end open again', async () => {
    await alice.subscribe('1111');
    const maya = await DesktopClient.ready(centre, '1001');
    const customers = Array.from({ length: 3 }, (_, index) => new PageCustomer(centre, `sip:c${index}@example.net`));
    for (const customer of customers) await customer.say('Hello');
    for (const { connID } of maya.events.filter(({ name }) => name === 'EventRinging')) await maya.answer(connID);
    await centre.pass(6);
    expect(alice.told.at(-1)).toBe('busy');
    const [first] = maya.events.filter(({ name }) => name === 'EventEstablished');
    await maya.release(first?.connID);
    await centre.pass(40, 1);
    expect(alice.told.at(-1)).toBe('open');
  });

  test('[PR13] after a restart whoever was told something else is told how it is', async () => {
    await alice.subscribe('1111');
    const maya = await DesktopClient.ready(centre, '1001');
    await maya.request('TAgentSetNotReady', { thisDN: '1001' });
    await centre.crash();
    await centre.pass(6);
    expect(alice.told).toEqual(['closed', 'busy']);
    expect(subscriptions()).toHaveLength(1);
    // What was on its way when the server died is told again.
    alice.otherReply = null;
    await centre.pass(6);
    await maya.disconnect();
    await DesktopClient.connect(centre, '1001').then((back) => back.request('TAgentSetReady', { thisDN: '1001' }));
    await centre.pass(1);
    alice.otherReply = { status: 200 };
    await centre.crash();
    expect(alice.told.at(-1)).toBe('busy');
    expect(alice.notices.length).toBeGreaterThan(3);
    expect(subscriptions()[0]?.inFlight).toBeNull();
  });

  test('[PR12] the hours of a routing point begin without any event', async () => {
    const opensAt = new Date(new FakeClock().now() + 180_000).toISOString().slice(11, 16);
    const configuration = demoConfiguration((file) => {
      const days = [...weekdaySchema.options];
      for (const calendar of file.calendars)
        Object.assign(calendar, { timeZone: 'UTC', weekly: [{ days, from: opensAt, to: '24:00' }], holidays: [] });
    });
    centre = await ContactCentre.open({ configuration });
    await DesktopClient.ready(centre, '1001');
    const watcher = new PresenceWatcher(centre, 'alice');
    await watcher.subscribe('1114');
    expect(watcher.told).toEqual(['closed']);
    await centre.pass(215, 1);
    expect(watcher.told).toEqual(['closed', 'open']);
  });

  test('[PR11] [PR12] another strategy at a routing point, and another version of it, are told within a second', async () => {
    await DesktopClient.ready(centre, '1001');
    await alice.subscribe('1111');
    const { configuration } = centre.switchState;
    const serving = required(
      configuration.findStrategy(configuration.findRoutingPoint('1111')?.strategy ?? ''),
      '1111',
    );
    await draw(centre, 'Other', saying('We are closed.'));
    await centre.pass(6);
    await strategiesOf(centre).assign('1111', 'Other', 'admin');
    await centre.pass(1);
    expect(alice.told).toEqual(['open', 'closed']);
    await centre.pass(6);
    await draw(centre, 'Other', serving);
    await centre.pass(1);
    expect(alice.told).toEqual(['open', 'closed', 'open']);
  });
});
