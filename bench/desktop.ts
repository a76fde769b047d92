import { chromium as browserType, expect, type Page } from '@playwright/test';
import { lengthenTranscripts } from '../e2e/support/long-transcript.ts';
import { People } from '../e2e/support/people.ts';
import { StoryServer } from '../e2e/support/server.ts';
import { chromium } from '../playwright.config.ts';
import { buildDesktopIfStale } from '../scripts/desktop-build.ts';
import type { BenchRow } from './support/measuring/bench-row.ts';
import { median, percentile } from './support/measuring/median.ts';

const LINES = 10_000;
const ROUNDS = 5;
/** Turns of the wheel per round, half of them up and half down. */
const TURNS = 100;
const TURN_PX = 1500;

/** Runs in the page: what blocked its main thread for more than 50 ms, and the time between two frames. */
const watch = `
  window.watched = { longTasks: [], frames: [] };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.watched.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  let before = performance.now();
  const frame = (now) => { window.watched.frames.push(now - before); before = now; requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
`;
const takeWatched = `(() => {
  const { longTasks, frames } = window.watched;
  window.watched.longTasks = [];
  window.watched.frames = [];
  return { longTasks, frames };
})()`;

interface Watched {
  readonly longTasks: readonly number[];
  readonly frames: readonly number[];
}

/** Blocks the page on purpose: a watch that would not notice is worth nothing. */
async function expectToSeeLongTask(page: Page): Promise<void> {
  await page.evaluate(
    'void setTimeout(() => { const end = performance.now() + 80; while (performance.now() < end); })',
  );
  await expect.poll(async () => (await page.evaluate<Watched>(takeWatched)).longTasks.length).toBeGreaterThan(0);
}

/** Scrolls through a transcript of 10,000 lines on the real desk in Chromium. */
export async function run(): Promise<readonly BenchRow[]> {
  await buildDesktopIfStale();
  const server = await StoryServer.start();
  const browser = await browserType.launch(chromium);
  const people = new People(browser, server, { viewport: { width: 1440, height: 860 } });
  try {
    const maya = await people.readyAgent('Maya');
    const akim = await people.sipCustomer('akim');
    await akim.say('The last line');
    await maya.accept('akim');
    await lengthenTranscripts(maya.page, LINES - 1);
    await maya.page.reload();
    await maya.openChat('akim');
    await expect(maya.text('akim', 'The last line')).toBeInViewport();
    await maya.transcript('akim').hover();
    await maya.page.evaluate(watch);
    await expectToSeeLongTask(maya.page);
    const rounds: Watched[] = [];
    let drawnMax = 0;
    for (let round = 0; round <= ROUNDS; round++) {
      for (let turn = 0; turn < TURNS / 2; turn++) await maya.page.mouse.wheel(0, -TURN_PX);
      await expect(maya.text('akim', 'The last line')).toBeHidden();
      for (let turn = 0; turn < TURNS / 2; turn++) await maya.page.mouse.wheel(0, TURN_PX);
      await maya.transcript('akim').press('End');
      await expect(maya.text('akim', 'The last line')).toBeInViewport();
      drawnMax = Math.max(drawnMax, await maya.transcript('akim').getByRole('article').count());
      const watched = await maya.page.evaluate<Watched>(takeWatched);
      // The first round warms up.
      if (round > 0) rounds.push(watched);
    }
    const longTasks = rounds.map((round) => round.longTasks.length);
    const note = `${ROUNDS} rounds of ${TURNS} turns of the wheel by ${TURN_PX} px`;
    return [
      { name: 'long tasks (> 50 ms) per round, median', value: median(longTasks), unit: '', note },
      { name: 'long tasks per round, most', value: Math.max(...longTasks), unit: '', note: longTasks.join(' / ') },
      {
        name: 'longest task',
        value: Math.max(0, ...rounds.flatMap((round) => round.longTasks)),
        unit: 'ms',
        note: '0: none above 50 ms',
      },
      {
        name: 'between frames, p95',
        value: percentile(
          rounds.flatMap((round) => round.frames),
          0.95,
        ),
        unit: 'ms',
        note: '',
      },
      { name: 'rows drawn at once, most', value: drawnMax, unit: '', note: `of ${LINES.toLocaleString('en')} lines` },
    ];
  } finally {
    await people.close();
    await browser.close();
    await server.stop();
  }
}
