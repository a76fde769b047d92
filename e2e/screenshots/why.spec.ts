import type { Page } from '@playwright/test';
import { keep } from '../support/keep.ts';
import { expect, test } from '../support/story.ts';

const MENU = 'Welcome. What is it about? 1 billing, 2 sales';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

async function keepAtRest(page: Page, name: string): Promise<void> {
  await page.mouse.move(700, 500);
  await keep(page, name);
}

test('why: the longest ready, by skill, and everybody after 20 seconds', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const ben = await people.logIn('Ben');
  await ben.chooseStatus('Lunch');
  const lena = await people.readyAgent('Lena');
  await lena.chooseStatus('Break');
  const ravi = await people.readyAgent('Ravi');

  const psato = await people.sipCustomer('psato');
  await psato.say('Is anybody there?');
  await maya.accept('psato');
  await maya.askWhy('psato');
  await expect(maya.decisions).toContainText('ready for the longest time');
  await keepAtRest(maya.page, 'why-longest-ready');

  const akim = await people.sipCustomer('akim');
  await akim.say('My invoice is wrong.', '1112');
  expect(await akim.hear(1)).toEqual([MENU]);
  await akim.say('1', '1112');
  await maya.accept('akim');
  await maya.askWhy('akim');
  await expect(maya.decisions).toContainText('billing looked for billing >= 5');
  await keepAtRest(maya.page, 'why-skill');

  const lnovak = await people.sipCustomer('lnovak');
  await lnovak.say('I want to upgrade my plan.', '1112');
  await lnovak.hear(1);
  await lnovak.say('2', '1112');
  // Only after 20 seconds everybody is asked, and Ravi has been ready longest.
  await expect(ravi.ringing('lnovak')).toBeVisible({ timeout: 40_000 });
  await ravi.accept('lnovak');
  await ravi.askWhy('lnovak');
  await expect(ravi.decisions).toContainText('nobody took it within');
  await keepAtRest(ravi.page, 'why-fallback');
});
