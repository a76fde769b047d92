import { LoginPage } from '../pages/login-page.ts';
import { Workbench } from '../pages/workbench.ts';
import { seriousViolations } from '../support/serious-violations.ts';
import { expect, test } from '../support/story.ts';

const SARA = 'Sara Lind';

test('an agent asks for help, is coached and answers; the customer reads nothing of it', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const login = new LoginPage(await people.openBrowser());
  await login.open();
  await login.signIn('2001');
  await login.logIn.click();
  const sara = new Workbench(login.page);
  await expect(sara.status).toBeVisible();
  const akim = await people.sipCustomer('akim');
  await akim.say('I was charged twice.');
  await maya.accept('akim');

  await maya.page.keyboard.press('Alt+h');
  await maya.page.keyboard.type('Refund above my limit');
  await maya.page.keyboard.press('Enter');
  await expect(maya.chat('akim').getByRole('button', { name: /^Help asked/ })).toBeVisible();
  await maya.page.reload();
  await expect(maya.chat('akim').getByRole('button', { name: /^Help asked/ })).toBeVisible();

  await sara.page.getByRole('button', { name: /^Team/ }).click();
  await sara.page.getByRole('row', { name: 'Maya Ross' }).getByRole('button', { name: 'Help', exact: true }).click();
  await expect(maya.participants('akim')).toContainText(`${SARA} coaches you`);
  const box = sara.page.getByRole('region', { name: 'Live view' }).getByRole('textbox');
  await box.fill('Offer to cancel the add-on.');
  await box.press('Enter');
  const whisper = maya.transcript('akim').getByRole('article', { name: new RegExp(`${SARA} whispers`) });
  await expect(whisper).toContainText('Offer to cancel the add-on.');
  await maya.composer('akim').fill('Dear customer');
  await maya.page.getByRole('button', { name: `Whisper to ${SARA}` }).click();
  const answer = maya.page.getByRole('textbox', { name: `Whisper to ${SARA}` });
  await answer.fill('Will do, thanks.');
  expect(await seriousViolations(maya.page)).toEqual([]);
  await answer.press('Enter');
  await expect(sara.page.getByText('Will do, thanks.')).toBeVisible();
  await maya.composer('akim').press('Enter');
  expect(await akim.hear(1)).toEqual(['[Maya/1001] Dear customer']);
});
