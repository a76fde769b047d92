import { readFileSync } from 'node:fs';
import { configurationFileSchema } from '@cordboard/shared/configuration/configuration-file';
import { strategySchema } from '@cordboard/shared/routing/strategy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type StrategyDraft, StrategyRun, strategyOf } from '../../../../test/support/strategy-run.ts';
import { strategyWorld } from '../../configuration-checks/strategy-world.ts';
import { validateStrategy } from './validate.ts';

const world = {
  has: (_what: string, name: string) => name !== 'gone',
  /** 1112 has the strategy of these tests; 1113 and 1114 fall back on 1112 and each other. */
  strategyAt: (number: string): { name: string; defaultDestination: string } | undefined =>
    new Map([
      ['1112', { name: 'Test', defaultDestination: '1111' }],
      ['1113', { name: 'Closed', defaultDestination: '1112' }],
      ['1114', { name: 'Showcase', defaultDestination: '1113' }],
    ]).get(number),
};
const problemsOf = (draft: StrategyDraft) =>
  validateStrategy(strategyOf(draft), world).map(({ block, message }) => {
    expect(message).toContain(block === null ? 'Strategy "Test"' : `Strategy "Test", block "${block}"`);
    return message.replace(/^Strategy "Test",? ?/, '');
  });
const end = { end: { type: 'end' } };
const variables = { Text: { type: 'string' }, Level: { type: 'number' }, Names: { type: 'list' } };
const only = (block: object, more: Partial<StrategyDraft> = {}): StrategyDraft => ({
  variables,
  defaultDestination: '1111',
  blocks: { a: block, ...end },
  ...more,
});
const select = (targets: readonly object[], timedOut?: string) =>
  only(
    { type: 'selectTarget', targets, ...(timedOut && { timedOut }) },
    timedOut ? {} : { blocks: { a: { type: 'selectTarget', targets } } },
  );
const iff = (condition: string) => only({ type: 'if', condition, whenTrue: 'end', whenFalse: 'end' });
const group = (more: object = {}) => ({ type: 'agentGroup', name: 'G', ...more });

