import type { Strategy, StrategyBlock } from '@cordboard/shared/configuration/routing-strategy';
import { MediaType } from '@cordboard/shared/tlib/call-types';
import { describe, expect, test } from 'vitest';
import { routeRequest } from '../../../test/support/routing-rows.ts';
import {
  advance,
  BLOCKS_PER_STEP_MAX,
  type Effect,
  type Input,
  initialState,
  PATH_LENGTH_MAX,
  type State,
  stateOf,
} from './strategy-machine.ts';

function strategyOf(blocks: Record<string, StrategyBlock>, start = 'media'): Strategy {
  return { name: 'Test', version: 1, start, blocks };
}

function select(group: string, more: { timeoutSeconds?: number; timedOut?: string } = {}): StrategyBlock {
  return { type: 'selectTarget', target: { type: 'agentGroup', name: group }, choice: 'longestReady', ...more };
}

const target = (name: string) => ({ type: 'agentGroup' as const, name, choice: 'longestReady' as const });
const fallThrough = strategyOf({
  media: { type: 'segmentByMedia', chat: 'first', otherwise: 'refuse' },
  first: { type: 'queue', virtualQueue: 'VQ_1', next: 'few' },
  few: select('Few', { timeoutSeconds: 20, timedOut: 'same' }),
  same: { type: 'queue', virtualQueue: 'VQ_1', next: 'more' },
  more: select('More', { timeoutSeconds: 5, timedOut: 'second' }),
  second: { type: 'queue', virtualQueue: 'VQ_2', next: 'all' },
  all: select('All'),
  refuse: { type: 'default' },
});

const started: Input = { name: 'started' };
const timedOut: Input = { name: 'timedOut' };
const targetSelected: Input = { name: 'targetSelected' };
const chat = { strategy: fallThrough, mediaType: MediaType.Chat };
const voice = { strategy: fallThrough, mediaType: MediaType.Voice };

const running = initialState(fallThrough);
const few: State = {
  name: 'waiting',
  block: 'few',
  path: ['media', 'first', 'few'],
  virtualQueue: 'VQ_1',
  target: target('Few'),
};
const more: State = { ...few, block: 'more', path: [...few.path, 'same', 'more'], target: target('More') };
const all: State = {
  ...more,
  block: 'all',
  path: [...more.path, 'second', 'all'],
  virtualQueue: 'VQ_2',
  target: target('All'),
};
const routed: State = {
  name: 'ended',
  outcome: 'routed',
  block: 'all',
  path: all.path,
  virtualQueue: 'VQ_2',
};
const refused: State = {
  name: 'ended',
  outcome: 'default',
  block: 'refuse',
  path: ['media', 'refuse'],
  virtualQueue: null,
};

