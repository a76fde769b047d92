import { expect, test } from 'vitest';
import { readDocument } from './read-document.ts';

test('JSON and YAML give the same data', () => {
  const data = { name: 'A', blocks: { start: { type: 'end', text: 'Good bye: soon' } }, list: [1, true, null] };
  expect(readDocument(`\uFEFF${JSON.stringify(data)}`)).toEqual({ ok: true, value: data });
  const yaml =
    'name: A\nblocks:\n  start:\n    type: end\n    text: "Good bye: soon"\nlist:\n  - 1\n  - true\n  - null\n';
  expect(readDocument(yaml)).toEqual({ ok: true, value: data });
});

test('words that older YAML took for something else are words', () => {
  expect(readDocument('answer: no\ntime: 12:30\n')).toEqual({ ok: true, value: { answer: 'no', time: '12:30' } });
});

test.each([
  ['{"a": 1', 'is not JSON'],
  [' \n', 'is empty'],
  ['a: [1, 2', 'is not YAML'],
  ['a: 1\na: 2', 'is not YAML'],
  ['\tb: 1', 'is not YAML'],
])('%j is refused with the reason', (text, reason) => {
  const read = readDocument(text);
  expect(read.ok).toBe(false);
  expect(!read.ok && read.failure).toContain(reason);
  expect(!read.ok && read.failure).not.toContain('\n');
});

test('a document cannot blow up', () => {
  const levels = Array.from({ length: 12 }, (_, level) =>
    level === 0 ? 'a0: &a0 [x, x, x, x, x, x, x, x, x]' : `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
  );
  expect(readDocument(levels.join('\n'))).toMatchObject({ ok: false });
});
