import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { SessionCustomer } from '../../support/customers/session-customer.ts';

describe('a session that was asked for by a sips URI', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
  });

  async function chat() {
    const bob = new SessionCustomer(centre, 'sip:bob@example.net', 'WSS');
    const invite = await bob.invite({ scheme: 'sips' });
    const connID = maya.rung.at(-1);
    await maya.answer(connID);
    return { bob, connID, invite };
  }

  test('[TP48] has a sips Contact of ours, and texts go both ways', async () => {
    const { bob, connID, invite } = await chat();
    expect(invite.response?.headers.get('contact')).toMatch(/^<sips:1111@192\.0\.2\.1:5060;transport=ws>/);
    expect((await bob.say('Hello.')).status).toBe(200);
    await maya.say(connID, 'Hi Bob.');
    expect(bob.shown).toEqual(['[Maya/1001] Hi Bob.']);
    expect(bob.messages[0]?.headers.get('via')).toMatch(/^SIP\/2\.0\/WSS /);
  });

  test('[TP49] goes on over another encrypted flow, and over no other', async () => {
    const { bob, connID } = await chat();
    const encrypted = bob.flow;
    bob.flow = centre.openFlow('TCP', bob);
    expect((await bob.say('with sips')).status).toBe(480);
    bob.forgetSecurity();
    expect((await bob.say('without')).status).toBe(481);
    await maya.say(connID, 'Only for you.');
    expect(bob.messages[0]?.headers.get('via')).toMatch(/^SIP\/2\.0\/WSS /);
    centre.cut(encrypted);
    bob.flow = centre.openFlow('TLS', bob);
    expect((await bob.say('here again')).status).toBe(200);
    expect(maya.texts).toEqual(['Only for you.', 'here again']);
  });
});