describe('strategy machine', () => {
  const rows: {
    id: string;
    from: State;
    input: Input;
    context: typeof chat | typeof voice;
    to: State;
    effects: Effect[];
  }[] = [
    {
      id: 'RT20] [RT21] [RT22] [RT23',
      from: running,
      input: started,
      context: chat,
      to: few,
      effects: [
        { name: 'enterVirtualQueue', virtualQueue: 'VQ_1' },
        { name: 'waitForTarget', target: target('Few'), timeoutSeconds: 20 },
      ],
    },
    {
      id: 'RT21] [RT25',
      from: running,
      input: started,
      context: voice,
      to: refused,
      effects: [{ name: 'routeToDefault', destination: null, reason: 'defaultBlock' }],
    },
    {
      id: 'RT22] [RT24',
      from: few,
      input: timedOut,
      context: chat,
      to: more,
      effects: [{ name: 'waitForTarget', target: target('More'), timeoutSeconds: 5 }],
    },
    {
      id: 'RT22] [RT23] [RT24',
      from: more,
      input: timedOut,
      context: chat,
      to: all,
      effects: [
        { name: 'leaveVirtualQueue', virtualQueue: 'VQ_1' },
        { name: 'enterVirtualQueue', virtualQueue: 'VQ_2' },
        { name: 'waitForTarget', target: target('All'), timeoutSeconds: null },
      ],
    },
    { id: 'RT26', from: all, input: targetSelected, context: chat, to: routed, effects: [] },
  ];
  test.each(rows)('[$id] $from.name at $from.block, $input.name', ({ from, input, context, to, effects }) => {
    expect(advance(from, input, context)).toEqual({ state: to, effects });
  });

  const still: [id: string, from: State, input: Input][] = [
    ['RT20', running, timedOut],
    ['RT20', running, targetSelected],
    ['RT23', all, timedOut],
    ['RT23', few, started],
    ['RT26', routed, started],
    ['RT26', routed, timedOut],
    ['RT26', routed, targetSelected],
    ['RT26', refused, started],
    ['RT26', refused, timedOut],
    ['RT26', refused, targetSelected],
  ];
  test.each(still)('[%s] %o does not move by %o', (_id, from, input) => {
    expect(advance(from, input, chat)).toEqual({ state: from, effects: [] });
  });

  test('[RT25] a default leaves the virtual queue and names its destination', () => {
    const strategy = strategyOf({
      media: { type: 'queue', virtualQueue: 'VQ_1', next: 'end' },
      end: { type: 'default', destination: '1001' },
    });
    expect(advance(initialState(strategy), started, { strategy, mediaType: MediaType.Chat }).effects).toEqual([
      { name: 'enterVirtualQueue', virtualQueue: 'VQ_1' },
      { name: 'leaveVirtualQueue', virtualQueue: 'VQ_1' },
      { name: 'routeToDefault', destination: '1001', reason: 'defaultBlock' },
    ]);
  });

  const broken: [what: string, strategy: Strategy, reason: string][] = [
    ['a start that is missing', strategyOf({}), 'missingBlock'],
    ['a start that records inherit', strategyOf({}, 'constructor'), 'missingBlock'],
    [
      'a next block that is missing',
      strategyOf({ media: { type: 'segmentByMedia', otherwise: 'gone' } }),
      'missingBlock',
    ],
    ['a loop', strategyOf({ media: { type: 'segmentByMedia', otherwise: 'media' } }), 'tooManyBlocks'],
    [
      'a loop through queues',
      strategyOf({
        media: { type: 'queue', virtualQueue: 'VQ_1', next: 'other' },
        other: { type: 'queue', virtualQueue: 'VQ_2', next: 'media' },
      }),
      'tooManyBlocks',
    ],
  ];
  test.each(broken)('[RT27] %s ends the strategy', (_what, strategy, reason) => {
    const step = advance(initialState(strategy), started, { strategy, mediaType: MediaType.Chat });
    expect(step.state).toMatchObject({ name: 'ended', outcome: 'default', virtualQueue: null });
    expect(step.effects.at(-1)).toEqual({ name: 'routeToDefault', destination: null, reason });
    expect(step.effects.length).toBeLessThanOrEqual(2 * BLOCKS_PER_STEP_MAX + 1);
  });

  test('[RT27] a wait whose block has gone ends when its time is over', () => {
    const state: State = { ...few, block: 'gone' };
    expect(advance(state, timedOut, chat).effects).toEqual([
      { name: 'leaveVirtualQueue', virtualQueue: 'VQ_1' },
      { name: 'routeToDefault', destination: null, reason: 'missingBlock' },
    ]);
  });

  test('[RT28] a loop with a wait goes on for ever and does not grow', () => {
    const strategy = strategyOf({
      media: { type: 'queue', virtualQueue: 'VQ_1', next: 'wait' },
      wait: select('G', { timeoutSeconds: 1, timedOut: 'media' }),
    });
    const context = { strategy, mediaType: MediaType.Chat };
    let state = advance(initialState(strategy), started, context).state;
    for (let count = 0; count < 500; count += 1) state = advance(state, timedOut, context).state;
    expect(state).toMatchObject({ name: 'waiting', block: 'wait', virtualQueue: 'VQ_1' });
    expect(state.path).toHaveLength(PATH_LENGTH_MAX);
    expect(state.path.at(-1)).toBe('wait');
  });

  test('[RT29] a run goes on from its stored request', () => {
    const request = routeRequest('c1', {
      block: few.block,
      path: few.path,
      virtualQueue: 'VQ_1',
      target: target('Few'),
    });
    expect(stateOf(request)).toEqual(few);
    expect(advance(stateOf(request), timedOut, chat).state).toEqual(more);
  });
});
