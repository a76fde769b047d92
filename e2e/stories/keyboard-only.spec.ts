import { LoginPage } from '../pages/login-page.ts';
import { Workbench } from '../pages/workbench.ts';
import { expect, test } from '../support/story.ts';

test('a whole chat from login to logout without the mouse', async ({ people }) => {
  const page = await people.openBrowser();
  const { keyboard } = page;
  const login = new LoginPage(page);
  await login.open();
  await expect(login.userName).toBeFocused();
  await keyboard.type('1001');
  await keyboard.press('Tab');
  await keyboard.type('demo');
  await keyboard.press('Enter');
  await expect(login.place).toBeFocused();
  await keyboard.press('Tab');
  await expect(page.getByRole('checkbox', { name: 'Voice, IM' })).toBeFocused();
  await keyboard.press('Enter');

  const maya = new Workbench(page);
  await expect(maya.status).toHaveAccessibleName('Status: Not ready');
  await keyboard.press('Control+Shift+S');
  await expect(maya.statusMenu).toBeVisible();
  await keyboard.press('Home');
  await keyboard.press('Enter');
  await expect(maya.status).toHaveAccessibleName('Status: Ready');

  const akim = await people.sipCustomer('akim');
  const lnovak = await people.sipCustomer('lnovak');
  await akim.say('Hi');
  await expect(maya.ringing('akim')).toBeVisible();
  await lnovak.say('Hello');
  await expect(maya.ringing('lnovak')).toBeVisible();
  await keyboard.press('Control+Shift+A');
  await expect(maya.composer('akim')).toBeFocused();
  await keyboard.press('Control+Shift+X');
  await expect(maya.ringing('lnovak')).toBeHidden();
  await keyboard.type('First line');
  await keyboard.press('Shift+Enter');
  await keyboard.type('second line');
  await keyboard.press('Enter');
  expect(await akim.hear(1)).toEqual(['[Maya/1001] First line\nsecond line']);

  const psato = await people.sipCustomer('psato');
  await psato.say('Anybody?');
  await expect(maya.ringing('psato')).toBeVisible();
  await keyboard.press('Alt+a');
  await expect(maya.chat('psato')).toBeVisible();
  await keyboard.press('Alt+ArrowDown');
  await expect(maya.composer('akim')).toBeFocused();
  await keyboard.press('Alt+n');
  await expect(maya.composer('psato')).toBeFocused();
  await keyboard.press('Control+k');
  await keyboard.type('akim');
  await keyboard.press('Enter');
  await expect(maya.composer('akim')).toBeFocused();

  await keyboard.press('Control+Shift+E');
  await expect(maya.wrapUp).toBeVisible();
  await expect(maya.wrapUp.getByRole('textbox', { name: 'Note' })).toBeFocused();
  await keyboard.type('By keyboard');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(maya.wrapUp).toBeHidden();

  await keyboard.press('Alt+1');
  await expect(maya.composer('psato')).toBeFocused();
  // Within a second of the last end the key does nothing.
  await expect(async () => {
    await keyboard.press('Control+Shift+E');
    await expect(maya.wrapUp).toBeVisible({ timeout: 300 });
  }).toPass();
  await expect(async () => {
    await keyboard.press('Control+Shift+E');
    await expect(maya.wrapUp).toBeHidden({ timeout: 300 });
  }).toPass();
  await keyboard.press('Control+Shift+S');
  await keyboard.press('End');
  await keyboard.press('Enter');
  await expect(login.userName).toBeFocused();
});

test('the card of keys opens by ? and closes by Escape, and no key acts behind it', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  await akim.say('Hi');
  await expect(maya.ringing('akim')).toBeVisible();
  await maya.page.keyboard.press('Shift+?');
  const card = maya.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(card).toContainText('Accept what rings');
  await maya.page.keyboard.press('Alt+a');
  await maya.page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(maya.ringing('akim')).toBeVisible();
});
