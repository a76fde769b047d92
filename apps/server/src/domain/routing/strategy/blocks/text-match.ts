import type { BlockOf, TextTest } from '@cordboard/shared/routing/strategy-blocks';
import { unreachable } from '../../../../base/assert.ts';
import { textContains } from '../../expressions/text-contains.ts';
import { matchPattern } from '../../text-pattern/match-pattern.ts';
import { type Frame, RunFailure } from '../run/frame.ts';
import { type BlockKind, exit } from './block-kind.ts';
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
    const folded = isCaseSensitive ? looked : looked.toLowerCase();
    const fitting = cases.findIndex(({ test }) => fits(test, { looked, folded, isCaseSensitive }, frame));
    frame.tell({ exit: caseName(fitting), value: looked });
    return { to: cases[fitting]?.next ?? otherwise };
  },
};

interface Looked {
  readonly looked: string;
  /** In small letters where case does not count. */
  readonly folded: string;
  readonly isCaseSensitive: boolean;
}

function fits(test: TextTest, { looked, folded, isCaseSensitive }: Looked, frame: Frame): boolean {
  const fold = (word: string) => (isCaseSensitive ? word : word.toLowerCase());
  switch (test.type) {
    case 'contains':
      return test.words.some((word) => {
        const isContained = textContains(folded, fold(word), frame.meter);
        if (isContained === undefined) throw tooLong(`Word "${word}"`);
        return isContained;
      });
    case 'list': {
      const whole = folded.trim();
      return test.words.some((word) => fold(word.trim()) === whole);
    }
    case 'pattern': {
      const pattern = frame.program.pattern(test.pattern, isCaseSensitive);
      if (!pattern.ok) throw new RunFailure('expressionFailed', `Pattern \`${test.pattern}\` ${pattern.failure}.`);
      const isFound = matchPattern(pattern.value, looked, frame.patternMeter);
      if (isFound === undefined) throw tooLong(`Pattern \`${test.pattern}\``);
      return isFound;
    }
    default:
      return unreachable(test);
  }
}

function tooLong(what: string): RunFailure {
  return new RunFailure('expressionFailed', `${what}: this text takes too long to match.`);
}
