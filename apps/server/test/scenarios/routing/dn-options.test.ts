import { describe, expect, test } from 'vitest';
import type { Session } from '../../../src/services/auth/session.ts';
import { Administration } from '../../../src/services/configuration/administration.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

const admin: Session = { id: 'a', userName: 'admin', place: null, createdAt: 0, expiresAt: 1 };

function administration({ world: { callControl } }: ContactCentre): Administration {
  return new Administration({
    state: callControl.state,
    change: (what, decide) => callControl.change(what, decide),
  });
}

async function set(centre: ContactCentre, dn: string, change: Parameters<Administration['setDnOptions']>[2]) {
  const answer = administration(centre).setDnOptions(admin, dn, change);
  await centre.settle();
  return answer;
}

async function readyOnBoth(centre: ContactCentre): Promise<DesktopClient> {
  const ravi = await DesktopClient.connect(centre, '1004');
  for (const dn of ['1004', '1104']) {
    await ravi.logIn(dn);
    await ravi.request('TAgentSetReady', { thisDN: dn });
  }
  return ravi;
}

describe('options of a DN, changed while the server is running', () => {
  test.each([
    [{ 'sip-signaling-chat': true }, 0],
    [{ 'sip-signaling-chat': 'none' }, 1],
    [{ 'sip-signaling-chat': false }, 1],
    [{ multimedia: false }, 0],
    [{ voice: false }, 1],
  ] as const)('[CP12] %o: %d chats are offered', async (change, offered) => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    expect(await set(centre, '1001', change)).toMatchObject({ ok: true, value: change });
    await new PageCustomer(centre).say('Hello');
    await centre.settle();
    expect(maya.rung).toHaveLength(offered);
  });

  test('[CP12] what waits is offered at once to a DN that takes IMs from now on, also after a restart', async () => {
    const centre = await ContactCentre.open();
    const tom = await DesktopClient.ready(centre, '1005');
    await new PageCustomer(centre).say('Hello');
    await centre.settle();
    expect(tom.rung).toHaveLength(0);
    await set(centre, '1005', { 'sip-signaling-chat': false });
    expect(tom.rung).toHaveLength(1);
    await tom.answer(tom.rung[0]);
    await centre.crash('kept');
    expect(centre.switchState.configuration.findExtension('1005')?.options['sip-signaling-chat']).toBe(false);
  });

  test('[CP12] what rings goes elsewhere, what is answered goes on', async () => {
    const centre = await ContactCentre.open();
    const maya = await DesktopClient.ready(centre, '1001');
    await new PageCustomer(centre).say('Hello');
    await centre.settle();
    await maya.answer(maya.rung[0]);
    await new PageCustomer(centre, 'sip:bob@example.net').say('Hi');
    await centre.settle();
    const ben = await DesktopClient.ready(centre, '1002');
    await set(centre, '1001', { multimedia: false });
    expect(ben.rung).toEqual([maya.rung[1]]);
    expect((await maya.say(maya.rung[0], 'Still here')).name).toBe('EventPrivateInfo');
  });

  test('[CP12] [CF19] an overflow list that names what is not there is refused, and nothing changes', async () => {
    const centre = await ContactCentre.open();
    expect(await set(centre, '1001', { 'no-answer-overflow': ['recall', '1102'] })).toMatchObject({
      ok: false,
      failure: { code: 'InvalidAttribute', message: expect.stringContaining('"1102"') },
    });
    expect(centre.switchState.configuration.findExtension('1001')?.options['no-answer-overflow']).toBeUndefined();
    expect(await set(centre, '1001', { 'no-answer-overflow': ['1112', '1002', 'recall'] })).toMatchObject({ ok: true });
  });

  test('[CP12] [CF1] a change that is not stored has not happened; an unknown DN is refused', async () => {
    const centre = await ContactCentre.open();
    expect(await set(centre, '9999', { multimedia: false })).toMatchObject({
      ok: false,
      failure: { code: 'UnknownDN' },
    });
    const before = centre.switchState.configuration;
    centre.store.failNext();
    const answer = administration(centre).setDnOptions(admin, '1001', { multimedia: false });
    await Promise.all([expect(answer).rejects.toThrow('cannot store'), centre.settle()]);
    expect(centre.switchState.configuration.findExtension('1001')?.options.multimedia).toBe(true);
    expect(before.findExtension('1001')?.options.multimedia).toBe(true);
  });
});

describe('a voice DN and an IM DN at one place', () => {
  test('[CP13] both log in and are Ready; the voice DN gets nothing, the IM DN the chats of the place', async () => {
    const centre = await ContactCentre.open();
    const ravi = await readyOnBoth(centre);
    for (const name of ['a', 'b', 'c', 'd']) await new PageCustomer(centre, `sip:${name}@example.net`).say('Hello');
    await centre.settle();
    expect(ravi.all('EventRinging').map(({ thisDN }) => thisDN)).toEqual(['1104', '1104', '1104']);
    expect(centre.switchState.agentSessions.get('1004')).toMatchObject({ state: 'ready', occupancy: { chat: 3 } });
  });

  test('[CP13] Not Ready on the voice DN keeps no chat away', async () => {
    const centre = await ContactCentre.open();
    const ravi = await readyOnBoth(centre);
    await ravi.request('TAgentSetNotReady', { thisDN: '1004' });
    await new PageCustomer(centre).say('Hello');
    await centre.settle();
    expect(ravi.rung).toHaveLength(1);
  });

  test('[CP11] after-call work on the voice DN takes a slot when the option says so', async () => {
    const chatsBeside = async (isCounted: boolean) => {
      const configuration = demoConfiguration((file) => {
        file.tenant.options['capacity-treat-acw-as-interaction'] = isCounted;
      });
      const centre = await ContactCentre.open({ configuration });
      const ravi = await readyOnBoth(centre);
      await ravi.request('TAgentSetNotReady', { thisDN: '1004', agentWorkMode: 3 });
      for (const name of ['a', 'b', 'c', 'd']) await new PageCustomer(centre, `sip:${name}@example.net`).say('Hello');
      await centre.settle();
      return [centre.switchState.agentSessions.get('1004')?.state, ravi.rung.length];
    };
    // Voice 1 leaves room for one chat.
    expect([await chatsBeside(false), await chatsBeside(true)]).toEqual([
      ['notReady', 3],
      ['notReady', 1],
    ]);
  });
});

test('[CP10] without use_agent_capacity rules limit nothing', async () => {
  const configuration = demoConfiguration((file) => {
    file.tenant.options.use_agent_capacity = false;
  });
  const centre = await ContactCentre.open({ configuration });
  const maya = await DesktopClient.ready(centre, '1001');
  for (let index = 0; index < 6; index += 1) await new PageCustomer(centre, `sip:c${index}@example.net`).say('Hello');
  await centre.settle();
  expect(maya.rung).toHaveLength(6);
});
