import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@playwright/test';

const dist = fileURLToPath(new URL('../../apps/desktop/dist/', import.meta.url));

/** Gzip size of a page with every script and style that it names, and all that those load at once. */
function firstLoad(page: string): number {
  const html = readFileSync(dist + page, 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '');
  expect(named.length).toBeGreaterThan(1);
  return [page, ...named].reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, 0) / 1000;
}

test('[DT56] the first load of the agent app is at most 200 kB', () => {
  expect(firstLoad('index.html')).toBeLessThanOrEqual(200);
});

test('[WC25] the customer page is at most 100 kB with everything', () => {
  expect(firstLoad('customer.html')).toBeLessThanOrEqual(100);
});
