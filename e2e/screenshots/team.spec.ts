import { Team } from '../pages/team.ts';
import { keep } from '../support/keep.ts';
import type { People } from '../support/people.ts';
import { expect, test } from '../support/story.ts';

/** Long enough for a customer to have waited far too long. */
const LONG_WAIT = { timeout: 120_000 };

test.use({ contextOptions: { reducedMotion: 'reduce' } });

async function holdChats(people: People, agent: 'Ben' | 'Maya' | 'Lena', texts: Readonly<Record<string, string>>) {
  const desk = await people.readyAgent(agent);
  const customers = [];
  for (const [name, text] of Object.entries(texts)) {
    const customer = await people.sipCustomer(name);
    await customer.say(text);
    await desk.accept(name);
    customers.push(customer);
  }
  return { desk, customers };
}

test('team-empty', async ({ people }) => {
  const sara = await people.supervisor();
  await keep(sara.page, 'team-empty');
});

test('team-light, -dark, -narrow, -absent and -whisper', async ({ people }) => {
  const ben = await holdChats(people, 'Ben', {
    bwong: 'I want my money back.',
    dcohen: 'Where is my parcel?',
    ngarcia: 'Hello',
  });
  for (const name of ['dcohen', 'ngarcia']) {
    await ben.desk.openChat(name);
    await ben.desk.write(name, 'One moment, please.');
  }
  const maya = await holdChats(people, 'Maya', {
    psato: 'Is anybody there?',
    lnovak: 'My parcel has not arrived.',
    akim: 'Hi, I was charged twice this month.',
  });
  await maya.desk.openChat('psato');
  await maya.desk.press('psato', 'Hold');
  await maya.desk.openChat('lnovak');
  await maya.desk.write('lnovak', 'It will be there on Tuesday.');
  await maya.desk.openChat('akim');
  await maya.desk.write('akim', 'Sorry about that. Let me look at your last two invoices.');
  await maya.customers[2]?.say('Invoice 4471 and 4472, both on the 3rd.');
  const ravi = await people.logIn('Ravi');
  await ravi.chooseStatus('Lunch');
  await people.logIn('Tom');
  const sara = await people.supervisor();
  await expect(sara.row('Maya Ross')).toContainText('waits far too long', LONG_WAIT);
  await holdChats(people, 'Lena', { tmoore: 'Do you ship to Norway?' });
  const { page } = ben.desk;
  await ben.desk.openChat('bwong');
  await page.keyboard.press('Alt+h');
  await page.getByRole('textbox', { name: 'What is it about?' }).fill('refund above my limit');
  await page.getByRole('button', { name: 'Ask for help' }).click();
  await expect(sara.row('Ben Okafor')).toContainText('asks for help');
  await sara.page.mouse.move(700, 840);
  await keep(sara.page, 'team-light');
  await sara.page.getByRole('radio', { name: 'Today' }).click();
  await expect(
    sara.page
      .getByRole('row', { name: /^Lena Novak/ })
      .getByRole('cell')
      .first(),
  ).toBeVisible();
  await keep(sara.page, 'team-today');
  await sara.page.getByRole('radio', { name: 'Now' }).click();

  await sara.listenTo('Maya Ross', 'akim');
  await sara.switchTo('Whisper');
  await sara.write('4472 is the yearly add-on, offer to cancel it.');
  await expect(sara.text('4472 is the yearly add-on, offer to cancel it.')).toBeVisible();
  await maya.desk.write('akim', 'I found it: 4472 is the yearly add-on. Shall I cancel and refund it?');
  await expect(sara.text('I found it: 4472 is the yearly add-on. Shall I cancel and refund it?')).toBeVisible();
  await sara.page.mouse.move(700, 840);
  await keep(sara.page, 'team-whisper');
  const storageState = await sara.page.context().storageState();
  const dark = new Team(await people.openBrowser({ colorScheme: 'dark', storageState }));
  await dark.page.goto('/');
  await dark.open();
  await expect(dark.mode('Whisper')).toBeChecked();
  await expect(dark.row('Ben Okafor')).toContainText('asks for help');
  await keep(dark.page, 'team-dark');
  await sara.live.getByRole('button', { name: 'Stop' }).click();
  await expect(sara.live).toHaveCount(0);
  await sara.page.setViewportSize({ width: 390, height: 780 });
  await keep(sara.page, 'team-narrow');
  await sara.page.setViewportSize({ width: 1440, height: 860 });
  await maya.desk.page.context().close();
  await expect(sara.row('Maya Ross')).toContainText('Reconnecting');
  await sara.row('Maya Ross').getByRole('button', { name: 'Show the chats of Maya Ross' }).click();
  await keep(sara.page, 'team-absent');
});