describe('what is wrong with a strategy', () => {
  const rows: [id: string, draft: StrategyDraft, problems: string[]][] = [
    ['CF14', { start: 'gone', blocks: {} }, ['starts at block "gone", which does not exist.']],
    [
      'CF14',
      only({ type: 'playAnnouncement', text: 'Hi', next: 'end', notApplied: 'nowhere' }),
      ['block "a": "notApplied" points to block "nowhere", which does not exist.'],
    ],
    ['CF15', { blocks: { a: { type: 'end' }, b: { type: 'end' } } }, ['block "b" cannot be reached.']],
    [
      'CF16',
      only({ type: 'playAnnouncement', text: 'Hi', next: 'a', notApplied: 'end' }),
      ['block "a" leads back to itself without a wait between.'],
    ],
    ['CF16', only({ type: 'collectDigits', totalTimeoutSeconds: 1, next: 'a', timedOut: 'end' }), []],
    [
      'RT58',
      only({ type: 'end' }, { blocks: end, defaultDestination: 'gone' }),
      ['names destination "gone", which does not exist.'],
    ],
    [
      'RT58',
      only({ type: 'end' }, { blocks: end, defaultDestination: '1112' }),
      ['has a "defaultDestination" that leads in a circle: 1112.'],
    ],
    [
      'RT58',
      only({ type: 'end' }, { blocks: end, defaultDestination: '1114' }),
      ['has a "defaultDestination" that leads in a circle: 1114, 1113, 1112.'],
    ],
    [
      'RT58',
      only({ type: 'end' }, { blocks: { a: { type: 'default', destination: '1113' } } }),
      ['block "a" has a destination that leads in a circle: 1113, 1112.'],
    ],
    [
      'RT58',
      only({ type: 'queue', virtualQueue: 'gone', next: 'end' }),
      ['block "a" names virtual queue "gone", which does not exist.'],
    ],
    [
      'RT58',
      only({ type: 'businessHours', calendar: 'gone', open: 'end', closed: 'end' }),
      ['block "a" names calendar "gone", which does not exist.'],
    ],
    [
      'RT58',
      select(
        [
          { type: 'place', name: 'gone', timeoutSeconds: 1 },
          { type: 'routingPoint', name: 'gone' },
        ],
        'end',
      ),
      [
        'block "a" names place "gone", which does not exist.',
        'block "a" names routing point "gone", which does not exist.',
      ],
    ],
    ['CF17', select([group({ timeoutSeconds: 1 })]), ['block "a" has a timeout, but no "timedOut" block to go to.']],
    ['CF17', select([group()], 'end'), ['block "a" has a "timedOut" block, but no timeout.']],
    [
      'RT58',
      select([group(), group()]),
      ['block "a" has a target 1 without a timeout, so that those after it never get their turn.'],
    ],
    [
      'RT58',
      select([
        {
          type: 'skill',
          expression: 'billing >=',
          relax: [
            { afterSeconds: 2, expression: 'gone > 1' },
            { afterSeconds: 1, expression: '$Text' },
          ],
        },
      ]),
      [
        'block "a": "targets 1" ends where a value is needed (`billing >=`, character 11).',
        'block "a": "targets 1" names skill "gone", which does not exist (`gone > 1`, character 1).',
        'block "a": "targets 1" is a string, it must be a boolean (`$Text`, character 1).',
        'block "a" relaxes target 1 at times that do not rise.',
      ],
    ],
    [
      'RT58',
      select([group({ threshold: 'Data("x") = 1' })]),
      ['block "a": "targets 1" calls "Data", which is not known in thresholds (`Data("x") = 1`, character 1).'],
    ],
    ['RT58', iff('Level'), ['block "a": "condition" is a number, it must be a boolean (`Level`, character 1).']],
    [
      'RT58',
      iff('Nobody = 1'),
      ['block "a": "condition" names variable "Nobody", which does not exist (`Nobody = 1`, character 1).'],
    ],
    [
      'RT58',
      only({ type: 'playAnnouncement', text: { en: '{Nobody}', de: '{data.Any} {' }, next: 'end' }),
      [
        'block "a": "en" names variable "Nobody", which does not exist.',
        'block "a": "de" has a "{" or "}" without its other half; write "{{" for a brace.',
      ],
    ],
    [
      'RT58',
      only({ type: 'playAnnouncement', text: '{position}', next: 'end' }),
      ['block "a": "text" names variable "position", which does not exist.'],
    ],
    [
      'RT58',
      only({ type: 'positionAnnouncement', text: '{position} {estimatedWait}', everySeconds: 30, next: 'end' }),
      [],
    ],
    [
      'RT58',
      only({
        type: 'textMatch',
        text: 'Text',
        cases: [{ test: { type: 'pattern', pattern: '(a' }, next: 'end' }],
        otherwise: 'end',
      }),
      ['block "a": "cases 1" has no ")" where one is needed.'],
    ],
    [
      'RT58',
      only({
        type: 'assign',
        assignments: [
          { variable: 'Level', value: { text: '5' } },
          { variable: 'Names', value: { expression: '1 + 1' } },
          { variable: 'Text', value: { expression: '1 + 1' } },
          { variable: 'Level', value: { expression: 'Data("x")' } },
          { variable: 'Other', value: { text: '' } },
        ],
        next: 'end',
      }),
      [
        'block "a" sets variable "Level", a number, to a string.',
        'block "a" sets variable "Names", a list, to a number.',
        'block "a" sets variable "Other", which does not exist.',
      ],
    ],
    [
      'RT58',
      only({ type: 'collectDigits', totalTimeoutSeconds: 1, variable: 'Level', next: 'end' }),
      ['block "a" sets variable "Level", a number, to a string.'],
    ],
    [
      'RT58',
      only({
        type: 'percentageSplit',
        branches: [
          { percent: 50, next: 'end' },
          { percent: 40, next: 'end' },
        ],
      }),
      ['block "a" splits 90 percent instead of 100.'],
    ],
    [
      'RT58',
      { variables, blocks: { a: { type: 'if', condition: 'Level > 1', whenTrue: 'end', whenFalse: 'end' }, ...end } },
      ['block "a" may fail when it runs, but the strategy has no "defaultDestination" to go to then.'],
    ],
    [
      'RT58',
      { blocks: { a: { type: 'selectTarget', targets: [{ type: 'routingPoint', name: '1112' }] } } },
      ['block "a" may fail when it runs, but the strategy has no "defaultDestination" to go to then.'],
    ],
    [
      'RT58',
      only(end, {
        blocks: { a: { type: 'selectTarget', targets: [group()], noAnswer: { overflow: ['recall', 'gone'] } } },
      }),
      ['block "a" names overflow destination "gone", which does not exist.'],
    ],
  ];
  test.each(rows)('[%s] %#', (_id, draft, problems) => {
    expect(problemsOf(draft)).toEqual(problems);
  });

  test.each([
    ['an unknown block', { a: { type: 'magic' } }],
    ['a field too many', { a: { type: 'end', next: 'a' } }],
    ['a field too few', { a: { type: 'queue', virtualQueue: 'VQ' } }],
    ['eleven targets', { a: { type: 'selectTarget', targets: Array.from({ length: 11 }, () => group()) } }],
    ['no targets', { a: { type: 'selectTarget', targets: [] } }],
  ])('[RT58] the schema refuses %s', (_what, blocks) => {
    expect(strategySchema.safeParse({ name: 'S', version: 1, start: 'a', blocks }).success).toBe(false);
  });
});

