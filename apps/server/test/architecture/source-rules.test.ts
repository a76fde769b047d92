import { describe, expect, test } from 'vitest';
import { readFiles } from './source-file.ts';
import { findExcessLines, findImpurities, LINES_MAX } from './source-rules.ts';

const files = readFiles(['packages', 'apps', 'bench', 'scripts'], ['.ts', '.tsx']);

describe('the code', () => {
  test('takes time, randomness and output from ports, outside the edges', () => {
    expect(files.flatMap(findImpurities)).toEqual([]);
  });

  test('has no file that is too long', () => {
    expect(files.flatMap(findExcessLines)).toEqual([]);
  });
});

describe('the check', () => {
  test.each([
    ['domain', 'const now = Date.now();'],
    ['domain', 'const now = new Date();'],
    ['protocols/sip', 'const tag = Math.random();'],
    ['services/router', 'setTimeout(() => {}, 5);'],
    ['services/auth', 'const stop = setInterval(tick, 5);'],
    ['base', "console.log('x');"],
    ['services/auth', 'const level = process.env.LEVEL;'],
  ])('sees that %s must not have: %s', (folder, text) => {
    expect(findImpurities({ path: `apps/server/src/${folder}/x.ts`, text })).toHaveLength(1);
  });

  test.each([
    ['apps/server/src/domain/x.ts', '/** Never Date.now(). */ const at = new Date(time);'],
    ['apps/server/src/edges/system/x.ts', 'const now = Date.now();'],
    ['apps/server/src/domain/x.test.ts', 'const now = Date.now();'],
  ])('lets %s have: %s', (path, text) => {
    expect(findImpurities({ path, text })).toEqual([]);
  });

  test('counts lines', () => {
    expect(findExcessLines({ path: 'x.ts', text: 'x\n'.repeat(LINES_MAX) })).toEqual([]);
    expect(findExcessLines({ path: 'x.ts', text: 'x\n'.repeat(LINES_MAX + 1) })).toHaveLength(1);
  });
});
