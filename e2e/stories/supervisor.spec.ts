import { expect, test } from '../support/story.ts';

const MAYA = 'Maya Ross';
const BEN = 'Ben Okafor';

test('whisper, then barge in: the agent sees both, the customer nothing of the whisper', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const sara = await people.supervisor();
  const akim = await people.webCustomer();
  await akim.name.fill('Akim');
  await akim.write('I was charged twice.');
  await maya.accept('Akim');

  // The web page gives its customer an address of its own; the chip is the only one.
  await sara.row(MAYA).getByRole('gridcell').nth(2).getByRole('button').click();
  await expect(sara.text('I was charged twice.')).toBeVisible();
  await expect(sara.live).toContainText('Neither Maya nor the customer sees that you listen.');
  await expect(sara.composer).toHaveCount(0);
  await akim.write('Is anybody there?');
  await expect(sara.text('Is anybody there?')).toBeVisible();

  await sara.switchTo('Whisper');
  await expect(sara.live).toContainText('Maya sees that you whisper. The customer does not.');
  await sara.write('4472 is the yearly add-on.');
  await expect(sara.text('4472 is the yearly add-on.')).toContainText('to Maya only');
  await expect(maya.text('Akim', '4472 is the yearly add-on.')).toBeVisible();

  // What is typed as a whisper goes nowhere else when the mode changes.
  await sara.composer.fill('for Maya alone');
  await sara.switchTo('Barge in');
  await expect(sara.composer).toHaveValue('');
  await sara.live.getByRole('button', { name: 'Undo' }).click();
  await expect(sara.mode('Whisper')).toBeChecked();
  await expect(sara.composer).toHaveValue('for Maya alone');
  await sara.composer.fill('');
  await sara.switchTo('Barge in');
  await sara.write('Sara here, I can help.');
  await expect(sara.live).toContainText('Once more to send it');
  await expect(akim.text('Sara here, I can help.')).toHaveCount(0);
  await sara.composer.press('Enter');
  await expect(akim.text('Sara here, I can help.')).toBeVisible();
  await expect(maya.text('Akim', 'Sara here, I can help.')).toBeVisible();
  expect(await akim.texts()).toEqual(['I was charged twice.', 'Is anybody there?', 'Sara here, I can help.']);

  await sara.live.getByRole('button', { name: 'Stop' }).click();
  await expect(sara.live).toHaveCount(0);
  await maya.write('Akim', 'Thank you for waiting.');
  await expect(akim.text('Thank you for waiting.')).toBeVisible();
});

test('the agent leaves while the supervisor has barged in: the chat goes on as the supervisor’s own', async ({
  people,
}) => {
  const maya = await people.readyAgent('Maya');
  const sara = await people.supervisor();
  const akim = await people.sipCustomer('akim');
  await akim.say('I want to talk to your boss.');
  await maya.accept('akim');
  await sara.listenTo(MAYA, 'akim');
  await sara.switchTo('Barge in');
  await sara.composer.fill('Sara here.');
  await maya.end('akim');
  await expect(sara.page.getByRole('region', { name: 'Active' })).toContainText('akim');
  const box = sara.page.getByRole('textbox', { name: 'Message to akim' });
  await expect(box).toHaveValue('Sara here.');
  await box.press('Enter');
  expect(await akim.hear(1)).toEqual(['[Sara/2001] Sara here.']);
});

test('monitor all next chats of an agent: the next one opens by itself, and ends with its button', async ({
  people,
}) => {
  const ben = await people.readyAgent('Ben');
  const sara = await people.supervisor();
  await sara.row(BEN).getByRole('button', { name: 'Monitor Ben Okafor' }).click();
  const form = sara.page.getByRole('dialog', { name: 'Monitor Ben Okafor' });
  await form.getByRole('radio', { name: 'All chats' }).click();
  await form.getByRole('radio', { name: 'Whisper' }).click();
  await form.getByRole('button', { name: 'Monitor' }).click();
  await expect(form).toHaveCount(0);
  await expect(sara.monitored).toContainText('Ben Okafor all chats · Whisper');
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello');
  await ben.accept('akim');
  await expect(sara.live).toContainText('akim with Ben Okafor');
  await expect(sara.mode('Whisper')).toBeChecked();
  await expect(sara.text('Hello')).toBeVisible();
  await sara.monitored.getByRole('switch', { name: 'Monitor Ben Okafor' }).click();
  await expect(sara.monitored).toHaveCount(0);
  await expect(sara.live).toContainText('You are no longer in this chat');
});

test('an agent asks for help, the supervisor takes it and whispers', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const sara = await people.supervisor();
  const akim = await people.sipCustomer('akim');
  await akim.say('I want my money back.');
  await maya.accept('akim');
  await maya.page.keyboard.press('Alt+h');
  await maya.page.getByRole('textbox', { name: 'What is it about?' }).fill('refund above my limit');
  await maya.page.getByRole('button', { name: 'Ask for help' }).click();
  await expect(sara.row(MAYA)).toContainText('asks for help: “refund above my limit”');
  await expect(sara.agents.getByRole('row').nth(1)).toContainText(MAYA);
  await sara.row(MAYA).getByRole('button', { name: 'Help', exact: true }).click();
  await expect(sara.mode('Whisper')).toBeChecked();
  await expect(sara.row(MAYA)).not.toContainText('asks for help');
  await sara.write('Grant it, I approve.');
  await expect(maya.text('akim', 'Grant it, I approve.')).toBeVisible();
});

