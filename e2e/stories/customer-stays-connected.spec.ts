import type { CustomerPage } from '../pages/customer-page.ts';
import type { Workbench } from '../pages/workbench.ts';
import type { People } from '../support/people.ts';
import { expect, test } from '../support/story.ts';

/** What an own text says once the other side's server, client or reader has it. */
const ARRIVED = /sent|delivered|read/;

async function beginChat(people: People, port?: number): Promise<{ maya: Workbench; akim: CustomerPage }> {
  const maya = await people.readyAgent('Maya');
  const akim = await people.webCustomer({}, port);
  await akim.name.fill('Akim');
  await akim.write('one');
  await maya.accept('Akim');
  await maya.write('Akim', 'two');
  await expect(akim.status).toHaveText('Maya is here');
  return { maya, akim };
}

test('the customer reloads the page: nothing is lost, nothing comes twice', async ({ people }) => {
  const { maya, akim } = await beginChat(people);
  await akim.composer.fill('Half a thou');
  await akim.page.reload();
  await expect(akim.status).toHaveText('Maya is here');
  await expect(akim.composer).toHaveValue('Half a thou');
  expect(await akim.texts()).toEqual(['one', 'two']);
  await maya.write('Akim', 'three');
  await expect(akim.text('three')).toHaveCount(1);
  await akim.write('four');
  await expect(maya.text('Akim', 'four')).toHaveCount(1);
  expect(await akim.texts()).toEqual(['one', 'two', 'three', 'four']);
  expect(await maya.texts('Akim')).toEqual(['one', 'two', 'three', 'four']);
  await expect(maya.activeRows).toHaveCount(1);
});

test('what the agent writes while the customer reloads waits for him', async ({ people }) => {
  const { maya, akim } = await beginChat(people);
  await akim.page.goto('about:blank');
  await maya.write('Akim', 'three');
  await expect(maya.text('Akim', 'three')).toContainText('waits for the customer', { timeout: 20_000 });
  await akim.page.goBack();
  await expect(akim.text('three')).toHaveCount(1);
  await expect(maya.text('Akim', 'three')).toContainText(ARRIVED);
  expect(await akim.texts()).toEqual(['one', 'two', 'three']);
});

test('the customer’s connection breaks: both write meanwhile, it all arrives once', async ({ people }) => {
  const network = await people.network();
  const { maya, akim } = await beginChat(people, network.port);
  network.cut();
  await expect(akim.status).toHaveText('Connection lost. Reconnecting…');
  await akim.write('three');
  await maya.write('Akim', 'four');
  network.mend();
  await expect(akim.status).toHaveText('Maya is here', { timeout: 20_000 });
  await expect(akim.text('three')).toContainText(ARRIVED);
  await expect(akim.text('four')).toHaveCount(1);
  await expect(maya.text('Akim', 'three')).toHaveCount(1);
  expect((await akim.texts()).toSorted()).toEqual(['four', 'one', 'three', 'two']);
  expect((await maya.texts('Akim')).toSorted()).toEqual(['four', 'one', 'three', 'two']);
});

test('the customer’s connection dies without a sign: what he wrote is repeated and arrives once', async ({
  people,
}) => {
  const network = await people.network();
  const { maya, akim } = await beginChat(people, network.port);
  network.swallow();
  await akim.write('three');
  await expect(akim.text('three')).toContainText('sending');
  network.cut();
  network.mend();
  await expect(akim.text('three')).toContainText(ARRIVED, { timeout: 20_000 });
  await maya.write('Akim', 'four');
  await expect(akim.text('four')).toHaveCount(1);
  expect(await maya.texts('Akim')).toEqual(['one', 'two', 'three', 'four']);
  expect(await akim.texts()).toEqual(['one', 'two', 'three', 'four']);
});

test('an answer of the server gets lost: the repeated text is not shown twice on the desk', async ({ people }) => {
  const network = await people.network();
  const { maya, akim } = await beginChat(people, network.port);
  network.swallowAnswers();
  await akim.write('three');
  await expect(maya.text('Akim', 'three')).toHaveCount(1);
  await expect(akim.text('three')).toContainText('sending');
  network.cut();
  network.mend();
  await expect(akim.text('three')).toContainText(ARRIVED, { timeout: 20_000 });
  expect(await maya.texts('Akim')).toEqual(['one', 'two', 'three']);
  expect(await akim.texts()).toEqual(['one', 'two', 'three']);
});
