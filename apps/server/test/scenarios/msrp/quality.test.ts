import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { COMPOSING, composing, cpimText, IMDN } from '../../support/customers/cpim-text.ts';
import { MsrpCustomer, type MsrpInvitation } from '../../support/customers/msrp-customer.ts';
import { chatOverMsrp } from '../../support/scenes/msrp-scene.ts';

describe('what goes beside texts over MSRP', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;

  beforeEach(async () => {
    centre = await ContactCentre.open();
    maya = await DesktopClient.ready(centre, '1001');
  });

  const chat = (options?: MsrpInvitation) => chatOverMsrp(centre, maya, options);

  const agentTypes = (connID: unknown) =>
    maya.request('TPrivateService', { thisDN: '1001', connID, serviceID: 3002, extensions: { isComposing: 'active' } });

  test('[MS27] typing goes both ways to a client whose a=accept-types has it, and nothing to one whose has not', async () => {
    const { bob, connID } = await chat({ types: `text/plain ${COMPOSING}` });
    expect((await bob.write(composing('active', 60), { type: COMPOSING })).status).toBe(200);
    expect(maya.last('EventPrivateInfo', { privateMsgID: 3002 }).extensions).toMatchObject({ isComposing: 'active' });
    await agentTypes(connID);
    expect(bob.client.shownTypes).toEqual([COMPOSING]);
    await bob.bye();
    const { bob: other, connID: next } = await chat();
    await other.write(composing('active', 60), { type: COMPOSING });
    await agentTypes(next);
    await maya.say(next, 'Hello.');
    expect(other.client.shownTypes).toEqual(['text/plain;charset=utf-8']);
    expect([...bob.messages, ...other.messages]).toEqual([]);
  });

  test('[MS27] a client that writes in envelopes is written to in envelopes, where it takes them', async () => {
    const wrapping = { types: 'text/plain message/cpim', extra: [`a=accept-wrapped-types:text/plain ${IMDN}`] };
    const { bob, connID } = await chat(wrapping);
    await maya.say(connID, 'Plain.');
    await bob.write(cpimText('In an envelope.', { id: 'id-of-bob', asks: 'positive-delivery' }), {
      type: 'message/cpim',
    });
    expect(maya.texts).toEqual(['Plain.', 'In an envelope.']);
    await maya.say(connID, 'Wrapped.');
    expect(bob.client.shownTypes[0]).toBe('text/plain;charset=utf-8');
    expect(bob.client.shownTypes.slice(1)).toEqual(['message/cpim', 'message/cpim']);
    // The notification that he asked for, then the text.
    expect(bob.client.shown[1]).toContain('<message-id>id-of-bob</message-id>');
    expect(bob.client.shown[2]).toMatch(/\r\n\r\n\[Maya\/1001\] Wrapped\.$/);
    const { bob: plain, connID: next } = await (async () => {
      await bob.bye();
      return chat();
    })();
    await plain.write(cpimText('In an envelope.', {}), { type: 'message/cpim' });
    await maya.say(next, 'Plain.');
    expect(plain.client.shownTypes).toEqual(['text/plain;charset=utf-8']);
  });

  test('[MS28] what was asked for by a sips URI goes over TLS or is not served', async () => {
    const clear = new MsrpCustomer(centre, 'sip:bob@example.net', 'TLS');
    expect((await clear.invite({ scheme: 'sips', offer: clear.client.offer() })).status).toBe(488);
    const secure = clear.client.offer().replace('TCP/MSRP', 'TCP/TLS/MSRP').replace('a=path:msrp:', 'a=path:msrps:');
    const sent = await new MsrpCustomer(centre, 'sip:bob@example.net', 'TLS').invite({ scheme: 'sips', offer: secure });
    expect(sent.response?.body).toMatch(
      /m=message 2856 TCP\/TLS\/MSRP \*\r\n[\s\S]*a=path:msrps:\/\/192\.0\.2\.1:2856\//,
    );
  });
});