test('forcing Not Ready needs a reason and a second press, and the agent reads the reason', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const sara = await people.supervisor();
  await expect(sara.row(MAYA)).toContainText('Ready');
  await sara
    .row(MAYA)
    .getByRole('button', { name: `More for ${MAYA}` })
    .click();
  const form = sara.page.getByRole('dialog', { name: `More for ${MAYA}` });
  await expect(form.getByRole('button', { name: 'Set Not Ready' })).toBeDisabled();
  await form.getByRole('combobox').fill('Team meeting');
  await form.getByRole('button', { name: 'Set Not Ready' }).click();
  await expect(maya.status).toHaveAccessibleName('Status: Ready');
  await form.getByRole('button', { name: 'Really set Not Ready?' }).click();
  await expect(maya.status).toHaveAccessibleName('Status: Not ready · Team meeting');
  await expect(sara.row(MAYA)).toContainText('Not ready · Team meeting');
  await expect(sara.page.getByRole('button', { name: /^Status: / })).toHaveAccessibleName('Status: Not ready');
});

test('the chats of an agent whose desktop is lost are re-queued all at once', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const sara = await people.supervisor();
  for (const name of ['akim', 'lnovak']) {
    const customer = await people.sipCustomer(name);
    await customer.say(`I am ${name}.`);
    await maya.accept(name);
  }
  await maya.page.context().close();
  await expect(sara.row(MAYA)).toContainText('Reconnecting');
  const ben = await people.readyAgent('Ben');
  await sara.row(MAYA).getByRole('button', { name: 'Re-queue all chats' }).click();
  await sara.row(MAYA).getByRole('button', { name: 'Really re-queue 2 chats?' }).click();
  await expect(ben.ringing('akim')).toBeVisible();
  await expect(ben.ringing('lnovak')).toBeVisible();
  await expect(sara.row(MAYA)).toContainText('none');
});

test('a chat of somebody else is taken over: it rings among the own chats and its agent is free', async ({
  people,
}) => {
  const maya = await people.readyAgent('Maya');
  const sara = await people.supervisor();
  const akim = await people.sipCustomer('akim');
  await akim.say('I want to talk to your boss.');
  await maya.accept('akim');
  await sara
    .row(MAYA)
    .getByRole('button', { name: `Show the chats of ${MAYA}` })
    .click();
  const chat = sara.page.getByRole('list', { name: `Chats of ${MAYA}` }).getByRole('listitem', { name: 'akim' });
  await chat.getByRole('button', { name: 'Take over' }).click();
  await chat.getByRole('button', { name: 'Really take over?' }).click();
  const ringing = sara.page.getByRole('article', { name: 'Ringing: akim' });
  await ringing.getByRole('button', { name: 'Accept' }).click();
  await expect(sara.page.getByRole('log', { name: 'Transcript with akim' })).toContainText('your boss');
  await expect(maya.activeRows).toHaveCount(0);
});

test('keyboard only: find, open, whisper, barge in, undo and stop', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const sara = await people.supervisor();
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello');
  await expect(sara.agents).toBeVisible();
  const { keyboard } = sara.page;
  await keyboard.press('Alt+v');
  await expect(sara.agents).toHaveCount(0);
  await keyboard.press('Alt+v');
  await expect(sara.agents).toBeVisible();
  await maya.accept('akim');
  await keyboard.press('/');
  await keyboard.type('akim');
  await expect(sara.agents.getByRole('row')).toHaveCount(2);
  await sara.row(MAYA).focus();
  await keyboard.press('ArrowRight');
  await expect(sara.page.getByRole('list', { name: `Chats of ${MAYA}` })).toBeVisible();
  // Enter opens what can be listened to: no longer what rings.
  await expect(sara.page.getByRole('button', { name: 'Listen to akim' })).toBeVisible();
  await keyboard.press('ArrowLeft');
  await keyboard.press('Enter');
  await expect(sara.mode('Silent')).toBeChecked();
  await keyboard.press('Alt+p');
  await expect(sara.mode('Whisper')).toBeChecked();
  await expect(sara.composer).toBeFocused();
  await keyboard.type('Ask for the invoice.');
  await keyboard.press('Enter');
  await expect(sara.text('Ask for the invoice.')).toBeVisible();
  await keyboard.press('Alt+b');
  await expect(sara.mode('Barge in')).toBeChecked();
  await keyboard.press('Alt+s');
  await expect(sara.mode('Silent')).toBeChecked();
  await keyboard.press('Alt+x');
  await expect(sara.live).toHaveCount(0);
});
