import { LoginPage } from '../pages/login-page.ts';
import { Workbench } from '../pages/workbench.ts';
import { keep } from '../support/keep.ts';
import type { People } from '../support/people.ts';
import { expect, test } from '../support/story.ts';
import { answerTwo } from '../support/two-chats.ts';

const BEN = 'Ben Okafor';
const MAYA = 'Maya Ross';
const narrow = { width: 390, height: 780 };

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** The same desk in a dark browser, with session and drafts of the first. */
async function inTheDark(people: People, { page }: Workbench): Promise<Workbench> {
  const storageState = await page.context().storageState();
  const desk = new Workbench(await people.openBrowser({ colorScheme: 'dark', storageState }));
  await desk.page.goto('/');
  return desk;
}

async function talking(people: People) {
  const maya = await people.readyAgent('Maya');
  const ben = await people.readyAgent('Ben');
  const lena = await people.logIn('Lena');
  await lena.chooseStatus('Lunch');
  await ben.chooseStatus('Break');
  const { lnovak, akim } = await answerTwo(people, maya);
  return { maya, ben, akim, lnovak };
}

test('hold, transfer, consult and conference', async ({ people }) => {
  const { maya, ben, akim } = await talking(people);
  await maya.press('akim', 'Hold');
  await expect(maya.heldRow('akim')).toBeVisible();
  await maya.page.mouse.move(700, 500);
  await keep(maya.page, 'hold');
  await maya.press('akim', 'Retrieve');
  await expect(maya.composer('akim')).toBeEnabled();

  await maya.press('akim', 'Transfer');
  await expect(maya.destination(BEN)).toBeVisible();
  await keep(maya.page, 'transfer-directory');
  await maya.destination(BEN).click();
  await expect(maya.destination(BEN)).toContainText('Press again');
  await keep(maya.page, 'transfer-second-press');
  await maya.page.setViewportSize(narrow);
  await keep(maya.page, 'transfer-narrow');
  await maya.page.setViewportSize({ width: 1440, height: 860 });
  await maya.page.keyboard.press('Escape');
  await maya.page.keyboard.press('Escape');
  await expect(maya.directory).toBeHidden();

  await maya.consult('akim', BEN, 'Refund above my limit');
  await expect(ben.ringing(MAYA)).toContainText('Asks your advice');
  await keep(ben.page, 'consult-offer');
  await ben.ringing(MAYA).getByRole('button', { name: 'Accept' }).click();
  await maya.write(BEN, 'Can you take akim? 4472 is the yearly add-on, 240.00.');
  await expect(ben.text(MAYA, 'Can you take akim? 4472 is the yearly add-on, 240.00.')).toBeVisible();
  await ben.write(MAYA, 'Yes, hand over. I may refund up to 500.');
  await expect(maya.text(BEN, 'Yes, hand over. I may refund up to 500.')).toBeVisible();
  await akim.say('Are you still there?');
  await expect(maya.text('akim', 'Are you still there?')).toBeVisible();
  await maya.composer(BEN).fill('Great, he is all yours');
  await keep(maya.page, 'consult-light');
  await keep(ben.page, 'consult-advised');
  await maya.page.setViewportSize(narrow);
  await keep(maya.page, 'consult-narrow');
  await maya.page.setViewportSize({ width: 1440, height: 860 });
  const dark = await inTheDark(people, maya);
  await dark.heldRow('akim').getByRole('button').first().click();
  await expect(dark.consultation(BEN)).toBeVisible();
  await expect(dark.text(BEN, 'Yes, hand over. I may refund up to 500.')).toBeVisible();
  await keep(dark.page, 'consult-dark');
  await dark.page.close();

  await maya.consultation(BEN).getByRole('button', { name: 'Bring together' }).click();
  await expect(maya.participants('akim')).toContainText(BEN);
  await ben.write('akim', 'Ben here: the refund of 240.00 is on its way.');
  await expect(maya.text('akim', 'Ben here: the refund of 240.00 is on its way.')).toBeVisible();
  await keep(maya.page, 'conference');
});

test('internal chat and new chat', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const ben = await people.readyAgent('Ben');
  await maya.page.keyboard.press('Alt+w');
  await expect(maya.destination(BEN)).toBeVisible();
  await maya.directory.getByRole('textbox', { name: 'First words (optional)' }).fill('Do you know invoice 4472?');
  await keep(maya.page, 'new-chat');
  await maya.destination(BEN).click();
  await ben.ringing(MAYA).getByRole('button', { name: 'Accept' }).click();
  await ben.write(MAYA, 'The yearly add-on, I think.');
  await expect(maya.text(BEN, 'The yearly add-on, I think.')).toBeVisible();
  await keep(maya.page, 'internal-chat');
});

test('help and whisper', async ({ people }) => {
  const { maya, akim } = await talking(people);
  const login = new LoginPage(await people.openBrowser());
  await login.open();
  await login.signIn('2001');
  await login.logIn.click();
  const sara = new Workbench(login.page);
  await expect(sara.status).toBeVisible();
  await maya.page.keyboard.press('Alt+h');
  await maya.page.keyboard.type('Refund above my limit');
  await keep(maya.page, 'assist');
  await maya.page.keyboard.press('Enter');
  await sara.page.getByRole('button', { name: /^Team/ }).click();
  await sara.page.getByRole('row', { name: 'Maya Ross' }).getByRole('button', { name: 'Help', exact: true }).click();
  await expect(maya.participants('akim')).toContainText('coaches you');
  const box = sara.page.getByRole('region', { name: 'Live view' }).getByRole('textbox');
  await box.fill('4472 is the yearly add-on, offer to cancel it.');
  await box.press('Enter');
  await expect(maya.text('akim', '4472 is the yearly add-on, offer to cancel it.')).toBeVisible();
  await maya.write('akim', 'I found it: 4472 is the yearly add-on. Shall I cancel and refund it?');
  await akim.hear(2);
  await maya.page.getByRole('button', { name: 'Whisper to Sara Lind' }).click();
  await maya.page.keyboard.type('Thank you. May I refund all of it?');
  await maya.page.mouse.move(700, 500);
  await keep(maya.page, 'whisper');
});
