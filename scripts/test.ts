import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { allPackages, ensurePackages } from './debian-packages.ts';
import { root } from './repository.ts';
import { runProgram } from './run-program.ts';
import { countPlaywright, countRun, countVitest, type TestCounts } from './test-counts.ts';

const REPORTS = join(root, 'test-results');
const vitestReport = join(REPORTS, 'vitest.json');
const playwrightReport = join(REPORTS, 'playwright.json');

await ensurePackages(allPackages);
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

const failedChecks = await runChecks();
const counts = [await runUnitTests(), await runBrowserTests()];
const passed = counts.reduce((sum, each) => sum + each.passed, 0);
const failed = counts.reduce((sum, each) => sum + each.failed, failedChecks.length);
for (const check of failedChecks) console.log(`Failed check: ${check}`);
for (const failure of counts.flatMap((each) => each.failures)) console.log(`Failed: ${failure}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

/** Types, lint and format. Returns the checks that failed. */
async function runChecks(): Promise<readonly string[]> {
  const checks = [
    ['types', 'tsc', ['-p', 'tsconfig.json', '--noEmit']],
    ['types of the desktop', 'tsc', ['-p', 'apps/desktop/tsconfig.json', '--noEmit']],
    ['lint and format', 'biome', ['check', '.']],
  ] as const;
  const failedOnes: string[] = [];
  for (const [name, command, parameters] of checks) {
    console.log(`\n--- ${name}`);
    if (!(await succeeds(command, parameters))) failedOnes.push(name);
  }
  return failedOnes;
}

async function runUnitTests(): Promise<TestCounts> {
  console.log('\n--- unit, scenario and interop tests');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`];
  return countRun(vitestReport, countVitest, await run('vitest', ['run', ...reporters]));
}

async function runBrowserTests(): Promise<TestCounts> {
  console.log('\n--- browser tests');
  const environment = { PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport };
  const exitCode = await run('node', ['scripts/e2e.ts', '--reporter=list,json'], environment);
  return countRun(playwrightReport, countPlaywright, exitCode);
}

async function succeeds(command: string, parameters: readonly string[]): Promise<boolean> {
  return (await run(command, parameters)) === 0;
}

async function run(
  command: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<number> {
  const { exitCode, wasInterrupted } = await runProgram(command, parameters, { environment });
  if (wasInterrupted) process.exit(130);
  return exitCode;
}
