import { expect, test } from '../support/story.ts';

test('a customer writes on the web page, Maya answers by keyboard, both write, she ends and leaves a note', async ({
  people,
}) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.webCustomer();
  await akim.name.fill('Akim');
  await akim.write('Hi, I was charged twice this month.');
  await expect(akim.status).toHaveText('Connected. Waiting for the next free agent…');

  await expect(maya.ringing('Akim')).toContainText('to answer');
  await expect(maya.page).toHaveTitle('(1) Cordboard');
  await maya.page.keyboard.press('Alt+a');
  await expect(maya.text('Akim', 'Hi, I was charged twice this month.')).toHaveCount(1);
  await expect(maya.row('Akim')).toContainText('Customer waits');
  await expect(maya.row('Akim')).toContainText('1 unanswered text');
  await expect(maya.capacity).toContainText('1 of 3');

  await expect(maya.composer('Akim')).toBeFocused();
  await maya.page.keyboard.type('Sorry about that. Let me look.');
  await maya.page.keyboard.press('Enter');
  await expect(akim.text('Sorry about that. Let me look.')).toHaveCount(1);
  await expect(akim.status).toHaveText('Maya is here');
  await expect(maya.text('Akim', 'Sorry about that. Let me look.')).toContainText('read');
  await expect(maya.row('Akim')).not.toContainText('unanswered');
  await expect(maya.page).toHaveTitle('Cordboard');

  await akim.write('Invoice 4471 and 4472, both on the 3rd.');
  await expect(akim.text('Invoice 4471 and 4472, both on the 3rd.')).toContainText('read');
  await expect(maya.text('Akim', 'Invoice 4471 and 4472, both on the 3rd.')).toHaveCount(1);
  expect(await akim.texts()).toEqual([
    'Hi, I was charged twice this month.',
    'Sorry about that. Let me look.',
    'Invoice 4471 and 4472, both on the 3rd.',
  ]);
  expect(await maya.texts('Akim')).toEqual(await akim.texts());

  await maya.page.keyboard.press('Control+Shift+E');
  await expect(akim.status).toHaveText('Conversation ended');
  await expect(akim.conversation).toContainText('The conversation has ended.');
  await expect(maya.wrapUp).toContainText('Chat ended');
  await expect(maya.capacity).toContainText('0 of 3');
  await maya.writeNote('Charged twice; refund on its way.');
  await expect(maya.wrapUp).toBeHidden();
  await expect(maya.endedRows).toHaveCount(0);
});

test('the customer ends the chat and starts another one', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.webCustomer();
  await akim.name.fill('Akim');
  await akim.write('Hello');
  await maya.accept('Akim');
  await maya.write('Akim', 'Good morning');
  await expect(akim.status).toHaveText('Maya is here');

  await akim.endChat();
  await expect(akim.conversation).toContainText('You ended the conversation.');
  await expect(maya.wrapUp).toContainText('The customer left');
  await maya.wrapUp.getByRole('button', { name: 'Done' }).click();

  await akim.page.getByRole('button', { name: 'Start a new conversation' }).click();
  await expect(maya.ringing('Akim')).toBeVisible();
  await maya.accept('Akim');
  await maya.write('Akim', 'Welcome back');
  await expect(akim.text('Welcome back')).toHaveCount(1);
});

test('a customer who leaves while it rings is gone from the desk', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.webCustomer();
  await akim.name.fill('Akim');
  await akim.write('Never mind');
  await expect(maya.ringing('Akim')).toBeVisible();
  await akim.endChat();
  await expect(maya.ringing('Akim')).toBeHidden();
  await expect(maya.interactions).toContainText('You are Ready');
  await expect(maya.status).toHaveAccessibleName('Status: Ready');
});
