import { isTestFile, type SourceFile, withoutComments } from './source-file.ts';

/** Longest file, tests included: one that is longer does two jobs. */
export const LINES_MAX = 400;

const PURE = /^apps\/server\/src\/(base|protocols|domain|services)\//;
const IMPURE_WORDS = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bMath\.random\b/,
  /\bperformance\.now\b/,
  /\bset(?:Timeout|Interval|Immediate)\b/,
  /\bconsole\./,
  /\bprocess\.env\b/,
];

/** Time, randomness, timers and output that a file takes from the world instead of being handed them. */
export function findImpurities({ path, text }: SourceFile): readonly string[] {
  if (!PURE.test(path) || isTestFile(path)) return [];
  const code = withoutComments(text);
  return IMPURE_WORDS.flatMap((word) => {
    const found = word.exec(code)?.[0];
    return found === undefined ? [] : [`${path} uses ${found}`];
  });
}

/** A file that is too long. */
export function findExcessLines({ path, text }: SourceFile): readonly string[] {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  return lines > LINES_MAX ? [`${path} has ${lines} lines, more than ${LINES_MAX}`] : [];
}
