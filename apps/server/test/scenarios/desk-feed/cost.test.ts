import { expect, test } from 'vitest';
import { DeskClient } from '../../support/agents/desk-client.ts';
import { DesktopClient } from '../../support/agents/desktop-client.ts';
import { ContactCentre } from '../../support/centre/contact-centre.ts';
import { demoConfiguration } from '../../support/centre/test-world.ts';
import { PageCustomer } from '../../support/customers/page-customer.ts';

/** The demo with so many agents more, each with a DN and a place. */
function withAgents(count: number) {
  return demoConfiguration((file) => {
    const all = file.agentGroups.find(({ name }) => name === 'ALL_Agents');
    for (let number = 0; number < count; number += 1) {
      const name = String(50_000 + number);
      const options = { multimedia: true, 'sip-signaling-chat': false, voice: false };
      file.directoryNumbers.push({ type: 'extension', number: name, options });
      file.places.push({ name, directoryNumbers: [name] });
      file.agentLogins.push({ id: name, code: name });
      const person = { firstName: 'Agent', lastName: name, skills: {}, supervises: [] };
      file.persons.push({ ...person, userName: name, role: 'agent', agentLogins: [name], place: name });
      all?.members.push(name);
    }
  });
}

/** Rows built for the views of so many watchers, half of them supervisors, and for one chat from its first text to its end. */
async function rowsBuilt(agents: number, watchers: number) {
  const centre = await ContactCentre.open({ configuration: withAgents(agents) });
  const maya = await DesktopClient.ready(centre, '1001');
  const clients: DeskClient[] = [];
  for (let number = 0; number < watchers; number += 1) {
    const isSupervisor = number % 2 === 0;
    clients.push(isSupervisor ? await DeskClient.supervisor(centre) : await DeskClient.watch(centre, '1002'));
  }
  await centre.pass(1);
  const forViews = centre.world.desk.rowsBuilt;
  const alice = new PageCustomer(centre);
  for (const act of [
    () => alice.say('Hi.'),
    () => maya.answer(maya.rung[0]),
    () => maya.say(maya.rung[0], 'Hello.'),
    () => maya.release(maya.rung[0]),
  ]) {
    await act();
    await centre.pass(1);
  }
  const forChat = centre.world.desk.rowsBuilt - forViews;
  const sent = clients.map(({ changes }) => changes.flatMap(({ agents: rows = [] }) => rows.map(({ dn }) => dn)));
  return { forViews, forChat, shown: new Set(sent.flat()), isShownToAll: sent.every((rows) => rows.length > 0) };
}

test('[DF16] what a chat costs does not depend on the number of agents, nor of watchers', async () => {
  const few = await rowsBuilt(10, 2);
  const many = await rowsBuilt(1000, 20);
  expect(few.forChat).toBeGreaterThan(0);
  expect(many.forChat).toBe(few.forChat);
  expect(many.shown).toEqual(new Set(['1001']));
  expect(many.isShownToAll).toBe(true);
  // Views: each row once for supervisors and once for the others, however many look.
  expect(many.forViews - few.forViews).toBe(2 * 990);
});

test('[DF16] while nobody watches nothing is built', async () => {
  const centre = await ContactCentre.open();
  const maya = await DesktopClient.ready(centre, '1001');
  await new PageCustomer(centre).say('Hi.');
  await maya.answer(maya.rung[0]);
  await centre.pass(1);
  expect(centre.world.desk.rowsBuilt).toBe(0);
  const ben = await DeskClient.watch(centre, '1002');
  ben.leave();
  const built = centre.world.desk.rowsBuilt;
  await maya.release(maya.rung[0]);
  await centre.pass(1);
  expect(centre.world.desk.rowsBuilt).toBe(built);
});
