import { expect, test } from '../support/story.ts';

/** What an own text says once the other side's server, client or reader has it. */
const ARRIVED = /sent|delivered|read/;

test('the server is killed in mid-chat and comes back: both sides reconnect, and texts written meanwhile arrive once', async ({
  people,
  server,
}) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.webCustomer();
  await akim.name.fill('Akim');
  await akim.write('Before the crash');
  await maya.accept('Akim');
  await maya.write('Akim', 'I am here');
  await expect(akim.status).toHaveText('Maya is here');
  const carol = await people.sipCustomer('carol-at-home');
  await carol.say('I am waiting');
  await maya.accept('carol-at-home');

  await server.crash();
  await expect(maya.connection).toContainText('Connection lost');
  await expect(akim.status).toHaveText('Connection lost. Reconnecting…');
  await maya.openChat('Akim');
  await maya.write('Akim', 'Maya wrote this meanwhile');
  await maya.write('Akim', 'and this');
  await akim.write('Akim wrote this meanwhile');
  await akim.write('and that');
  await expect(maya.text('Akim', 'and this')).toContainText('waits for the connection');
  await expect(akim.text('and that')).toContainText('waiting');
  await expect(maya.chat('Akim').getByRole('button', { name: 'End', exact: true })).toBeDisabled();

  await server.comeBack();
  await expect(maya.connection).toContainText(/Back online\. (Nothing was missed|\d+ events? recovered)\./);
  await expect(akim.status).toHaveText('Maya is here', { timeout: 20_000 });
  await expect(maya.text('Akim', 'and this')).toContainText(ARRIVED);
  await expect(akim.text('and that')).toContainText(ARRIVED);
  await expect(maya.text('Akim', 'and that')).toHaveCount(1);
  await expect(akim.text('and this')).toHaveCount(1);
  const wroteAkim = ['Before the crash', 'Akim wrote this meanwhile', 'and that'];
  const wroteMaya = ['I am here', 'Maya wrote this meanwhile', 'and this'];
  for (const seen of [await maya.texts('Akim'), await akim.texts()]) {
    expect(seen.filter((text) => wroteAkim.includes(text))).toEqual(wroteAkim);
    expect(seen.filter((text) => wroteMaya.includes(text))).toEqual(wroteMaya);
    expect(seen).toHaveLength(6);
  }

  // The other chat, the status and the capacity are as before, and work goes on.
  await expect(maya.status).toHaveAccessibleName('Status: Ready');
  await expect(maya.capacity).toContainText('2 of 3');
  await maya.openChat('carol-at-home');
  await maya.write('carol-at-home', 'Nothing was lost');
  expect(await carol.hear(1)).toEqual(['[Maya/1001] Nothing was lost']);
  await maya.openChat('Akim');
  await maya.end('Akim');
  await expect(akim.status).toHaveText('Conversation ended');
});

test('what happened while only the agent was away is recovered, and the banner counts it', async ({ people }) => {
  const network = await people.network();
  const maya = await people.readyAgent('Maya', {}, network.port);
  const akim = await people.sipCustomer('akim');
  await akim.say('one');
  await maya.accept('akim');
  // What the answer brings has come: the rest is missed.
  await expect(maya.text('akim', 'one')).toHaveCount(1);
  await maya.write('akim', 'I am here.');
  await expect(maya.text('akim', 'I am here.')).toContainText('sent');
  network.cut();
  await expect(maya.connection).toContainText('Connection lost');
  expect(await akim.say('two')).toBe(200);
  expect(await akim.say('three')).toBe(200);
  network.mend();
  await expect(maya.connection).toContainText('Back online. 2 events recovered.');
  await expect(maya.text('akim', 'three')).toHaveCount(1);
  expect(await maya.texts('akim')).toEqual(['one', 'I am here.', 'two', 'three']);
});

test('what rings when the server is killed rings again when it is back', async ({ people, server }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello?');
  await expect(maya.ringing('akim')).toBeVisible();
  await server.crash();
  await expect(maya.connection).toContainText('Connection lost');
  await expect(maya.ringing('akim').getByRole('button', { name: 'Accept' })).toBeDisabled();
  await server.comeBack();
  await expect(maya.connection).toContainText('Back online');
  await maya.accept('akim');
  await expect(maya.text('akim', 'Hello?')).toHaveCount(1);
});
