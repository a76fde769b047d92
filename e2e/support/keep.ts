import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

const images = fileURLToPath(new URL('../../docs/images/', import.meta.url));

/** Keeps a picture of the page for the docs. */
export async function keep(page: Page, name: string): Promise<void> {
  await page.evaluate('document.fonts.ready');
  await page.screenshot({ path: `${images}${name}.png` });
}
