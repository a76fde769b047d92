import { expect, test } from '../support/story.ts';

test('[CO33] a chat with a customer who was here: he gets the first words, answers, and goes on', async ({
  people,
}) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  await akim.say('Is my order there?');
  await maya.accept('akim');
  await maya.end('akim');
  await maya.wrapUp.getByRole('button', { name: 'Done' }).click();
  await expect(maya.endedRows).toHaveCount(0);

  await maya.startChat('akim@example.net', 'Your order is there.');
  await expect(maya.composer('akim')).toBeEnabled();
  expect(await akim.hear(1)).toEqual(['[Maya/1001] Your order is there.']);
  await expect(maya.text('akim', 'Your order is there.')).toContainText('sent');
  await akim.say('Great, thank you!');
  await expect(maya.text('akim', 'Great, thank you!')).toHaveCount(1);
  await maya.write('akim', 'You are welcome.');
  expect((await akim.hear(2)).at(-1)).toBe('[Maya/1001] You are welcome.');
  await expect(maya.activeRows).toHaveCount(1);
  expect(await maya.texts('akim')).toEqual(['Your order is there.', 'Great, thank you!', 'You are welcome.']);
});

test('[CO34] an address at which nobody can be reached: the agent reads why', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  await maya.startChat('nobody@example.net', 'Hello?');
  await expect(maya.wrapUp).toContainText('Nobody can be reached under this address now.');
  await expect(maya.activeRows).toHaveCount(0);
  await maya.wrapUp.getByRole('button', { name: 'Done' }).click();
  await expect(maya.endedRows).toHaveCount(0);
});
