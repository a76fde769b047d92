import type { BlockOf, TextTest } from '@cordboard/shared/routing/strategy-blocks';
import { unreachable } from '../../../../base/assert.ts';
import { textContains } from '../../expressions/text-contains.ts';
import { matchPattern } from '../../text-pattern/match-pattern.ts';
import { type BlockKind, exit } from '../block-kind.ts';
import { type Frame, RunFailure } from '../frame.ts';
import { caseName } from './branches.ts';

/** Longest text that words are looked for in, in characters. */
export const MATCH_LENGTH_MAX = 4000;

export const textMatch: BlockKind<BlockOf<'textMatch'>> = {
  exits: ({ cases, otherwise }) => [
    ...cases.flatMap(({ next }, index) => exit(`cases ${index + 1}`, next)),
    ...exit('otherwise', otherwise),
  ],
  uses: ({ text, cases }) => [
    { kind: 'expression', field: 'text', text, dialect: 'condition', wants: 'string' },
    ...cases.flatMap(({ test }, index) =>
      test.type === 'pattern' ? [{ kind: 'pattern' as const, field: `cases ${index + 1}`, text: test.pattern }] : [],
    ),
  ],
  enter: ({ text, cases, isCaseSensitive = false, otherwise }, frame) => {
    const looked = frame.evaluateText(text).slice(0, MATCH_LENGTH_MAX);
    const fitting = cases.findIndex(({ test }) => fits(test, looked, isCaseSensitive, frame));
    frame.tell({ exit: caseName(fitting), value: looked });
    return { to: cases[fitting]?.next ?? otherwise };
  },
};

function fits(test: TextTest, text: string, isCaseSensitive: boolean, frame: Frame): boolean {
  const folded = (word: string) => (isCaseSensitive ? word : word.toLowerCase());
  switch (test.type) {
    case 'contains':
      return test.words.some((word) => textContains(folded(text), folded(word), { steps: 0 }));
    case 'list': {
      const whole = folded(text.trim());
      return test.words.some((word) => folded(word.trim()) === whole);
    }
    case 'pattern': {
      const pattern = frame.program.pattern(test.pattern, isCaseSensitive);
      if (!pattern.ok) throw new RunFailure('expressionFailed', `Pattern \`${test.pattern}\` ${pattern.failure}.`);
      const isFound = matchPattern(pattern.value, text, frame.patternMeter);
      if (isFound === undefined) {
        throw new RunFailure('expressionFailed', `Pattern \`${test.pattern}\`: this text takes too long to match.`);
      }
      return isFound;
    }
    default:
      return unreachable(test);
  }
}
