import type { Locator, Page } from '@playwright/test';
import { UdpCustomer } from '../../apps/server/test/support/customers/udp-customer.ts';
import { LoginPage } from '../pages/login-page.ts';
import { Workbench } from '../pages/workbench.ts';
import { keep } from '../support/keep.ts';
import type { People } from '../support/people.ts';
import { expect, test } from '../support/story.ts';
import { answerTwo } from '../support/two-chats.ts';

/** Long enough for a customer to have waited far too long. */
const LONG_WAIT = { timeout: 90_000 };

test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const [name, user] of [
  ['login-voice-im', '1001'],
  ['login-im-only', '1003'],
  ['login-two-dns', '1004'],
] as const)
  test(name, async ({ people }) => {
    const login = new LoginPage(await people.openBrowser({ viewport: { width: 720, height: 780 } }));
    await login.open();
    await login.signIn(user);
    await expect(login.logIn).toBeEnabled();
    await login.place.blur();
    await keep(login.page, name);
  });

/** One rings, three run with each kind of wait, one has ended. */
async function fillDesk(people: People, maya: Workbench): Promise<void> {
  const psato = await people.sipCustomer('psato');
  await psato.say('Is anybody there?');
  await maya.accept('psato');
  const mchen = await people.sipCustomer('mchen');
  await mchen.say('Thanks, got it.');
  await maya.accept('mchen');
  await maya.end('mchen');
  await expect(maya.wrapUp).toBeVisible();

  const { akim } = await answerTwo(people, maya);
  await maya.write('akim', 'I found it: 4472 is the yearly add-on. Shall I cancel and refund it?');
  await akim.hear(2);
  await expect(waitOf(maya.row('psato'))).toContainText('too long', LONG_WAIT);
  await akim.say('Yes please, cancel it.');
  await akim.say('How long does the refund take?');
  await expect(maya.text('akim', 'How long does the refund take?')).toBeVisible();
  await maya.composer('akim').fill('Done – the refund of 24.00 will reach you in 3 days.');
  await maya.page.mouse.move(700, 500);
  await expect(waitOf(maya.row('psato'))).toContainText('far too long', LONG_WAIT);
  await expect(waitOf(maya.row('akim'))).toContainText('too long', LONG_WAIT);
}

function waitOf(row: Locator): Locator {
  return row.getByRole('button').first();
}

/** The same desk in another browser, which goes on with the session and the drafts of the first. */
async function openAgain(people: People, { page }: Workbench, colorScheme: 'dark'): Promise<Page> {
  const desk = new Workbench(
    await people.openBrowser({ colorScheme, storageState: await page.context().storageState() }),
  );
  await desk.page.goto('/');
  await desk.openChat('akim');
  await desk.page.mouse.move(700, 500);
  await expect(desk.ringing('jdoe')).toContainText('to answer');
  return desk.page;
}

test.describe('a busy desk', () => {
  test.use({ serverOptions: { chatMax: 5 } });

  test('workbench-light, -dark, -narrow and connection-lost', async ({ people, server }) => {
    const maya = await people.readyAgent('Maya');
    await fillDesk(people, maya);
    const jdoe = await UdpCustomer.open(server.sipPort, 'sip:jdoe@example.net');
    await jdoe.say('I want to upgrade my plan');
    await expect(maya.ringing('jdoe')).toContainText('to answer');
    await keep(maya.page, 'workbench-light');
    await keep(await openAgain(people, maya, 'dark'), 'workbench-dark');
    await maya.page.setViewportSize({ width: 390, height: 780 });
    await keep(maya.page, 'workbench-narrow-chat');
    await maya.page.getByRole('button', { name: /^Chats/ }).click();
    await keep(maya.page, 'workbench-narrow');
    await maya.page.setViewportSize({ width: 1440, height: 860 });
    await server.crash();
    await expect(maya.connection).toContainText('Connection lost');
    await keep(maya.page, 'connection-lost');
    jdoe.close();
  });
});

test('workbench-empty', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  await keep(maya.page, 'workbench-empty');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`customer-phone-${colorScheme}`, async ({ people }) => {
    const maya = await people.readyAgent('Maya');
    const phone = { viewport: { width: 390, height: 700 }, deviceScaleFactor: 2, colorScheme } as const;
    const akim = await people.webCustomer(phone);
    if (colorScheme === 'light') await keep(akim.page, 'customer-phone-start');
    await akim.name.fill('Akim');
    await akim.write('Hi, I was charged twice this month.');
    await maya.accept('Akim');
    await maya.write('Akim', 'Sorry about that. Let me look at your last two invoices.');
    await expect(akim.text('Sorry about that. Let me look at your last two invoices.')).toBeVisible();
    await akim.write('Invoice 4471 and 4472, both on the 3rd.');
    await expect(akim.text('Invoice 4471 and 4472, both on the 3rd.')).toContainText(/sent|delivered|read/);
    await maya.write('Akim', 'I found it: 4472 is the yearly add-on. Shall I cancel and refund it?');
    await akim.write('Yes please!');
    await expect(akim.text('Yes please!')).toContainText(/sent|delivered|read/);
    await keep(akim.page, `customer-phone-${colorScheme}`);
  });