test('[RT58] the strategies of the demo are sound and show every block but one', () => {
  const path = new URL('../../../../config/demo.json', import.meta.url);
  const file = configurationFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const seen = new Set(file.strategies.flatMap(({ blocks }) => Object.values(blocks).map(({ type }) => type)));
  for (const strategy of file.strategies) expect(validateStrategy(strategy, strategyWorld(file))).toEqual([]);
  expect(seen.size).toBe(21);
  expect(seen).not.toContain('route');
});

test('[RT27] [RT58] whatever the graph, a run ends or waits and never throws; a sound one fails at no block', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const block = fc.oneof(
    fc.record({ type: fc.constant('queue'), virtualQueue: fc.constantFrom('VQ1', 'VQ2'), next: id }),
    fc.record({ type: fc.constant('playAnnouncement'), text: fc.constant('{Level}'), next: id }),
    fc.record({
      type: fc.constant('collectDigits'),
      totalTimeoutSeconds: fc.integer({ min: 1, max: 9 }),
      next: id,
      timedOut: id,
    }),
    fc.record({
      type: fc.constant('if'),
      condition: fc.constantFrom('Level > 1', 'Level < 9'),
      whenTrue: id,
      whenFalse: id,
    }),
    fc.record({
      type: fc.constant('assign'),
      assignments: fc.constant([{ variable: 'Level', value: { expression: 'Level + 1' } }]),
      next: id,
    }),
    fc.record({
      type: fc.constant('selectTarget'),
      targets: fc.array(
        fc.integer({ min: 1, max: 9 }).map((timeoutSeconds) => group({ timeoutSeconds })),
        { minLength: 1, maxLength: 3 },
      ),
      timedOut: id,
    }),
    fc.record({ type: fc.constant('end') }),
  );
  fc.assert(
    fc.property(
      fc.record({ a: block, b: block, c: block }),
      fc.array(fc.nat(20), { maxLength: 10 }),
      (blocks, waits) => {
        const draft: StrategyDraft = { variables, start: 'a', blocks, defaultDestination: '1111' };
        const isSound = validateStrategy(strategyOf(draft), world).length === 0;
        const run = new StrategyRun(draft).start();
        for (const seconds of waits) {
          run.pass(seconds);
          if (seconds % 3 === 0) run.say('x');
        }
        expect(['treating', 'waiting', 'ended']).toContain(run.state.name);
        const failed = run.effects.filter(({ name }) => name === 'routeToDefault');
        if (isSound) expect(failed).toEqual([]);
        expect(failed.length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 1000 },
  );
});
