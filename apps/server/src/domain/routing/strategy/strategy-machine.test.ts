import { describe, expect, test } from 'vitest';
import { routeRequest } from '../../../../test/support/routing-rows.ts';
import { type RunOptions, type StrategyDraft, StrategyRun } from '../../../../test/support/strategy-run.ts';
import { runOfRequest, storedRun } from '../requests/stored-run.ts';
import type { Input, State } from './run/run.ts';
import { advance, BLOCKS_IN_A_ROW_MAX, PATH_LENGTH_MAX } from './strategy-machine.ts';

const group = (name: string, more: object = {}) => ({ type: 'agentGroup', name, ...more });
const select = (targets: readonly object[], timedOut?: string) => ({
  type: 'selectTarget',
  targets,
  ...(timedOut === undefined ? {} : { timedOut }),
});
const queue = (virtualQueue: string, next: string) => ({ type: 'queue', virtualQueue, next });

const fallThrough: StrategyDraft = {
  blocks: {
    media: { type: 'segmentByMedia', chat: 'first', otherwise: 'refuse' },
    first: queue('VQ_1', 'few'),
    few: select([group('Few', { timeoutSeconds: 20 })], 'same'),
    same: queue('VQ_1', 'more'),
    more: select([group('More', { timeoutSeconds: 5 })], 'second'),
    second: queue('VQ_2', 'all'),
    all: select([group('All')]),
    refuse: { type: 'default' },
  },
};

const started = (draft: StrategyDraft, options?: RunOptions) => new StrategyRun(draft, options).start();

describe('a run', () => {
  test('[RT20] [RT22] [RT23] [RT24] goes from block to block, waits, and falls through', () => {
    const run = started(fallThrough);
    expect(run.place).toBe('waiting few agentGroup:Few');
    expect(run.state.path).toEqual(['media', 'first', 'few']);
    expect(run.effects).toEqual([
      { name: 'enterVirtualQueue', virtualQueue: 'VQ_1' },
      {
        name: 'waitForTargets',
        targets: [{ type: 'agentGroup', name: 'Few', choice: 'longestReady' }],
        dueAt: 1_020_000,
      },
    ]);
    run.pass(19.999);
    expect(run.place).toBe('waiting few agentGroup:Few');
    run.pass(0.001);
    expect(run.place).toBe('waiting more agentGroup:More');
    expect(run.effects.slice(2)).toMatchObject([{ name: 'waitForTargets', dueAt: 1_025_000 }]);
    run.pass(5);
    expect(run.effects.slice(3)).toMatchObject([
      { name: 'leaveVirtualQueue', virtualQueue: 'VQ_1' },
      { name: 'enterVirtualQueue', virtualQueue: 'VQ_2' },
      { name: 'waitForTargets', dueAt: null },
    ]);
    run.pass(1_000_000);
    expect(run.place).toBe('waiting all agentGroup:All');
    run.give({ name: 'targetSelected' });
    expect(run.state).toMatchObject({ name: 'ended', outcome: 'routed', virtualQueue: 'VQ_2' });
  });

  test('[RT24] a deadline that comes a rounding error too early is taken', () => {
    const run = started(fallThrough);
    run.now += 19_999.9998;
    run.give({ name: 'timedOut' });
    expect(run.place).toBe('waiting more agentGroup:More');
  });

  test.each([
    [undefined, undefined, null],
    ['1001', undefined, '1001'],
    [undefined, '1111', '1111'],
    ['1001', '1111', '1001'],
  ])('[RT25] a default block to %s in a strategy with default destination %s goes to %s', (own, ofStrategy, to) => {
    const run = started({
      blocks: { start: queue('VQ_1', 'end'), end: { type: 'default', ...(own && { destination: own }) } },
      ...(ofStrategy && { defaultDestination: ofStrategy }),
    });
    expect(run.effects.slice(1)).toEqual([
      { name: 'leaveVirtualQueue', virtualQueue: 'VQ_1' },
      { name: 'routeToDefault', destination: to, reason: 'defaultBlock', detail: '' },
    ]);
    expect(run.state).toMatchObject({ name: 'ended', outcome: 'default', virtualQueue: null });
  });

  const waiting = started(fallThrough).state;
  const treating = started({ blocks: { ask: { type: 'collectDigits', totalTimeoutSeconds: 1, next: 'ask' } } }).state;
  const routing = started({
    blocks: { out: { type: 'route', destination: { type: 'externalDn', number: '1' } } },
  }).state;
  const ended = started({ blocks: { end: { type: 'end' } } }).state;
  const collected: Input = { name: 'treatmentEnded', collectedDigits: '1', completionStatus: 'NORMAL' };
  const inputs: readonly Input[] = [
    { name: 'started' },
    collected,
    { name: 'treatmentNotApplied', errorCode: 51 },
    { name: 'targetSelected' },
    { name: 'timedOut' },
    { name: 'routed' },
    { name: 'routeFailed', detail: 'no' },
  ];
  const taken: readonly [State, readonly Input['name'][]][] = [
    [{ ...waiting, name: 'running' } as State, ['started']],
    [treating, ['treatmentEnded', 'treatmentNotApplied']],
    [waiting, ['targetSelected']],
    [routing, ['routed', 'routeFailed']],
    [ended, []],
  ];
  test.each(
    taken.flatMap(([state, names]) =>
      inputs
        .filter(({ name }) => !names.includes(name))
        .map((input) => [state.name, input.name, state, input] as const),
    ),
  )('[RT26] %s does not move by %s', (_state, _input, state, input) => {
    expect(advance(state, input, new StrategyRun(fallThrough).context())).toEqual({ state, effects: [] });
  });

  test('[RT28] a loop with a wait goes on for ever and does not grow', () => {
    const run = started({
      blocks: { in: queue('VQ_1', 'wait'), wait: select([group('G', { timeoutSeconds: 1 })], 'in') },
    });
    run.pass(500);
    expect(run.state).toMatchObject({ name: 'waiting', block: 'wait', virtualQueue: 'VQ_1' });
    expect(run.state.path).toHaveLength(PATH_LENGTH_MAX);
    expect(run.effects.filter(({ name }) => name !== 'waitForTargets')).toHaveLength(1);
  });

  test('[RT29] goes on from its stored request, as JSON keeps it', () => {
    const run = started(fallThrough);
    const request = routeRequest('c1', storedRun(run.state));
    run.state = runOfRequest(JSON.parse(JSON.stringify(request)));
    run.pass(25);
    expect(run.place).toBe('waiting all agentGroup:All');
  });
});

