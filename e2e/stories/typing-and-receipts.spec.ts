import { expect, test } from '../support/story.ts';

test('each sees the other type, and how far the own texts have come', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.webCustomer();
  await akim.name.fill('Akim');
  await akim.write('Hi, I was charged twice this month.');
  await expect(akim.text('Hi, I was charged twice this month.')).toContainText('sent');
  await maya.accept('Akim');
  await expect(akim.text('Hi, I was charged twice this month.')).toContainText('read');

  await maya.composer('Akim').pressSequentially('Sorry');
  await expect(akim.page.getByText('Somebody is typing…')).toBeVisible();
  await maya.composer('Akim').fill('');
  await expect(akim.page.getByText('is typing…')).toBeHidden();
  await maya.write('Akim', 'Sorry about that.');
  await expect(maya.text('Akim', 'Sorry about that.')).toContainText('read');

  await akim.composer.pressSequentially('Thank');
  await expect(maya.page.getByText('Akim is typing…')).toBeVisible();
  await expect(maya.row('Akim')).toContainText('is typing…');
  await akim.write('Thank you!');
  await expect(maya.page.getByText('is typing…')).toHaveCount(0);
  await expect(akim.text('Thank you!')).toContainText('read');

  await maya.composer('Akim').pressSequentially('You');
  await expect(akim.page.getByText('Maya is typing…')).toBeVisible();
});
