import { describe, expect, test } from 'vitest';
import { isTestFile, readFiles } from './source-file.ts';
import { findTwins, findUnknownIds, findUnnamedRules, ruleIds } from './spec-ids.ts';

const ids = ruleIds(readFiles(['docs/spec'], ['.md']));
const tests = readFiles(['packages', 'apps', 'scripts', 'e2e'], ['.test.ts', '.test.tsx', '.spec.ts']).filter(
  ({ path }) => isTestFile(path) && !path.startsWith('apps/server/test/architecture/'),
);

describe('the rules of docs/spec', () => {
  test('have each an id of their own', () => {
    expect(ids.length).toBeGreaterThan(100);
    expect(findTwins(ids)).toEqual([]);
  });

  test('are the only ones that tests name', () => {
    expect(tests.flatMap((file) => findUnknownIds(file, new Set(ids)))).toEqual([]);
  });

  test('are named by tests; those that are not are listed', () => {
    const unnamed = findUnnamedRules(tests, ids);
    process.stdout.write(`${unnamed.length} of ${ids.length} rules are named by no test: ${unnamed.join(' ')}\n`);
    expect(unnamed.length).toBeLessThan(ids.length / 2);
  });
});

describe('the check', () => {
  const page = {
    path: 'docs/spec/x.md',
    text: '# X\n\n- **XX1** One.\n- **XX2** Two, see **XX9**.\n\n| XX1 | 1 |\n| **XX3** | 3 |\n',
  };

  test('reads rules, not mentions of them', () => {
    expect(ruleIds([page])).toEqual(['XX1', 'XX2', 'XX3']);
  });

  test('sees twins, unknown ids and rules without a test', () => {
    expect(findTwins(['XX1', 'XX2', 'XX1'])).toEqual(['XX1']);
    const file = { path: 'x.test.ts', text: "test('[XX1] [XX7] holds', () => {}); rows['A1'];" };
    expect(findUnknownIds(file, new Set(['XX1', 'XX2']))).toEqual(['x.test.ts names XX7, which is no rule']);
    expect(findUnnamedRules([file], ['XX1', 'XX2'])).toEqual(['XX2']);
  });
});
