import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient, watch } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

function absentSince(centre: ContactCentre, dn: string): number | null | undefined {
  return centre.switchState.agentSessions.get(dn)?.absentSince;
}

describe('an agent whose desktop is lost', () => {
  let centre: ContactCentre;

  beforeEach(async () => {
    centre = await ContactCentre.open();
  });

  test('[AB1] is reconnecting from the moment the last socket is gone, and nobody is told by an event', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const second = await DesktopClient.connect(centre, '1001');
    const router = await watch(centre, ['1001']);
    await maya.disconnect();
    expect(absentSince(centre, '1001')).toBeNull();
    await second.disconnect();
    expect(absentSince(centre, '1001')).toBe(centre.clock.now());
    expect(router.events).toEqual([]);
  });

  test('[AB2] is no routing target; the chat goes to him when he is back and nobody else is free', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await maya.disconnect();
    await new PageCustomer(centre).say('Hi.');
    await centre.pass(30);
    const again = await DesktopClient.connect(centre, '1001', { lastSequence: maya.lastSequence });
    expect(absentSince(centre, '1001')).toBeNull();
    expect(again.all('EventRinging')).toHaveLength(1);
    expect(again.events.map((event) => event.name).slice(0, 2)).toEqual(['EventServerConnected', 'EventLinkConnected']);
    await again.answer(again.rung[0]);
    expect(again.texts).toEqual(['Hi.']);
  });

  test('[AB2] keeps his place among those who are ready', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.ready(centre, '1002');
    await maya.disconnect();
    await centre.pass(10);
    const again = await DesktopClient.connect(centre, '1001');
    await new PageCustomer(centre).say('Hi.');
    expect(again.rung).toHaveLength(1);
    expect(ben.rung).toEqual([]);
  });

  test('[AB2] a group as the target of a transfer passes him over', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.ready(centre, '1002');
    const lena = await DesktopClient.ready(centre, '1003');
    await new PageCustomer(centre).say('Hi.');
    const [connID] = maya.rung;
    await maya.answer(connID);
    await ben.disconnect();
    await maya.request('TSingleStepTransfer', { thisDN: '1001', connID, otherDN: 'ALL_Agents' });
    expect(lena.rung).toEqual([connID]);
  });

  test('[AB3] what rings goes on ringing, and he may answer when he is back', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.ready(centre, '1002');
    await new PageCustomer(centre).say('Hi.');
    const [connID] = maya.rung;
    await maya.disconnect();
    await centre.pass(10);
    expect(ben.rung).toEqual([]);
    const again = await DesktopClient.connect(centre, '1001');
    expect(await again.answer(connID)).toMatchObject({ name: 'EventEstablished', connID });
  });

  test('[AB3] not answered in time it rings elsewhere before the grace is over', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.ready(centre, '1002');
    await new PageCustomer(centre).say('Hi.');
    const router = await watch(centre, ['1001']);
    await maya.disconnect();
    await centre.pass(20);
    expect(ben.rung).toEqual(maya.rung);
    expect(router.all('EventAgentNotReady').map((event) => event['reasons'])).toEqual([{ ReasonCode: 'NoAnswer' }]);
  });

  test('[AB3] a direct call rings at his DN', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const ben = await DesktopClient.ready(centre, '1002');
    await maya.disconnect();
    expect(await ben.request('TMakeCall', { thisDN: '1002', otherDN: '1001' })).toMatchObject({ name: 'EventDialing' });
    const again = await DesktopClient.connect(centre, '1001', { lastSequence: maya.lastSequence });
    expect(again.rung).toEqual([ben.last('EventDialing')['connID']]);
  });

  test('[AB10] back in time nothing has changed', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    const alice = new PageCustomer(centre);
    await alice.say('Hi.');
    const [connID] = maya.rung;
    await maya.answer(connID);
    const router = await watch(centre, ['1001', '1111']);
    await maya.disconnect();
    await centre.pass(59);
    const again = await DesktopClient.connect(centre, '1001');
    await centre.pass(90);
    expect(router.events).toEqual([]);
    await again.say(connID, 'I am back.');
    expect(alice.shown).toEqual(['[Maya/1001] I am back.']);
  });

  test('[AB12] after a restart he has the whole grace, counted as reconnecting from then on', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await maya.disconnect();
    await centre.pass(50);
    await centre.crash();
    const router = await watch(centre, ['1001']);
    await centre.pass(59);
    expect(router.events).toEqual([]);
    expect(absentSince(centre, '1001')).not.toBeNull();
    await centre.pass(1);
    expect(router.last('EventAgentNotReady')).toMatchObject({ reasons: { ReasonCode: 'ConnectionLost' } });
    expect(absentSince(centre, '1001')).toBeNull();
  });

  test('[AB12] after a failure of the store who is connected is not absent', async () => {
    const maya = await DesktopClient.ready(centre, '1001');
    await maya.disconnect();
    const again = await DesktopClient.connect(centre, '1001');
    await centre.crash();
    const back = await DesktopClient.connect(centre, '1001', { lastSequence: again.lastSequence });
    expect(absentSince(centre, '1001')).toBeNull();
    await new PageCustomer(centre).say('Hi.');
    expect(back.rung).toHaveLength(1);
  });
});
