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

  test('are each named by a test', () => {
    expect(findUnnamedRules(tests, ids)).toEqual([]);
  });
});

describe('the check', () => {
  const page = {
    path: 'docs/spec/x.md',
    text: '# X\n\n- **XX1** One.\n- **XX2** Two, see **XX9**.\n\n| XX1 | 1 |\n| **XX3** | 3 |\n- _XX4_ Four.\n',
  };

  test('reads rules, not mentions of them', () => {
    expect(ruleIds([page])).toEqual(['XX1', 'XX2', 'XX3', 'XX4']);
  });

  test('sees twins, unknown ids and rules without a test', () => {
    expect(findTwins(['XX1', 'XX2', 'XX1'])).toEqual(['XX1']);
    const file = { path: 'x.test.ts', text: "test('[XX1] [XX7] holds', () => {}); rows['A1'];" };
    expect(findUnknownIds(file, new Set(['XX1', 'XX2']))).toEqual(['x.test.ts names XX7, which is no rule']);
    expect(findUnnamedRules([file], ['XX1', 'XX2'])).toEqual(['XX2']);
  });

  test('counts ranges and tables, not comments', () => {
    const rules = ['XX1', 'XX2', 'XX3', 'XX4', 'XX5', 'XX6', 'XX7', 'XX8'];
    const text = "test('XX2 to XX4 hold', () => {}); // XX1\n/** XX8 */ const rows = [['XX6', 5]]; test('XX6–7', f);";
    expect(findUnnamedRules([{ path: 'x.test.ts', text }], rules)).toEqual(['XX1', 'XX5', 'XX8']);
  });
});
