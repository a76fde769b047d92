/** `npm run bench`: runs all suites, or those named (`npm run bench -- parser routing`), prints a table and writes JSON. */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BenchRow } from './support/measuring/bench-row.ts';

const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));

/** Those that need a quiet machine most come first. */
const suites: Readonly<Record<string, () => Promise<{ run(): Promise<readonly BenchRow[]> }>>> = {
  'beside-others': () => import('./beside-others.ts'),
  'page-mode': () => import('./page-mode.ts'),
  operations: () => import('./operations.ts'),
  sessions: () => import('./sessions.ts'),
  registrations: () => import('./registrations.ts'),
  'idle-connections': () => import('./idle-connections.ts'),
  storage: () => import('./storage.ts'),
  routing: () => import('./routing.ts'),
  'recorded-routing': () => import('./recorded-routing.ts'),
  statistics: () => import('./statistics.ts'),
  parser: () => import('./parser.ts'),
  uas: () => import('./uas.ts'),
  desktop: () => import('./desktop.ts'),
  soak: () => import('./soak.ts'),
  'soak-hours': () => import('./soak-hours.ts'),
};
/** These take long and run when they are named. */
const onlyNamed: ReadonlySet<string> = new Set(['soak', 'soak-hours']);

function machine() {
  const [cpu] = cpus();
  return {
    cpu: `${cpus().length} x ${cpu?.model ?? 'unknown'}`,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    loadAtStart: loadavg().map((load) => Number(load.toFixed(2))),
  };
}

function revision(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

function formatValue(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 1_000 ? 2 : 0 });
}

function printTable(name: string, rows: readonly BenchRow[]): void {
  const cells = rows.map((row) => [row.name, formatValue(row.value), row.unit, row.note] as const);
  const width = (column: 0 | 1 | 2) => Math.max(...cells.map((cell) => cell[column].length));
  console.log(`\n${name}`);
  for (const [what, value, unit, note] of cells) {
    console.log(`  ${what.padEnd(width(0))}  ${value.padStart(width(1))} ${unit.padEnd(width(2))}  ${note}`);
  }
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}.`);
  process.exit(1);
}

const about = { time: new Date().toISOString(), revision: revision(), machine: machine() };
console.log(
  `${about.revision}, ${about.machine.cpu}, Node ${about.machine.node}, load ${about.machine.loadAtStart.join(' ')}`,
);
const results: Record<string, readonly BenchRow[]> = {};
let hasFailed = false;
for (const [name, load] of Object.entries(suites)) {
  if (wanted.length > 0 ? !wanted.includes(name) : onlyNamed.has(name)) continue;
  try {
    const rows = await (await load()).run();
    results[name] = rows;
    printTable(name, rows);
  } catch (failure) {
    hasFailed = true;
    console.error(`\n${name}: ${failure instanceof Error ? failure.message : String(failure)}`);
  }
}
await mkdir(RESULTS, { recursive: true });
await writeFile(`${RESULTS}latest.json`, `${JSON.stringify({ ...about, suites: results }, null, 2)}\n`);
console.log('\nWritten to bench/results/latest.json.');
process.exit(hasFailed ? 1 : 0);
