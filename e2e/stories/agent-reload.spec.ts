import { Workbench } from '../pages/workbench.ts';
import { expect, test } from '../support/story.ts';

test('the agent’s tab is reloaded: chat, transcript, draft and status are there', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  await akim.say('Hi, I was charged twice.');
  await maya.accept('akim');
  await maya.write('akim', 'Let me look.');
  await expect(maya.text('akim', 'Let me look.')).toContainText('sent');
  await maya.composer('akim').fill('Half a thou');

  await maya.page.reload();
  await expect(maya.status).toHaveAccessibleName('Status: Ready');
  await expect(maya.capacity).toContainText('1 of 3');
  await maya.openChat('akim');
  expect(await maya.texts('akim')).toEqual(['Hi, I was charged twice.', 'Let me look.']);
  await expect(maya.composer('akim')).toHaveValue('Half a thou');
  await expect(maya.row('akim')).toContainText('You wait for the customer');

  await akim.say('Thank you.');
  await expect(maya.text('akim', 'Thank you.')).toHaveCount(1);
  await maya.write('akim', 'Half a thought is enough.');
  expect(await akim.hear(2)).toEqual(['[Maya/1001] Let me look.', '[Maya/1001] Half a thought is enough.']);
});

test('what rings survives a reload, and so does Not Ready with its reason', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello?');
  await expect(maya.ringing('akim')).toBeVisible();
  await maya.chooseStatus('Lunch');
  await expect(maya.status).toHaveAccessibleName('Status: Not ready · Lunch');

  await maya.page.reload();
  await expect(maya.status).toHaveAccessibleName('Status: Not ready · Lunch');
  await maya.accept('akim');
  await expect(maya.text('akim', 'Hello?')).toHaveCount(1);
});

test('a text written while disconnected outlives a reload of the page and goes out once', async ({ people }) => {
  const network = await people.network();
  const maya = await people.readyAgent('Maya', {}, network.port);
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello?');
  await maya.accept('akim');
  network.cut();
  await expect(maya.connection).toContainText('Connection lost');
  await maya.write('akim', 'Written into the void');
  await expect(maya.text('akim', 'Written into the void')).toContainText('waits for the connection');

  network.mend();
  await maya.page.reload();
  await maya.openChat('akim');
  await expect(maya.text('akim', 'Written into the void')).toContainText('sent');
  expect(await maya.texts('akim')).toEqual(['Hello?', 'Written into the void']);
  expect(await akim.hear(1)).toEqual(['[Maya/1001] Written into the void']);
});

test('two tabs of one agent show the same desk', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const page = await maya.page.context().newPage();
  const second = new Workbench(page);
  await page.goto('/');
  await expect(second.status).toHaveAccessibleName('Status: Ready');
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello?');
  await second.accept('akim');
  await expect(maya.ringingCards).toHaveCount(0);
  await maya.openChat('akim');
  await maya.write('akim', 'From the first tab');
  await expect(second.text('akim', 'From the first tab')).toHaveCount(1);
  expect(await akim.hear(1)).toEqual(['[Maya/1001] From the first tab']);
});
