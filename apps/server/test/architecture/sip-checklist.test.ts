import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readFiles } from './source-file.ts';
import { ruleIds } from './spec-ids.ts';

const PAGE = 'docs/spec/sip-checklist.md';
const pages = readFiles(['docs/spec'], ['.md']);
const page = pages.find(({ path }) => path === PAGE)?.text ?? '';
const ids = new Set(ruleIds(pages));

interface Line {
  readonly number: number;
  readonly state: string;
  readonly proof: string;
}

const lines = page.split('\n').flatMap((text): readonly Line[] => {
  const [, first = '', , state = '', proof = ''] = text.split('|').map((cell) => cell.trim());
  const number = /^(?:\*\*CK)?(\d+)(?:\*\*)?$/.exec(first)?.[1];
  return number === undefined ? [] : [{ number: Number(number), state, proof }];
});

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

describe('the checklist of SIP', () => {
  test('has each line once, and each advisory', () => {
    expect(lines.map(({ number }) => number)).toEqual([...numbers(1, 135), ...numbers(147, 160)]);
    expect(numbers(1, 19).filter((number) => !ids.has(`AV${number}`))).toEqual([]);
  });

  test('says of each line that it applies, does not, or is not built yet', () => {
    expect(lines.filter(({ state }) => !['applies', 'does not apply', 'not yet'].includes(state))).toEqual([]);
  });

  // That each rule is named by a test is seen to in spec-ids.test.ts.
  test('names for each line that applies a rule that there is, or a test that there is', () => {
    const unproven = lines.filter(({ state, proof, number }) => {
      const rules = proof.match(/\b[A-Z]{2}\d+\b/g) ?? [];
      const files = [...proof.matchAll(/`([\w./-]+\.(?:test|spec)\.tsx?)`/g)].map(([, path]) => path ?? '');
      const isNamed = rules.length + files.length > 0 || ids.has(`CK${number}`);
      return (
        state === 'applies' && !(isNamed && rules.every((id) => ids.has(id)) && files.every((path) => existsSync(path)))
      );
    });
    expect(unproven).toEqual([]);
  });

  test('gives a reason for each line that does not apply, and what is missing where it is not built', () => {
    expect(lines.filter(({ state, proof }) => state !== 'applies' && proof.length < 12)).toEqual([]);
  });
});
