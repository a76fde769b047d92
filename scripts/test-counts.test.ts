import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { countPlaywright, countRun, countVitest } from './test-counts.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordboard-counts-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('reads the counts of both runners', () => {
  expect(countVitest({ numPassedTests: 7, numFailedTests: 2, numTotalTests: 10 })).toEqual({ passed: 7, failed: 2 });
  const stats = { expected: 5, flaky: 1, unexpected: 2, skipped: 3 };
  expect(countPlaywright({ stats })).toEqual({ passed: 5, failed: 3 });
});

it.each([
  ['a good run', '{"numPassedTests":3,"numFailedTests":0}', 0, { passed: 3, failed: 0 }],
  ['a run that failed outside its tests', '{"numPassedTests":3,"numFailedTests":0}', 1, { passed: 3, failed: 1 }],
  ['a run that left a broken report', '{', 0, { passed: 0, failed: 1 }],
])('counts %s', (name, report, exitCode, expected) => {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, report);
  expect(countRun(file, countVitest, exitCode)).toEqual(expected);
});

it('a run that left no report has failed', () => {
  expect(countRun(join(folder, 'none.json'), countVitest, 0)).toEqual({ passed: 0, failed: 1 });
});
