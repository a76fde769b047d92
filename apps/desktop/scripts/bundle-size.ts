import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** First load of each page after `npm run build`: gzip size of its HTML and every script and style it names. */
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const budgets = [
  { page: 'index.html', kB: 200 },
  { page: 'customer.html', kB: 100 },
];

let isWithin = true;
for (const { page, kB } of budgets) {
  if (!existsSync(dist + page)) continue;
  const html = readFileSync(dist + page, 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '');
  const sizes = [page, ...named].map((file) => ({
    file,
    bytes: gzipSync(readFileSync(dist + file), { level: 9 }).length,
  }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0) / 1000;
  for (const { file, bytes } of sizes) process.stdout.write(`  ${(bytes / 1000).toFixed(1).padStart(7)} kB  ${file}\n`);
  process.stdout.write(`${page}: ${total.toFixed(1)} kB gzip of ${kB} kB\n`);
  isWithin &&= total <= kB;
}
process.exitCode = isWithin ? 0 : 1;
