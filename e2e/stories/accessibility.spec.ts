import { LoginPage } from '../pages/login-page.ts';
import { seriousViolations } from '../support/serious-violations.ts';
import { expect, test } from '../support/story.ts';

/** A text that is just fading in has no contrast yet. */
test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on the login pages, ${colorScheme}`, async ({ people }) => {
    const login = new LoginPage(await people.openBrowser({ colorScheme }));
    await login.open();
    expect(await seriousViolations(login.page)).toEqual([]);
    await login.signIn('1004', 'wrong');
    await expect(login.problem).toBeVisible();
    expect(await seriousViolations(login.page)).toEqual([]);
    await login.signIn('1004');
    await expect(login.media).toHaveCount(2);
    expect(await seriousViolations(login.page)).toEqual([]);
  });

  test(`axe finds nothing serious on the desk, ${colorScheme}`, async ({ people, server }) => {
    const maya = await people.logIn('Maya', { colorScheme });
    expect(await seriousViolations(maya.page)).toEqual([]);
    await maya.status.click();
    expect(await seriousViolations(maya.page)).toEqual([]);
    await maya.page.keyboard.press('Escape');
    await maya.becomeReady();
    const akim = await people.sipCustomer('akim');
    await akim.say('Hi, I was charged twice this month.');
    await maya.accept('akim');
    await maya.write('akim', 'Let me look, see https://example.net.');
    await expect(maya.text('akim', 'Let me look, see https://example.net.')).toContainText('sent');
    await akim.say('Thank you.');
    const lnovak = await people.sipCustomer('lnovak');
    await lnovak.say('Hello');
    await expect(maya.ringing('lnovak')).toContainText('to answer');
    for (const tab of ['Data', 'Why', 'Customer']) {
      await maya.page.getByRole('tab', { name: tab }).click();
      expect(await seriousViolations(maya.page)).toEqual([]);
    }
    await maya.page.keyboard.press('Control+k');
    expect(await seriousViolations(maya.page)).toEqual([]);
    await maya.page.keyboard.press('Escape');
    await maya.end('akim');
    await expect(maya.wrapUp).toBeVisible();
    await server.crash();
    await expect(maya.connection).toContainText('Connection lost');
    expect(await seriousViolations(maya.page)).toEqual([]);
  });

  test(`axe finds nothing serious on the team page and in the live view, ${colorScheme}`, async ({ people }) => {
    const maya = await people.readyAgent('Maya');
    const sara = await people.supervisor({ colorScheme });
    const akim = await people.sipCustomer('akim');
    await akim.say('I want my money back.');
    await maya.accept('akim');
    await maya.page.keyboard.press('Alt+h');
    await maya.page.getByRole('textbox', { name: 'What is it about?' }).fill('refund above my limit');
    await maya.page.getByRole('button', { name: 'Ask for help' }).click();
    await expect(sara.row('Maya Ross')).toContainText('asks for help');
    expect(await seriousViolations(sara.page)).toEqual([]);
    await sara.page.getByRole('radio', { name: 'Today' }).click();
    await expect(sara.page.getByRole('table', { name: 'Agents today' })).toBeVisible();
    expect(await seriousViolations(sara.page)).toEqual([]);
    await sara.page.getByRole('radio', { name: 'Now' }).click();
    for (const opener of ['Monitor Maya Ross', 'More for Maya Ross']) {
      await sara.row('Maya Ross').getByRole('button', { name: opener }).click();
      await expect(sara.page.getByRole('dialog', { name: opener })).toBeVisible();
      expect(await seriousViolations(sara.page)).toEqual([]);
      await sara.page.keyboard.press('Escape');
    }
    await sara.row('Maya Ross').getByRole('button', { name: 'Show the chats of Maya Ross' }).click();
    await sara.row('Maya Ross').getByRole('button', { name: 'Help', exact: true }).click();
    await expect(sara.mode('Whisper')).toBeChecked();
    await sara.write('Grant it.');
    await expect(sara.text('Grant it.')).toBeVisible();
    expect(await seriousViolations(sara.page)).toEqual([]);
    await sara.switchTo('Barge in');
    expect(await seriousViolations(sara.page)).toEqual([]);
    await sara.switchTo('Silent');
    expect(await seriousViolations(sara.page)).toEqual([]);
  });

  test(`axe finds nothing serious on the customer page, ${colorScheme}`, async ({ people }) => {
    const maya = await people.readyAgent('Maya');
    const akim = await people.webCustomer({ colorScheme });
    expect(await seriousViolations(akim.page)).toEqual([]);
    await akim.name.fill('Akim');
    await akim.write('Hi, see https://example.net.');
    await maya.accept('Akim');
    await maya.write('Akim', 'Good morning');
    await expect(akim.status).toHaveText('Maya is here');
    expect(await seriousViolations(akim.page)).toEqual([]);
    await maya.end('Akim');
    await expect(akim.status).toHaveText('Conversation ended');
    expect(await seriousViolations(akim.page)).toEqual([]);
  });
}
