import { expect, test } from '../support/story.ts';

test('two chats side by side, and a draft never leaves its chat', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  const lnovak = await people.sipCustomer('lnovak');
  await akim.say('I am Akim.');
  await maya.accept('akim');
  await lnovak.say('I am Lena.');
  await maya.accept('lnovak');
  await expect(maya.chats).toHaveCount(1);
  await maya.composer('lnovak').fill('Only for Lena');

  await maya.openChat('akim');
  await expect(maya.composer('akim')).toHaveValue('');
  await maya.composer('akim').fill('Only for Akim');
  await maya.openBeside('lnovak');
  await expect(maya.chats).toHaveCount(2);
  await expect(maya.chats.nth(0)).toHaveAccessibleName('Chat with akim');
  await expect(maya.chats.nth(1)).toHaveAccessibleName('Chat with lnovak');
  await expect(maya.composer('akim')).toHaveValue('Only for Akim');
  await expect(maya.composer('lnovak')).toHaveValue('Only for Lena');
  await expect(maya.composer('lnovak')).toBeFocused();

  await maya.page.keyboard.press('Control+Alt+ArrowLeft');
  await expect(maya.composer('akim')).toBeFocused();
  await maya.page.keyboard.press('Enter');
  expect(await akim.hear(1)).toEqual(['[Maya/1001] Only for Akim']);
  await expect(maya.composer('lnovak')).toHaveValue('Only for Lena');

  // A text that comes to the left while one types on the right takes neither focus nor draft.
  await maya.composer('lnovak').press('End');
  await akim.say('Thank you.');
  await expect(maya.text('akim', 'Thank you.')).toHaveCount(1);
  await expect(maya.composer('lnovak')).toBeFocused();
  await maya.page.keyboard.press('Enter');
  expect(await lnovak.hear(1)).toEqual(['[Maya/1001] Only for Lena']);
  expect(akim.texts).toHaveLength(1);

  await maya.end('akim');
  await maya.wrapUp.getByRole('button', { name: 'Done' }).click();
  await expect(maya.chats).toHaveCount(1);
  await expect(maya.chat('lnovak')).toBeVisible();
});
