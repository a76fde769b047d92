import { describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { SipAgent } from '../../support/agents/sip-agent.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { PresenceWatcher } from '../../support/customers/presence-watcher.ts';
import type { SentRequest } from '../../support/customers/sip-customer.ts';

const PIDF = 'application/pidf+xml';

function pidf(basic: string, activity = ''): string {
  const person = activity === '' ? '' : `<dm:person id="p"><r:activities><r:${activity}/></r:activities></dm:person>`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?><presence xmlns="urn:ietf:params:xml:ns:pidf"' +
    ' xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:r="urn:ietf:params:xml:ns:pidf:rpid"' +
    ` entity="sip:1005@localhost">${person}<tuple id="t"><status><basic>${basic}</basic></status></tuple></presence>`
  );
}

interface Publish {
  readonly body?: string;
  readonly tag?: string | undefined;
  readonly expires?: number | string;
  readonly event?: string;
  readonly to?: string;
  readonly type?: string;
  readonly more?: readonly string[];
}

function publish(client: SipAgent, what: Publish): Promise<SentRequest> {
  const { body, tag, expires = 600, event = 'presence', to = '1005', type = PIDF, more = [] } = what;
  return client.prove({
    ...{ method: 'PUBLISH', to, contentType: type },
    ...(body === undefined ? {} : { body }),
    headers: [
      `Event: ${event}`,
      `Expires: ${expires}`,
      ...(tag === undefined ? [] : [`SIP-If-Match: ${tag}`]),
      ...more,
    ],
  });
}

const tagOf = (sent: SentRequest) => sent.response?.headers.get('sip-etag');

/** Tom is logged in and Not Ready at his desktop, his client is registered. */
async function open(where: 'dn' | 'tenant' | 'nowhere' | 'tenantNotDn' = 'dn') {
  const configuration = demoConfiguration((file) => {
    file.tenant.options['publish-sets-agent-state'] = where.startsWith('tenant');
    for (const dn of file.directoryNumbers) {
      if (dn.type !== 'extension' || dn.number !== '1005') continue;
      if (where === 'dn') dn.options['publish-sets-agent-state'] = true;
      if (where === 'tenantNotDn') dn.options['publish-sets-agent-state'] = false;
    }
  });
  const centre = await ContactCentre.open({ configuration });
  const phone = await SipAgent.registered(centre);
  const tom = await DesktopClient.connect(centre, '1005');
  await tom.logIn('1005');
  const state = () => centre.switchState.agentSessions.get('1005')?.state;
  return { centre, phone, tom, state };
}

