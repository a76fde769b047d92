import { expect, test } from '../support/story.ts';

test('[DT106] [DT107] [DT108] numbers of the day on the Team page, the same after the server was killed', async ({
  people,
  server,
}) => {
  const maya = await people.readyAgent('Maya');
  const sara = await people.supervisor();
  const queue = sara.queues.getByRole('row', { name: /^VQ_Any/ }).getByRole('cell');
  // Waiting, longest, ready, in 20 s, answered, abandoned.
  await expect(queue.nth(4)).toHaveText('0');
  const akim = await people.sipCustomer('akim');
  await akim.say('Where is my parcel?');
  await maya.accept('akim');
  await expect(queue.nth(3)).toHaveText('100 %');
  await expect(queue.nth(4)).toHaveText('1');
  await maya.end('akim');

  await sara.page.getByRole('radio', { name: 'Now' }).focus();
  await sara.page.keyboard.press('ArrowRight');
  const day = sara.page.getByRole('table', { name: 'Agents today' }).getByRole('row', { name: /^Maya Ross/ });
  await expect(day.getByRole('cell').first()).toHaveText('1');

  await server.crash();
  await expect(sara.page.getByText('The numbers of today are as of a moment ago')).toBeVisible();
  await expect(queue.nth(4)).toHaveText('1');
  await server.comeBack();
  await expect(sara.page.getByText('The numbers of today are as of a moment ago')).toHaveCount(0, { timeout: 20_000 });
  await expect(queue.nth(3)).toHaveText('100 %');
  await expect(queue.nth(4)).toHaveText('1');
  await expect(day.getByRole('cell').first()).toHaveText('1');

  await akim.say('Me again.');
  await maya.accept('akim');
  await expect(queue.nth(4)).toHaveText('2');
});
