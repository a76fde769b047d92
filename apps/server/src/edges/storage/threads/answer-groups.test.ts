import { describe, expect, test } from 'vitest';
import { GROUP_COLUMNS, GROUP_SPAN_MS, groupAnswers, ungroupAnswers } from './answer-groups.ts';

function store(answers: { key: string; time: number; body: string }[]) {
  const columns = groupAnswers(answers);
  return Array.from({ length: columns.length / GROUP_COLUMNS }, (_, at) => {
    const [kind, oldest, time, body, keys] = columns.slice(at * GROUP_COLUMNS, (at + 1) * GROUP_COLUMNS);
    return { kind, oldest, time, body: String(body), keys: String(keys) };
  });
}

describe('answers that are stored together', () => {
  test('[ST9] those of one kind and body that follow one another are one row, with their own times', () => {
    const answers = [
      { key: 'sip|a|1', time: 7.25, body: '200' },
      { key: 'sip|"b"|2', time: 6, body: '200' },
      { key: 'sip|c', time: 8, body: '202' },
      { key: 'tlib|c', time: 8, body: '202' },
      { key: 'none', time: 9, body: '202' },
      { key: 'none too', time: 10 + GROUP_SPAN_MS, body: '202' },
    ];
    const groups = store(answers);
    expect(groups.map(({ kind, oldest, time, body }) => [kind, oldest, time, body])).toEqual([
      ['sip|', 6, 7.25, '200'],
      ['sip|', 8, 8, '202'],
      ['tlib|', 8, 8, '202'],
      ['', 9, 9, '202'],
      ['', 10 + GROUP_SPAN_MS, 10 + GROUP_SPAN_MS, '202'],
    ]);
    expect(ungroupAnswers(groups, 7)).toEqual([answers[0], ...answers.slice(2)]);
  });

  test('[ST9] the last of a key counts, also of one commit, and also when it is older', () => {
    const answer = (body: string, time: number) => ({ key: 'sip|a', time, body });
    expect(ungroupAnswers(store([answer('1', 5), answer('2', 9), answer('1', 4)]), 0)).toEqual([answer('1', 4)]);
    expect(ungroupAnswers(store([answer('1', 5), answer('2', 9), answer('1', 4)]), 5)).toEqual([]);
  });
});
