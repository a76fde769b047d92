import { beforeEach, describe, expect, test } from 'vitest';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';
import { monitor, supervisor } from '../../support/scenes/supervision-scene.ts';

/** Agents hold one chat and no more. */
const oneChat = () =>
  demoConfiguration((file) => {
    file.capacityRules = file.capacityRules.map((rule) => ({ ...rule, limits: [{ media: 'chat', max: 1 }] }));
  });

describe('[CP7] what counts against the capacity of an agent', () => {
  let centre: ContactCentre;
  let maya: DesktopClient;

  beforeEach(async () => {
    centre = await ContactCentre.open({ configuration: oneChat() });
    maya = await DesktopClient.ready(centre, '1001');
    await write('alice');
  });

  async function write(name: string): Promise<void> {
    await new PageCustomer(centre, `sip:${name}@example.net`).say(`I am ${name}.`);
  }

  const chatsOf = (dn: string) => centre.switchState.agentSessions.get(dn)?.occupancy.chat;
  const callers = (client: DesktopClient) => client.all('EventRinging').map((event) => event['otherDN']);

  test('[CP7] what rings', async () => {
    await write('bob');
    expect(callers(maya)).toEqual(['alice@example.net']);
    expect(chatsOf('1001')).toBe(1);
  });

  test('[CP7] what is held', async () => {
    const [connID] = maya.rung;
    await maya.answer(connID);
    await maya.request('THoldCall', { thisDN: '1001', connID });
    await write('bob');
    expect(callers(maya)).toEqual(['alice@example.net']);
    expect(chatsOf('1001')).toBe(1);
    await maya.request('TRetrieveCall', { thisDN: '1001', connID });
    await maya.release(connID);
    expect(callers(maya)).toEqual(['alice@example.net', 'bob@example.net']);
  });

  test('[CP7] a consultation, for both; itself it rings at whoever is asked, however many chats he has', async () => {
    const [connID] = maya.rung;
    await maya.answer(connID);
    const ben = await DesktopClient.ready(centre, '1002');
    await write('bob');
    await maya.request('TInitiateTransfer', { thisDN: '1001', connID, otherDN: '1002' });
    const consultation = maya.last('EventDialing')['connID'];
    expect(ben.rung).toContain(consultation);
    expect([chatsOf('1001'), chatsOf('1002')]).toEqual([2, 2]);
    await ben.answer(consultation);
    await ben.release(ben.rung[0]);
    // Bob's chat is declined and pauses for Ben; carol would come in, were it not for the consultation.
    await write('carol');
    expect([chatsOf('1001'), chatsOf('1002')]).toEqual([2, 1]);
    expect(callers(ben)).not.toContain('carol@example.net');
    await ben.release(consultation);
    expect(callers(ben)).toContain('carol@example.net');
    expect(callers(maya)).toEqual(['alice@example.net']);
  });

  test('[CP7] not what a supervisor observes', async () => {
    const sara = await supervisor(centre, '2001');
    await maya.answer(maya.rung[0]);
    await monitor(sara, { mode: 'connect' });
    expect(sara.last('EventEstablished')).toMatchObject({ connID: maya.rung[0], thisDNRole: 10 });
    // Counted anew with each change of state.
    await sara.request('TAgentSetReady', { thisDN: '2001' });
    expect([chatsOf('1001'), chatsOf('2001')]).toEqual([1, 0]);
  });
});

test('[CP8] [CP15] a DN tells the capacity vectors of the media that it takes', async () => {
  const centre = await ContactCentre.open({
    configuration: demoConfiguration((file) => {
      file.capacityRules = file.capacityRules.map((rule) => ({ ...rule, limits: [{ media: 'chat', max: 3 }] }));
    }),
  });
  const maya = await DesktopClient.ready(centre, '1001');
  const lena = await DesktopClient.ready(centre, '1003');
  const ask = async (client: DesktopClient, thisDN: string) =>
    (await client.request('TQueryAddress', { thisDN }))['extensions'] as Record<string, unknown>;
  expect(await ask(lena, '1001')).toMatchObject({ 'capacity-chat': ['R', 0, 3, 3], 'capacity-voice': ['R', 0, 0, 0] });
  expect(await ask(maya, '1003')).not.toHaveProperty('capacity-voice');
  expect(await ask(maya, '1002')).not.toHaveProperty('capacity-chat');
  await new PageCustomer(centre).say('Hello.');
  expect(await ask(lena, '1001')).toMatchObject({ 'capacity-chat': ['R', 1, 3, 2] });
  await maya.request('TAgentSetNotReady', { thisDN: '1001' });
  expect(await ask(lena, '1001')).toMatchObject({ 'capacity-chat': ['NR', 1, 3, 0] });
});
