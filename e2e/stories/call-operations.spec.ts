import type { Workbench } from '../pages/workbench.ts';
import type { People } from '../support/people.ts';
import { seriousViolations } from '../support/serious-violations.ts';
import { expect, test } from '../support/story.ts';

const BEN = 'Ben Okafor';
const MAYA = 'Maya Ross';

/** Maya talks to akim; Ben is logged in and free. */
async function twoAgents(people: People) {
  const maya = await people.readyAgent('Maya');
  const ben = await people.logIn('Ben');
  const akim = await people.sipCustomer('akim');
  await akim.say('I was charged twice.');
  await maya.accept('akim');
  return { maya, ben, akim };
}

async function accept(desk: Workbench, name: string): Promise<void> {
  await desk.ringing(name).getByRole('button', { name: 'Accept' }).click();
  await expect(desk.ringing(name)).toBeHidden();
}

test('hold: the customer’s texts go on coming, nothing goes out, and Retrieve goes on', async ({ people }) => {
  const { maya, akim } = await twoAgents(people);
  await maya.press('akim', 'Hold');
  await expect(maya.heldRow('akim')).toContainText('On hold');
  await expect(maya.composer('akim')).toBeDisabled();
  await expect(maya.chat('akim')).toContainText('gets nothing from you until you retrieve the chat');
  await akim.say('Are you there?');
  await expect(maya.text('akim', 'Are you there?')).toHaveCount(1);
  await expect(maya.heldRow('akim')).toContainText('unanswered text');
  await maya.page.keyboard.press('Alt+m');
  await expect(maya.composer('akim')).toBeFocused();
  await maya.write('akim', 'Here I am.');
  await expect(maya.text('akim', 'Here I am.')).toContainText('sent');
});

test('consult transfer: asked, answered, handed over; the customer reads nothing of the talk', async ({ people }) => {
  const { maya, ben, akim } = await twoAgents(people);
  await maya.consult('akim', BEN, 'Refund above my limit');
  await expect(maya.consultation(BEN)).toContainText('Rings');
  await expect(maya.composer('akim')).toBeDisabled();
  await expect(ben.ringing(MAYA)).toContainText('Asks your advice');
  await expect(ben.ringing(MAYA)).toContainText('Refund above my limit');
  await accept(ben, MAYA);
  await expect(maya.composer(BEN)).toBeFocused();
  await maya.write(BEN, 'Can you take akim?');
  await expect(ben.text(MAYA, 'Can you take akim?')).toHaveCount(1);
  await ben.write(MAYA, 'Send him over.');
  await expect(maya.text(BEN, 'Send him over.')).toHaveCount(1);
  await ben.composer(MAYA).fill('for your eyes only');

  const handOver = maya.consultation(BEN).getByRole('button', { name: /Hand over|Press again/ });
  await handOver.click();
  await expect(handOver).toHaveText(`akim to ${BEN}? Press again`);
  await handOver.click();
  await expect(maya.wrapUp).toContainText(`Transferred to ${BEN}`);
  await expect(ben.chat('akim')).toBeVisible();
  await expect(ben.text('akim', 'I was charged twice.')).toHaveCount(1);
  await expect(ben.composer('akim')).toHaveValue('');
  await ben.write('akim', 'Ben here, refund is on its way.');
  const heard = await akim.hear(2);
  expect(heard.at(-1)).toBe('[Ben/1002] Ben here, refund is on its way.');
  expect(heard.join()).not.toContain('take akim');
});

test('a reload in the middle of a consultation shows the same', async ({ people }) => {
  const { maya, ben } = await twoAgents(people);
  await maya.consult('akim', BEN);
  await accept(ben, MAYA);
  await maya.write(BEN, 'Can you take akim?');
  await ben.write(MAYA, 'One moment.');
  await expect(maya.text(BEN, 'One moment.')).toHaveCount(1);
  await maya.composer(BEN).fill('half a thou');
  await maya.page.reload();
  await expect(maya.consultation(BEN)).toContainText('You talk');
  await expect(maya.composer(BEN)).toHaveValue('half a thou');
  expect(await maya.texts(BEN)).toEqual(['Can you take akim?', 'One moment.']);
  await expect(maya.composer('akim')).toBeDisabled();
  await expect(maya.text('akim', 'I was charged twice.')).toHaveCount(1);
  await ben.page.reload();
  await expect(ben.text(MAYA, 'One moment.')).toHaveCount(1);
  await maya.consultation(BEN).getByRole('button', { name: 'Drop' }).click();
  await expect(maya.consultation(BEN)).toBeHidden();
  await expect(maya.composer('akim')).toBeFocused();
});

