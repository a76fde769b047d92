import { lengthenTranscripts } from '../support/long-transcript.ts';
import { expect, test } from '../support/story.ts';

/** What a window shows, the rows kept ready above and below it, and room to breathe. */
const DRAWN_MAX = 60;

test('[DT47] a transcript of 10,000 lines is drawn only where it is looked at', async ({ people }) => {
  const maya = await people.readyAgent('Maya');
  const akim = await people.sipCustomer('akim');
  await akim.say('The last line');
  await maya.accept('akim');
  await lengthenTranscripts(maya.page, 9_999);
  await maya.page.reload();
  await maya.openChat('akim');
  const rows = maya.transcript('akim').getByRole('article');
  await expect(maya.page.getByRole('complementary', { name: 'Customer' })).toContainText('Texts10000');
  await expect(maya.text('akim', 'The last line')).toBeInViewport();
  expect(await rows.count()).toBeLessThan(DRAWN_MAX);

  await maya.transcript('akim').focus();
  await maya.page.keyboard.press('Home');
  await expect(rows.filter({ hasText: /^Line 1\./ })).toBeInViewport();
  await maya.transcript('akim').hover();
  let most = 0;
  for (let step = 0; step < 60; step++) {
    await maya.page.mouse.wheel(0, 2000);
    most = Math.max(most, await rows.count());
  }
  expect(most).toBeLessThan(DRAWN_MAX);
  await maya.page.getByRole('button', { name: 'Latest' }).click();
  await expect(maya.text('akim', 'The last line')).toBeInViewport();
  await maya.transcript('akim').press('Home');
  await expect(rows.filter({ hasText: /^Line 1\./ })).toBeInViewport();
  await maya.transcript('akim').press('End');
  await expect(maya.text('akim', 'The last line')).toBeInViewport();
  await maya.write('akim', 'That was long.');
  await expect(maya.text('akim', 'That was long.')).toBeInViewport();
});
