import { deflateSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { COMPOSING, composing, cpimText, IMDN, imdn } from '../../support/customers/cpim-text.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

const CPIM = 'message/cpim';
const DEFLATE = ['Content-Encoding: deflate'];

describe('what customers send', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;
  let alice: PageCustomer;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
    alice = new PageCustomer(centre);
  });

  test('[MQ12][MQ15] texts in envelopes, compressed and in parts reach the agent as texts', async () => {
    expect((await alice.say(cpimText('One.', { id: 'id-1' }), { contentType: CPIM })).status).toBe(200);
    await maya.answer(maya.rung[0]);
    await alice.say(deflateSync('Two.'), { headers: DEFLATE });
    await alice.say(deflateSync(cpimText('Three.', { id: 'id-3' })), { contentType: CPIM, headers: DEFLATE });
    const parts = '--b\r\nContent-Type: text/plain\r\n\r\nFour.\r\n--b\r\nContent-Type: text/html\r\n\r\n<b>\r\n--b--';
    await alice.say(parts, { contentType: 'multipart/alternative;boundary=b' });
    expect(maya.texts).toEqual(['One.', 'Two.', 'Three.', 'Four.']);
  });

  test('[MQ11][MQ15] what is not taken is refused with the reason and with what would be taken', async () => {
    const picture = await alice.say('…', { contentType: 'image/png' });
    expect(picture.response?.startLine).toBe('SIP/2.0 415 Unsupported Media Type');
    expect(picture.response?.headers.get('accept')).toContain(CPIM);
    const brotli = await alice.say('…', { headers: ['Content-Encoding: br'] });
    expect([brotli.status, brotli.response?.headers.get('accept-encoding')]).toEqual([415, 'deflate, gzip, identity']);
    const html = await alice.say('--b\r\nContent-Type: text/html\r\n\r\n<b>\r\n--b--', {
      contentType: 'multipart/mixed;boundary=b',
    });
    expect([html.status, html.response?.headers.get('accept')?.includes('text/plain')]).toEqual([415, true]);
    const vital = await alice.say(`NS: x <urn:x>\r\nRequire: x.Vital\r\n\r\n\r\nhello`, { contentType: CPIM });
    expect([vital.status, vital.response?.headers.get('unsupported')]).toEqual([420, 'x.Vital']);
    expect((await alice.say('hello', { contentType: CPIM })).status).toBe(400);
    const bomb = await alice.say(deflateSync('x'.repeat(60_000)), { headers: DEFLATE });
    expect(bomb.status).toBe(413);
    expect(centre.switchState.calls.size).toBe(0);
    expect(maya.rung).toHaveLength(0);
  });

  test('[MQ15] the same in a session', async () => {
    const bob = new SessionCustomer(centre);
    await bob.invite();
    await maya.answer(maya.rung[0]);
    expect((await bob.say(cpimText('One.'), [], CPIM)).status).toBe(200);
    expect((await bob.say('…', [], 'text/plain;charset=odd')).status).toBe(415);
    expect(maya.texts).toEqual(['One.']);
  });

  test('[MQ16] a text with the id of one before is answered and not told again', async () => {
    await alice.say(cpimText('One.', { id: 'id-1' }), { contentType: CPIM });
    await maya.answer(maya.rung[0]);
    expect((await alice.say(cpimText('One.', { id: 'id-1' }), { contentType: CPIM })).status).toBe(200);
    expect((await alice.say(cpimText('One.', { id: 'id-2' }), { contentType: CPIM })).status).toBe(200);
    expect(maya.texts).toEqual(['One.', 'One.']);
  });

  test('[MQ17] notices open nothing, are no texts and keep nobody awake', async () => {
    expect((await alice.say(composing('active'), { contentType: COMPOSING })).status).toBe(200);
    expect((await alice.say(imdn('foreign', 'displayed'), { contentType: IMDN })).status).toBe(200);
    expect((await alice.say('<x', { contentType: COMPOSING })).status).toBe(400);
    expect((await alice.say('<x', { contentType: IMDN })).status).toBe(400);
    expect(centre.switchState.calls.size).toBe(0);
    await alice.say('Hi.');
    await maya.answer(maya.rung[0]);
    await centre.pass(29 * 60, 60);
    await alice.say(composing('active'), { contentType: COMPOSING });
    await alice.say(imdn('foreign', 'displayed'), { contentType: IMDN });
    expect(centre.switchState.calls.size).toBe(1);
    await centre.pass(60, 30);
    expect(centre.switchState.calls.size).toBe(0);
    expect(maya.texts).toEqual(['Hi.']);
  });
});