describe('PUBLISH', () => {
  test('[PR14] [PR17] open makes Ready and is routed to, an activity Not Ready with its reason', async () => {
    const { centre, phone, tom, state } = await open();
    const first = await publish(phone, { body: pidf('open') });
    expect([first.status, first.response?.headers.get('expires')]).toEqual([200, '600']);
    expect(state()).toBe('ready');
    await new PageCustomer(centre).say('Hello');
    expect(phone.chats).toHaveLength(1);
    const second = await publish(phone, { body: pidf('open', 'on-the-phone'), tag: tagOf(first) });
    expect(second.status).toBe(200);
    expect(tom.last('EventAgentNotReady')).toMatchObject({ thisDN: '1005', reasons: { ReasonCode: 'on-the-phone' } });
    await publish(phone, { body: pidf('open'), tag: tagOf(second) });
    expect(state()).toBe('ready');
    const closed = await publish(phone, { body: pidf('closed') });
    expect(closed.status).toBe(200);
    expect(state()).toBe('notReady');
    expect(tom.last('EventAgentNotReady').reasons).toBeUndefined();
  });

  test.each([
    ['nowhere', 'notReady'],
    ['tenant', 'ready'],
    ['tenantNotDn', 'notReady'],
  ] as const)('[PR17] option %s: %s', async (where, expected) => {
    const { phone, state } = await open(where);
    expect((await publish(phone, { body: pidf('open') })).status).toBe(200);
    expect(state()).toBe(expected);
  });

  test('[PR17] a renewal and the same once more leave what the agent chose at the desk; nobody is logged in by it', async () => {
    const { centre, phone, tom, state } = await open();
    const first = await publish(phone, { body: pidf('open') });
    await tom.request('TAgentSetNotReady', { thisDN: '1005', reasons: { ReasonCode: 'Lunch' } });
    const renewed = await publish(phone, { tag: tagOf(first) });
    expect(renewed.status).toBe(200);
    const again = await publish(phone, { body: pidf('open'), tag: tagOf(renewed) });
    expect(state()).toBe('notReady');
    const closed = await publish(phone, { body: pidf('closed'), tag: tagOf(again) });
    expect(centre.switchState.agentSessions.get('1005')?.reasons).toEqual({ ReasonCode: 'Lunch' });
    await tom.request('TAgentLogout', { thisDN: '1005' });
    expect((await publish(phone, { body: pidf('open'), tag: tagOf(closed) })).status).toBe(200);
    expect(state()).toBeUndefined();
  });

  test('[PR18] what is not renewed ends: the agent is Not Ready, also over a restart', async () => {
    const { centre, phone, state } = await open();
    const first = await publish(phone, { body: pidf('open'), expires: 60 });
    await centre.pass(50);
    const renewed = await publish(phone, { tag: tagOf(first), expires: 60 });
    await centre.pass(50);
    expect(state()).toBe('ready');
    await centre.crash();
    await centre.pass(11);
    expect(state()).toBe('notReady');
    expect(centre.switchState.publications.size).toBe(0);
    expect((await publish(phone, { tag: tagOf(renewed) })).status).toBe(412);
  });

  test('[PR16] [PR18] of two clients what was said last counts, and when that ends what the other says', async () => {
    const { centre, phone, state } = await open();
    const tablet = await SipAgent.registered(centre, '1005', 'WS');
    await publish(phone, { body: pidf('open') });
    const away = await publish(tablet, { body: pidf('open', 'away') });
    expect(state()).toBe('notReady');
    const ended = await publish(tablet, { tag: tagOf(away), expires: 0 });
    expect([ended.status, ended.response?.headers.get('expires')]).toEqual([200, '0']);
    expect(state()).toBe('ready');
    expect(centre.switchState.publications.size).toBe(1);
    for (let count = 0; count < 9; count += 1) await publish(tablet, { body: pidf('open', 'away') });
    expect(centre.switchState.publications.size).toBe(8);
    await centre.pass(601, 5);
    expect(centre.switchState.publications.size).toBe(0);
    expect([...centre.switchState.deadlines.values()].filter(({ kind }) => kind === 'publication')).toEqual([]);
  });

  test('[PR14] [PR16] a repeat has the same answer, also after a restart; an old entity-tag is not known any more', async () => {
    const { centre, phone } = await open();
    const first = await publish(phone, { body: pidf('open') });
    await centre.crash();
    await phone.repeat(first);
    expect(centre.switchState.publications.size).toBe(1);
    const second = await publish(phone, { tag: tagOf(first), expires: 7200 });
    expect(second.response?.headers.get('expires')).toBe('3600');
    expect(tagOf(second)).not.toBe(tagOf(first));
    expect((await publish(phone, { tag: tagOf(first) })).status).toBe(412);
  });

  test.each([
    ['99999999999', '3600'],
    ['soon', '3600'],
    ['4294967295', '3600'],
    ['60', '60'],
  ])('[PR16] Expires: %s is granted as %s s', async (expires, granted) => {
    const { phone } = await open();
    const sent = await publish(phone, { body: pidf('open'), expires });
    expect([sent.status, sent.response?.headers.get('expires')]).toEqual([200, granted]);
  });

  test('[PR15] what is not served is refused with what would be', async () => {
    const { centre, phone, state } = await open();
    const body = pidf('open');
    const other = await publish(phone, { body, event: 'dialog' });
    expect([other.status, other.response?.headers.get('allow-events')]).toEqual([489, 'presence']);
    const short = await publish(phone, { body, expires: 30 });
    expect([short.status, short.response?.headers.get('min-expires')]).toEqual([423, '60']);
    const text = await publish(phone, { body: 'open', type: 'text/plain' });
    expect([text.status, text.response?.headers.get('accept')]).toEqual([415, PIDF]);
    expect((await publish(phone, { body: '<presence/>' })).status).toBe(400);
    expect((await publish(phone, {})).status).toBe(400);
    expect((await publish(phone, { body, tag: 'never' })).status).toBe(412);
    expect((await publish(phone, { body, tag: 'one', more: ['SIP-If-Match: two'] })).status).toBe(400);
    expect((await publish(phone, { body, to: '1001' })).status).toBe(403);
    expect((await publish(phone, { body, to: '4711' })).status).toBe(404);
    const stranger = new PresenceWatcher(centre, 'alice');
    const asked = { method: 'PUBLISH', to: '1005', body, contentType: PIDF, headers: ['Event: presence'] };
    expect((await stranger.ask({ ...asked, from: 'sip:1005@localhost' })).status).toBe(401);
    expect((await stranger.ask({ ...asked, from: 'sip:tom@example.net' })).status).toBe(403);
    expect((await stranger.prove(asked)).status).toBe(403);
    expect(centre.switchState.publications.size).toBe(0);
    expect(state()).toBe('notReady');
  });
});
