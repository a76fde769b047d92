import { readFileSync } from 'node:fs';
import { z } from 'zod';

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

const vitestReportSchema = z.object({ numPassedTests: z.int(), numFailedTests: z.int() });
const playwrightReportSchema = z.object({
  stats: z.object({ expected: z.int(), flaky: z.int(), unexpected: z.int() }),
});

export function countVitest(report: unknown): TestCounts {
  const { numPassedTests, numFailedTests } = vitestReportSchema.parse(report);
  return { passed: numPassedTests, failed: numFailedTests };
}

/** A flaky test has failed: the same code must give the same answer. */
export function countPlaywright(report: unknown): TestCounts {
  const { expected, flaky, unexpected } = playwrightReportSchema.parse(report).stats;
  return { passed: expected, failed: flaky + unexpected };
}

/** Counts of a run that ended with `exitCode`; one that failed has at least one failure. */
export function countRun(reportFile: string, count: (report: unknown) => TestCounts, exitCode: number): TestCounts {
  const counts = readCounts(reportFile, count);
  const failed = exitCode === 0 ? counts.failed : Math.max(1, counts.failed);
  return { passed: counts.passed, failed };
}

/** A run that left no report has not run. */
function readCounts(reportFile: string, count: (report: unknown) => TestCounts): TestCounts {
  try {
    return count(JSON.parse(readFileSync(reportFile, 'utf8')));
  } catch (error) {
    console.error(`${reportFile} cannot be read: ${String(error)}`);
    return { passed: 0, failed: 1 };
  }
}
