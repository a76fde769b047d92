import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { countPlaywright, countRun, countVitest } from './test-counts.ts';

const folder = mkdtempSync(join(tmpdir(), 'cordboard-counts-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('reads the counts of both runners, and names what failed', () => {
  const testResults = [
    {
      name: 'a.test.ts',
      status: 'failed',
      assertionResults: [
        { status: 'passed', fullName: 'one' },
        { status: 'failed', fullName: 'two' },
      ],
    },
    { name: 'b.test.ts', status: 'failed', assertionResults: [] },
    { name: 'c.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'three' }] },
  ];
  expect(countVitest({ numPassedTests: 7, numFailedTests: 2, numTotalTests: 10, testResults })).toEqual({
    passed: 7,
    failed: 2,
    failures: ['a.test.ts: two (failed)', 'b.test.ts (failed)'],
  });
  const stats = { expected: 5, flaky: 1, unexpected: 2, skipped: 3 };
  const suites = [
    {
      title: 'login.spec.ts',
      specs: [{ title: 'in', ok: true }],
      suites: [{ title: 'out', specs: [{ title: 'twice', ok: false }] }],
    },
  ];
  expect(countPlaywright({ stats, suites })).toEqual({ passed: 5, failed: 3, failures: ['out: twice'] });
});

it.each([
  ['a good run', '{"numPassedTests":3,"numFailedTests":0}', 0, { passed: 3, failed: 0 }, undefined],
  [
    'a run that failed outside its tests',
    '{"numPassedTests":3,"numFailedTests":0}',
    1,
    { passed: 3, failed: 1 },
    'ended with 1',
  ],
  ['a run that left a broken report', '{', 0, { passed: 0, failed: 1 }, 'cannot be read'],
])('counts %s', (name, report, exitCode, expected, failure) => {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, report);
  const failures = failure === undefined ? [] : [expect.stringContaining(failure)];
  expect(countRun(file, countVitest, exitCode)).toEqual({ ...expected, failures });
});

it('a run that left no report has failed', () => {
  expect(countRun(join(folder, 'none.json'), countVitest, 0)).toMatchObject({ passed: 0, failed: 1 });
});
