import { readFileSync } from 'node:fs';
import { z } from 'zod';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  /** What did not pass, one line each. */
  readonly failures: readonly string[];
}

const vitestReportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z
    .array(
      z.object({
        name: z.string(),
        status: z.string(),
        assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
      }),
    )
    .default([]),
});

interface PlaywrightSuite {
  readonly title: string;
  readonly specs?: readonly { readonly title: string; readonly ok: boolean }[] | undefined;
  readonly suites?: readonly PlaywrightSuite[] | undefined;
}
const playwrightSuiteSchema: z.ZodType<PlaywrightSuite> = z.object({
  title: z.string(),
  specs: z.array(z.object({ title: z.string(), ok: z.boolean() })).optional(),
  suites: z.lazy(() => z.array(playwrightSuiteSchema)).optional(),
});
const playwrightReportSchema = z.object({
  stats: z.object({ expected: z.int(), flaky: z.int(), unexpected: z.int() }),
  suites: z.array(playwrightSuiteSchema).default([]),
});

export function countVitest(report: unknown): TestCounts {
  const { numPassedTests, numFailedTests, testResults } = vitestReportSchema.parse(report);
  const failures = testResults.flatMap(({ name, status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status !== 'passed');
    if (tests.length > 0) return tests.map((test) => `${name}: ${test.fullName} (${test.status})`);
    return status === 'passed' ? [] : [`${name} (${status})`];
  });
  return { passed: numPassedTests, failed: numFailedTests, failures };
}

/** A flaky test has failed: the same code must give the same answer. */
export function countPlaywright(report: unknown): TestCounts {
  const { stats, suites } = playwrightReportSchema.parse(report);
  return { passed: stats.expected, failed: stats.flaky + stats.unexpected, failures: suites.flatMap(failedSpecs) };
}

function failedSpecs({ title, specs = [], suites = [] }: PlaywrightSuite): readonly string[] {
  const own = specs.filter((spec) => !spec.ok).map((spec) => `${title}: ${spec.title}`);
  return [...own, ...suites.flatMap(failedSpecs)];
}

/** Counts of a run that ended with `exitCode`; one that failed has at least one failure. */
export function countRun(reportFile: string, count: (report: unknown) => TestCounts, exitCode: number): TestCounts {
  const counts = readCounts(reportFile, count);
  if (exitCode === 0 || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: [...counts.failures, `${reportFile}: the run ended with ${exitCode}`] };
}

/** A run that left no report has not run. */
function readCounts(reportFile: string, count: (report: unknown) => TestCounts): TestCounts {
  try {
    return count(JSON.parse(readFileSync(reportFile, 'utf8')));
  } catch (error) {
    return { passed: 0, failed: 1, failures: [`${reportFile} cannot be read: ${String(error)}`] };
  }
}