test('conference: brought together, both write, one is taken out', async ({ people }) => {
  const { maya, ben, akim } = await twoAgents(people);
  await maya.consult('akim', BEN);
  await accept(ben, MAYA);
  await expect(maya.consultation(BEN)).toContainText('You talk');
  await maya.page.keyboard.press('Alt+m');
  await expect(maya.composer('akim')).toBeFocused();
  await expect(maya.composer(BEN)).toBeDisabled();
  await maya.page.keyboard.press('Alt+m');
  await expect(maya.composer(BEN)).toBeFocused();
  await maya.consultation(BEN).getByRole('button', { name: 'Bring together' }).click();
  await expect(maya.participants('akim')).toContainText(BEN);
  await expect(ben.participants('akim')).toContainText(MAYA);
  await ben.write('akim', 'Ben joins in.');
  await expect(maya.text('akim', 'Ben joins in.')).toContainText(BEN);
  await maya.write('akim', 'Together now.');
  await expect(ben.text('akim', 'Together now.')).toHaveCount(1);
  const heard = await akim.hear(3);
  expect(heard.slice(-2)).toEqual(['[Ben/1002] Ben joins in.', '[Maya/1001] Together now.']);
  const drop = maya.participants('akim').getByRole('button', { name: `Take ${BEN} out of the chat` });
  await drop.click();
  await drop.click();
  await expect(maya.participants('akim')).toBeHidden();
  await expect(ben.wrapUp).toContainText(`${MAYA} took you out of the chat`);
});

test('transfer at once by keyboard alone, declined: it rings at the transferor again', async ({ people }) => {
  const { maya, ben, akim } = await twoAgents(people);
  const { keyboard } = maya.page;
  await expect(maya.composer('akim')).toBeFocused();
  await keyboard.press('Alt+t');
  await expect(maya.directory).toBeVisible();
  await expect(maya.destination(BEN)).toBeVisible();
  await keyboard.type('ben');
  await keyboard.press('Enter');
  await expect(maya.destination(BEN)).toContainText('Press again');
  await keyboard.press('Enter');
  await expect(maya.wrapUp).toContainText(`Transferred to ${BEN}`);
  await expect(ben.ringing('akim')).toContainText(`From ${MAYA}`);
  await ben.page.keyboard.press('Control+Shift+X');
  await expect(maya.ringing('akim')).toContainText('the transfer was declined');
  await keyboard.press('Alt+a');
  await expect(maya.composer('akim')).toBeFocused();
  await keyboard.type('Back with me.');
  await keyboard.press('Enter');
  expect((await akim.hear(1)).at(-1)).toBe('[Maya/1001] Back with me.');
});

test('an internal chat from the directory, and one that is declined', async ({ people }) => {
  const maya = await people.logIn('Maya');
  const ben = await people.logIn('Ben');
  await maya.page.keyboard.press('Alt+w');
  await maya.directory.getByRole('textbox', { name: 'First words (optional)' }).fill('Lunch?');
  await maya.destination(BEN).click();
  await expect(ben.ringing(MAYA)).toContainText('Internal chat');
  await expect(ben.ringing(MAYA)).toContainText('Lunch?');
  await accept(ben, MAYA);
  await expect(maya.row(BEN)).toContainText('internal');
  await expect(maya.text(BEN, 'Lunch?')).toHaveCount(1);
  await ben.write(MAYA, 'In ten minutes.');
  await expect(maya.text(BEN, 'In ten minutes.')).toHaveCount(1);
  await maya.end(BEN);
  await expect(ben.wrapUp).toContainText(`${MAYA} ended the chat`);
  await maya.wrapUp.getByRole('button', { name: 'Done' }).click();

  await maya.page.keyboard.press('Alt+w');
  await maya.destination(BEN).click();
  await ben.decline(MAYA);
  await expect(maya.wrapUp).toContainText(`${BEN} declined`);
});

test.describe('nothing serious is found by axe', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const colorScheme of ['light', 'dark'] as const)
    test(`in directory, consultation and conference, ${colorScheme}`, async ({ people }) => {
      const maya = await people.readyAgent('Maya', { colorScheme });
      const ben = await people.logIn('Ben', { colorScheme });
      await ben.chooseStatus('Break');
      const akim = await people.sipCustomer('akim');
      await akim.say('I was charged twice.');
      await maya.accept('akim');
      await maya.press('akim', 'Transfer');
      await expect(maya.destination(BEN)).toContainText('Not ready · Break');
      await maya.destination(BEN).click();
      await expect(maya.destination(BEN)).toContainText('Press again');
      expect(await seriousViolations(maya.page)).toEqual([]);
      await maya.directory.getByRole('button', { name: 'Cancel' }).click();
      await maya.consult('akim', BEN, 'Refund above my limit');
      await expect(ben.ringing(MAYA)).toContainText('Asks your advice about akim');
      expect(await seriousViolations(ben.page)).toEqual([]);
      await accept(ben, MAYA);
      await maya.write(BEN, 'Can you take akim?');
      await expect(ben.text(MAYA, 'Can you take akim?')).toHaveCount(1);
      expect(await seriousViolations(maya.page)).toEqual([]);
      await maya.consultation(BEN).getByRole('button', { name: 'Bring together' }).click();
      await expect(maya.participants('akim')).toContainText(BEN);
      expect(await seriousViolations(maya.page)).toEqual([]);
      await maya.page.keyboard.press('Alt+h');
      await expect(maya.page.getByRole('dialog', { name: 'Ask for help' })).toBeVisible();
      expect(await seriousViolations(maya.page)).toEqual([]);
    });
});
