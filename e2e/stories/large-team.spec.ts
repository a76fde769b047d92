import { enlargeTeam } from '../support/large-team.ts';
import { expect, test } from '../support/story.ts';

/** What a window shows, the rows kept ready above and below it, and room to breathe. */
const DRAWN_MAX = 60;

test('[DT95] 1,000 agents who change four times a second are drawn only where they are looked at', async ({
  people,
}) => {
  await people.logIn('Maya');
  const sara = await people.supervisor();
  await enlargeTeam(sara.page, 1000);
  await sara.page.reload();
  await sara.open();
  await expect(sara.agents).toHaveAttribute('aria-rowcount', '1001');
  const rows = sara.agents.locator('[data-dn]');
  expect(await rows.count()).toBeLessThan(DRAWN_MAX);
  await rows.first().focus();
  await sara.page.keyboard.press('End');
  await expect(sara.page.locator('[data-index="999"]')).toBeFocused();
  expect(await rows.count()).toBeLessThan(DRAWN_MAX);
  await sara.page.keyboard.press('Home');
  await expect(sara.page.locator('[data-index="0"]')).toBeFocused();
  await sara.page.keyboard.press('/');
  await sara.page.keyboard.type('Agent 0777');
  await expect(sara.row('Agent 0777')).toBeVisible();
  await expect(sara.row('Agent 0777')).toContainText('Not ready');
  await expect(sara.row('Agent 0777')).toContainText('Ready');
});
