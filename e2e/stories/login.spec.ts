import { LoginPage } from '../pages/login-page.ts';
import { Workbench } from '../pages/workbench.ts';
import type { People } from '../support/people.ts';
import { expect, test } from '../support/story.ts';

async function openLogin(people: People): Promise<LoginPage> {
  const login = new LoginPage(await people.openBrowser());
  await login.open();
  return login;
}

test('Maya has one DN for voice and IM', async ({ people }) => {
  const login = await openLogin(people);
  await login.signIn('1001');
  await expect(login.page.getByText('Place 1001: one DN for IM and voice')).toBeVisible();
  await expect(login.media).toHaveCount(1);
  const medium = login.medium('Voice, IM on DN 1001');
  await expect(medium.getByRole('checkbox', { name: 'Voice, IM' })).toBeChecked();
  await expect(medium.getByLabel('Agent login')).toHaveValue('1001');
  await expect(medium.getByLabel('Queue')).toHaveValue('1101');
  await expect(medium).toContainText('3 chat slots · VQ_Any 0 waiting');
  await login.logIn.click();
  const maya = new Workbench(login.page);
  await expect(maya.status).toHaveAccessibleName('Status: Not ready');
  await expect(maya.capacity).toHaveText(/IM\s*0 of 3\s*Voice\s*0 of 1/);
});

test('Lena has an IM-only DN', async ({ people }) => {
  const login = await openLogin(people);
  await login.signIn('1003');
  await expect(login.media).toHaveCount(1);
  await expect(login.medium('IM on DN 1003').getByRole('checkbox', { name: 'IM' })).toBeChecked();
  await login.logIn.click();
  const lena = new Workbench(login.page);
  await lena.becomeReady();
  const akim = await people.sipCustomer('akim');
  await akim.say('Guten Tag');
  await lena.accept('akim');
  await expect(lena.text('akim', 'Guten Tag')).toHaveCount(1);
});

test('Ravi has two DNs: IM comes first and ticked, voice is his choice', async ({ people }) => {
  const login = await openLogin(people);
  await login.signIn('1004');
  await expect(login.media).toHaveCount(2);
  await expect(login.media.first()).toContainText('DN 1104');
  const im = login.medium('IM on DN 1104').getByRole('checkbox');
  const voice = login.medium('Voice on DN 1004').getByRole('checkbox');
  await expect(im).toBeChecked();
  await expect(voice).not.toBeChecked();
  await im.uncheck();
  await expect(login.logIn).toBeDisabled();
  await im.check();
  await voice.check();
  await login.logIn.click();
  const ravi = new Workbench(login.page);
  await expect(ravi.status).toHaveAccessibleName('Status: Not ready');
  await ravi.chooseStatus('Ready for IM only');
  await expect(ravi.status).toHaveAccessibleName('Status: Ready for some');
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello');
  await ravi.accept('akim');
  await ravi.write('akim', 'Good day');
  expect(await akim.hear(1)).toEqual(['[Ravi/1004] Good day']);
});

test('only the ticked media are on', async ({ people }) => {
  const ravi = await people.logIn('Ravi');
  await expect(ravi.capacity).toHaveText(/IM\s*0 of 3\s*Voice · off/);
  await ravi.becomeReady();
});

test('a wrong password is said in words; after five the form waits', async ({ people }) => {
  const login = await openLogin(people);
  for (let attempt = 1; attempt <= 4; attempt++) {
    await login.signIn('1001', `wrong ${attempt}`);
    await expect(login.problem).toHaveText('User name or password is wrong.');
    await expect(login.next).toBeEnabled();
  }
  await login.signIn('1001', 'wrong 5');
  await expect(login.problem).toHaveText(/^Too many wrong passwords\. Try again in \d+:\d\d\.$/);
  await expect(login.next).toBeDisabled();
});

test('four wrong passwords do not keep out the right one', async ({ people }) => {
  const login = await openLogin(people);
  for (let attempt = 1; attempt <= 4; attempt++) {
    await login.signIn('1001', `wrong ${attempt}`);
    await expect(login.problem).toHaveText('User name or password is wrong.');
    await login.password.fill('');
  }
  await login.signIn('1001');
  await expect(login.logIn).toBeEnabled();
});

test('Maya logs in at another place', async ({ people }) => {
  const login = await openLogin(people);
  await login.signIn('1001');
  await login.place.selectOption('1004');
  await expect(login.media).toHaveCount(2);
  await login.place.selectOption('1003');
  await expect(login.medium('IM on DN 1003')).toContainText('DN 1003');
  await login.logIn.click();
  const maya = new Workbench(login.page);
  await maya.becomeReady();
  await expect(maya.page.getByText('Maya Ross, place 1003')).toBeAttached();
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello');
  await maya.accept('akim');
  await maya.write('akim', 'Hi');
  expect(await akim.hear(1)).toEqual(['[Maya/1001] Hi']);
});

test('logging out is refused while a chat is open, and says why', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  await akim.say('Hello');
  await maya.accept('akim');
  await maya.status.click();
  const logOut = maya.statusMenu.getByRole('menuitem', { name: /Log out/ });
  await expect(logOut).toBeDisabled();
  await expect(logOut).toContainText('Finish your open chat first.');
  await maya.page.keyboard.press('Escape');
  await maya.end('akim');
  await maya.wrapUp.getByRole('button', { name: 'Done' }).click();
  await maya.status.click();
  await logOut.click();
  await expect(new LoginPage(maya.page).userName).toBeVisible();
  await maya.page.reload();
  await expect(new LoginPage(maya.page).userName).toBeVisible();
});

test('an administrator has no desk and is told what there is', async ({ people }) => {
  const login = await openLogin(people);
  await login.signIn('admin');
  await expect(login.page.getByText('As administrator you need no desk.')).toBeVisible();
});
