import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePattern } from './compile-pattern.ts';
import { matchPattern } from './match-pattern.ts';
import { PATTERN_STEPS_MAX, type TextPattern } from './pattern-syntax.ts';

function pattern(text: string, isCaseSensitive = true): TextPattern {
  const compiled = compilePattern(text, isCaseSensitive);
  if (!compiled.ok) throw new Error(`${text}: ${compiled.failure}`);
  return compiled.value;
}

describe('patterns', () => {
  const rows: [pattern: string, text: string, isFound: boolean][] = [
    ['abc', 'xabcx', true],
    ['^abc$', 'xabc', false],
    ['^$', '', true],
    ['a.c', 'a\nc', false],
    ['colou?r', 'my color', true],
    ['^(ab)+$', 'ababab', true],
    ['^(ab)+$', 'aba', false],
    ['^a{2,3}$', 'aa', true],
    ['^a{2,3}$', 'aaaa', false],
    ['^a{2,}$', 'aaaaa', true],
    ['^a{2}$', 'a', false],
    ['\\b(billing|invoice)s?\\b', 'two invoices.', true],
    ['\\b(billing|invoice)\\b', 'invoicely', false],
    ['^\\d{5}$', '12345', true],
    ['^[^0-9]+$', 'abc1', false],
    ['[a-c]-[x-z]', 'b-y', true],
    ['^[a-]+$', 'a-a', true],
    ['[\\d.]+', '1.5', true],
    ['^\\s*1\\b', '  1 please', true],
    ['^\\s*1\\b', '12', false],
    ['(?:a|b)*?c', 'ababc', true],
    ['(a*)*b', 'aaab', true],
    ['\\$\\(\\)', '$()', true],
    ['🙂+', 'ok 🙂🙂', true],
    ['a||b', 'b', true],
  ];
  test.each(rows)('[RT33] [RT55] %s in %j', (text, looked, isFound) => {
    expect(matchPattern(pattern(text), looked)).toBe(isFound);
  });

  test.each([
    ['BILLING', 'my billing', true],
    ['[A-Z]+', 'abc', true],
    ['^[^A]$', 'a', false],
    ['straße', 'STRAßE', true],
  ])('[RT33] %s in %j, whatever the case', (text, looked, isFound) => {
    expect(matchPattern(pattern(text, false), looked)).toBe(isFound);
  });

  test.each([
    ['(', 'has no ")" where one is needed'],
    [')', 'has a ")" that closes nothing'],
    ['*a', 'has a "*" with nothing before it'],
    ['a**', 'repeats a repetition'],
    ['[a', 'ends too early'],
    ['[z-a]', 'has a range whose end is before its beginning'],
    ['a{3,2}', 'has a repetition whose end is before its beginning'],
    ['a{99}', 'has a repetition that is no number up to 50'],
    ['(?=a)', 'has a group that looks around or has a name, which is not known here'],
    ['(a)\\1', 'has "\\1", which is not known here'],
    ['\\', 'ends too early'],
    ['((a{50}){50}){50}', `needs more than ${PATTERN_STEPS_MAX} steps`],
    ['a'.repeat(201), 'is longer than 200 characters'],
    ['('.repeat(30), 'is nested deeper than 20 groups'],
  ])('[RT55] %s is refused', (text, failure) => {
    expect(compilePattern(text, true)).toEqual({ ok: false, failure });
  });

  test('[RT33] finds what the usual regular expressions find', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '\\w', '\\b', '1', ' ');
    const text = fc.letrec<{ part: string }>((tie) => ({
      part: fc.oneof(
        { depthSize: 'small' },
        atom,
        fc.tuple(tie('part'), tie('part')).map(([left, right]) => left + right),
        fc.tuple(tie('part'), tie('part')).map(([left, right]) => `(${left}|${right})`),
        fc
          .tuple(tie('part'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}'))
          .map(([inner, times]) => `(?:${inner})${times}`),
      ),
    })).part;
    const looked = fc.string({ unit: fc.constantFrom('a', 'b', '1', ' ', '\n'), maxLength: 10 });
    fc.assert(
      fc.property(text, looked, fc.boolean(), (source, found, isWhole) => {
        const full = isWhole ? `^(?:${source})$` : source;
        const compiled = compilePattern(full, true);
        fc.pre(compiled.ok);
        expect(matchPattern(compiled.value, found)).toBe(new RegExp(full, 'u').test(found));
      }),
      { numRuns: 1500 },
    );
  });

  test('[RT51] [RT55] whatever stands there is compiled or refused', () => {
    const hostile = fc.string({ unit: fc.constantFrom(...'ab(|)[]{}*+?\\^$.-,1:d'), maxLength: 60 });
    fc.assert(
      fc.property(hostile, (source) => {
        const compiled = compilePattern(source, false);
        if (compiled.ok) {
          expect(compiled.value.steps.length).toBeLessThanOrEqual(PATTERN_STEPS_MAX + 1);
          matchPattern(compiled.value, 'ab1-');
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['(a+)+$', '(a|a)*b', '(a|aa)+c', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*)(.*)(.*)x'])(
    '[RT53] %s costs no more than its steps for each character',
    (source) => {
      const compiled = pattern(source);
      const size = compiled.steps.reduce(
        (sum, step) => sum + (step.kind === 'character' ? 1 + step.set.ranges.length : 1),
        0,
      );
      for (const length of [100, 1000, 10_000]) {
        const meter = { steps: 0 };
        matchPattern(compiled, 'a'.repeat(length), meter);
        expect(meter.steps).toBeLessThanOrEqual(size * (length + 1));
      }
    },
  );

  test('[RT53] what costs more than is allowed is given up', () => {
    const compiled = pattern('(a{1,50}){1,2}b$');
    const meter = { steps: 0, stepsMax: 20_000 };
    expect(matchPattern(compiled, 'a'.repeat(4000), meter)).toBeUndefined();
    expect(meter.steps).toBeLessThan(21_000);
    expect(matchPattern(compiled, 'aab', { steps: 0, stepsMax: 20_000 })).toBe(true);
  });
});
