import { expect, test } from '../support/story.ts';

const MENU = 'Welcome. What is it about? 1 billing, 2 sales';

test('1112 on the web page: the menu, the choice, an agent with the skill, and why it was she', async ({ people }) => {
  const lena = await people.readyAgent('Lena');
  const maya = await people.readyAgent('Maya');
  const akim = await people.webCustomer({}, undefined, '1112');
  await akim.name.fill('Akim');
  await akim.write('My invoice is wrong.');
  await expect(akim.text(MENU)).toHaveCount(1);
  await akim.write('1');
  await maya.accept('Akim');
  await expect(lena.ringingCards).toHaveCount(0);
  expect(await maya.texts('Akim')).toEqual(['My invoice is wrong.', MENU, '1']);

  await maya.askWhy('Akim');
  await expect(maya.decisions).toHaveCount(1);
  await expect(maya.decisions).toContainText('Strategy “Welcome menu”');
  await expect(maya.decisions.getByRole('list', { name: 'Path' }).getByRole('listitem')).toHaveText([
    'media it is a chat',
    'firstText the customer wrote “My invoice is wrong.”',
    `menu said “${MENU}”`,
    'choice the customer wrote “1”',
    'queue put into VQ_Any',
    'which “1” fits case 1',
    'billing looked for billing >= 5',
  ]);
  await expect(maya.decisions.getByRole('list', { name: 'Candidates' }).getByRole('listitem')).toHaveText([
    /^Maya Ross, 1001 \(chosen\): free, ready for \d/,
    'Lena Novak, 1003: free, but does not have what is asked for',
  ]);

  await maya.write('Akim', 'Let me look.');
  await expect(akim.text('Let me look.')).toHaveCount(1);
});

test('1112 by a SIP client: whoever answers the menu with something else gets the longest ready of all', async ({
  people,
}) => {
  const lena = await people.readyAgent('Lena');
  const lnovak = await people.sipCustomer('lnovak');
  expect(await lnovak.say('Good morning', '1112')).toBe(200);
  expect(await lnovak.hear(1)).toEqual([MENU]);
  expect(await lnovak.say('something else', '1112')).toBe(200);
  await lena.accept('lnovak');
  await lena.askWhy('lnovak');
  await expect(lena.decisions).toContainText('which “something else” fits no case');
  await expect(lena.decisions).toContainText('To Lena Novak, 1003: the only one who was free');
  await lena.write('lnovak', 'Good morning!');
  expect(await lnovak.hear(2)).toEqual([MENU, '[Lena/1003] Good morning!']);
});

test('1113 says that nobody is there, and ends', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.webCustomer({}, undefined, '1113');
  await akim.name.fill('Akim');
  await akim.write('Hello?');
  await expect(akim.conversation).toContainText('We are closed now. Please write to us again tomorrow from 9:00 on.');
  await expect(akim.status).toHaveText('Conversation ended');
  await expect(maya.ringingCards).toHaveCount(0);
});