describe('what cannot go on', () => {
  const failing: [what: string, draft: StrategyDraft, reason: string, detail: string, options?: RunOptions][] = [
    ['a start that is missing', { start: 'gone', blocks: {} }, 'missingBlock', 'There is no block "gone".'],
    [
      'a start that records inherit',
      { start: 'constructor', blocks: {} },
      'missingBlock',
      'There is no block "constructor".',
    ],
    [
      'a loop',
      { blocks: { a: { type: 'segmentByMedia', otherwise: 'a' } } },
      'tooManyBlocks',
      `More than ${BLOCKS_IN_A_ROW_MAX} blocks without a wait.`,
    ],
    [
      'a loop of announcements',
      { blocks: { a: { type: 'playAnnouncement', text: 'Hi', next: 'a' } } },
      'tooManyBlocks',
      `More than ${BLOCKS_IN_A_ROW_MAX} blocks without a wait.`,
    ],
    [
      'missing data',
      { blocks: { a: { type: 'if', condition: 'Data("Age") > 18', whenTrue: 'a', whenFalse: 'a' } } },
      'expressionFailed',
      '`Data("Age") > 18`, character 1: cannot compare "" with 18.',
    ],
    [
      'a condition that is no condition',
      { blocks: { a: { type: 'if', condition: 'Data("Age")', whenTrue: 'a', whenFalse: 'a' } } },
      'expressionFailed',
      '`Data("Age")` is neither true nor false.',
    ],
    [
      'targets that are gone',
      { blocks: { a: select([group('Gone')]) } },
      'missingTarget',
      'None of its targets is there: Gone.',
      { context: { hasTarget: () => false } },
    ],
    [
      'a queue that is gone',
      { blocks: { a: queue('VQ_Gone', 'a') } },
      'missingQueue',
      'There is no virtual queue "VQ_Gone".',
      { context: { hasQueue: () => false } },
    ],
    [
      'a calendar that is gone',
      { blocks: { a: { type: 'businessHours', calendar: 'Gone', open: 'a', closed: 'a' } } },
      'missingCalendar',
      'There is no calendar "Gone".',
    ],
  ];
  test.each(failing)('[RT27] %s goes to the default destination', (_what, draft, reason, detail, options) => {
    const run = started({ ...draft, defaultDestination: '1111' }, options);
    expect(run.state).toMatchObject({ name: 'ended', outcome: 'default', virtualQueue: null });
    expect(run.effects.at(-1)).toEqual({ name: 'routeToDefault', destination: '1111', reason, detail });
  });

  test('[RT27] a wait whose block has gone ends when its time is over', () => {
    const run = started(fallThrough);
    run.state = { ...run.state, block: 'gone' };
    run.pass(20);
    expect(run.effects.slice(2)).toMatchObject([
      { name: 'leaveVirtualQueue', virtualQueue: 'VQ_1' },
      { name: 'routeToDefault', destination: null, reason: 'missingBlock' },
    ]);
  });

  test('[RT27] [RT48] a route that fails without a way on', () => {
    const run = started({
      blocks: { out: { type: 'route', destination: { type: 'externalDn', number: '5' } } },
      defaultDestination: '1111',
    });
    expect(run.effects).toEqual([{ name: 'routeTo', destination: { type: 'externalDn', number: '5' } }]);
    run.give({ name: 'routeFailed', detail: 'No line.' });
    expect(run.effects.at(-1)).toEqual({
      name: 'routeToDefault',
      destination: '1111',
      reason: 'routeFailed',
      detail: 'No line.',
    });
  });
});
