import { defineConfig } from '@playwright/test';
import base from '../playwright.config.ts';

/** `npx playwright test --config e2e/screenshots.config.ts` draws docs/images anew. */
export default defineConfig({
  ...base,
  testDir: 'screenshots',
  outputDir: '../test-results/screenshots',
  reporter: 'list',
  timeout: 180_000,
});
