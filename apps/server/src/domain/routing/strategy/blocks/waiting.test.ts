import type { AgentId } from '@cordboard/shared/ids';
import { describe, expect, test } from 'vitest';
import {
  quietStatistics,
  type RunOptions,
  type StrategyDraft,
  StrategyRun,
} from '../../../../../test/support/strategy-run.ts';

const started = (draft: StrategyDraft, options?: RunOptions) => new StrategyRun(draft, options).start();
const ends = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, { type: 'end' }]));
const group = (name: string, more: object = {}) => ({ type: 'agentGroup', name, ...more });
const select = (...targets: readonly object[]): StrategyDraft => ({
  variables: { Topic: { type: 'string', initial: 'billing' }, Level: { type: 'number', initial: 5 } },
  blocks: { start: { type: 'selectTarget', targets, timedOut: 'late' }, ...ends('late') },
});

/** Where a run is after each of these times, in seconds from its beginning on. */
function placesAt(run: StrategyRun, times: readonly number[]): readonly string[] {
  const began = run.now;
  return times.map((time) => {
    run.pass(time - (run.now - began) / 1000);
    return run.place;
  });
}

describe('selectTarget', () => {
  test('[RT124] a skill expression that its variables make too costly for each agent fails', () => {
    const run = (topic: string) =>
      started({
        ...select({ type: 'skill', expression: 'Contains(AgentID(), $Topic)' }),
        variables: { Topic: { type: 'string', initial: topic } },
        defaultDestination: '1111',
      });
    expect(run('billing').state.name).toBe('waiting');
    for (const topic of ['b'.repeat(100), 'b'.repeat(3000)]) {
      const { state, effects } = run(topic);
      expect(state).toMatchObject({ name: 'ended', outcome: 'default', block: 'start' });
      expect(effects).toContainEqual(expect.objectContaining({ name: 'routeToDefault', reason: 'expressionFailed' }));
    }
  });

  test('[RT40] each target has its turn, those before stay', () => {
    const run = started(
      select(
        group('A', { timeoutSeconds: 10 }),
        group('B', { timeoutSeconds: 5.5 }),
        group('C', { timeoutSeconds: 1 }),
      ),
    );
    expect(placesAt(run, [0, 9.9, 10, 15.4, 15.5, 16.5])).toEqual([
      'waiting start agentGroup:A',
      'waiting start agentGroup:A',
      'waiting start agentGroup:A, agentGroup:B',
      'waiting start agentGroup:A, agentGroup:B',
      'waiting start agentGroup:A, agentGroup:B, agentGroup:C',
      'ended late',
    ]);
  });

  test('[RT40] clear gives up those before', () => {
    const run = started(
      select(group('A', { timeoutSeconds: 1 }), group('B', { timeoutSeconds: 1 }), group('C', { clear: true })),
    );
    expect(placesAt(run, [1, 2, 500])).toEqual([
      'waiting start agentGroup:A, agentGroup:B',
      'waiting start agentGroup:C',
      'waiting start agentGroup:C',
    ]);
    expect(run.state).toMatchObject({ dueAt: null });
  });

  test('[RT40] each kind of agents is a target, with its own choice and threshold', () => {
    const run = started(
      select(
        { type: 'agent', name: '1001', timeoutSeconds: 1 },
        { type: 'place', name: 'P', timeoutSeconds: 1 },
        { type: 'placeGroup', name: 'PG', timeoutSeconds: 1 },
        { type: 'queue', name: '1101', timeoutSeconds: 1 },
        {
          type: 'skill',
          expression: 'english=20&billing>1',
          choice: 'random',
          threshold: 'StatAgentsReady("G")>$Level',
        },
      ),
    );
    run.pass(4);
    expect(run.state).toMatchObject({
      targets: [
        { type: 'agent', name: '1001', choice: 'longestReady' },
        { type: 'place', name: 'P' },
        { type: 'placeGroup', name: 'PG' },
        { type: 'queue', name: '1101' },
        { type: 'skill', name: 'english = 20 & billing > 1', choice: 'random', threshold: 'StatAgentsReady("G") > 5' },
      ],
    });
  });

  test('[RT41] the level of a skill is relaxed as its turn goes on', () => {
    const run = started(
      select(group('A', { timeoutSeconds: 10 }), {
        type: 'skill',
        expression: 'Skill($Topic) >= $Level + 3',
        relax: [
          { afterSeconds: 30, expression: 'Skill($Topic) >= $Level' },
          { afterSeconds: 45.1, expression: 'Skill($Topic) >= 1' },
        ],
        clear: true,
      }),
    );
    expect(placesAt(run, [9, 10, 39.9, 40, 55, 55.1, 900])).toEqual([
      'waiting start agentGroup:A',
      'waiting start skill:billing >= 5 + 3',
      'waiting start skill:billing >= 5 + 3',
      'waiting start skill:billing >= 5',
      'waiting start skill:billing >= 5',
      'waiting start skill:billing >= 1',
      'waiting start skill:billing >= 1',
    ]);
  });

  test('[RT40] turns of any length come to their end', () => {
    const targets = Array.from({ length: 10 }, (_, index) => group(`G${index}`, { timeoutSeconds: 0.1 + index / 3 }));
    const run = started(select(...targets), { now: 1_764_000_000_000.123 });
    run.pass(20);
    expect(run.place).toBe('ended late');
    expect(run.effects.filter(({ name }) => name === 'waitForTargets')).toHaveLength(10);
  });

  test.each([
    ['routed', 'ended start'],
    ['routeFailed', 'ended late'],
  ] as const)('[RT40] a routing point is sent to when its turn comes: %s', (name, place) => {
    const run = started(select(group('A', { timeoutSeconds: 5 }), { type: 'routingPoint', name: '1111' }));
    run.pass(5);
    expect(run.effects.at(-1)).toEqual({ name: 'routeTo', destination: { type: 'routingPoint', number: '1111' } });
    expect(run.place).toBe('routing start');
    run.give(name === 'routed' ? { name } : { name, detail: '' });
    expect(run.place).toBe(place);
  });

  test('[RT27] a target that is gone does not matter while another is there', () => {
    const hasTarget = ({ name }: { name: string }) => name === 'B';
    const run = started(select(group('B', { timeoutSeconds: 5 }), group('A')), { context: { hasTarget } });
    expect(placesAt(run, [5])).toEqual(['waiting start agentGroup:B, agentGroup:A']);
  });
});

describe('lastAgent', () => {
  const draft: StrategyDraft = {
    blocks: {
      start: { type: 'lastAgent', timeoutSeconds: 15, unavailable: 'all' },
      all: { type: 'selectTarget', targets: [group('ALL')] },
    },
  };
  const last = (isLoggedIn: boolean, isReady: boolean) => ({
    lastAgent: () => ({ agentId: '1002' as AgentId, isLoggedIn, isReady }),
  });

  test('[RT44] waits a while for one who is ready', () => {
    const run = started(draft, { context: last(true, true) });
    expect(placesAt(run, [0, 14.9, 15])).toEqual([
      'waiting start agent:1002',
      'waiting start agent:1002',
      'waiting all agentGroup:ALL',
    ]);
  });

  test.each([
    ['ready', last(true, false), 'waiting all agentGroup:ALL'],
    ['loggedIn', last(true, false), 'waiting start agent:1002'],
    ['loggedIn', last(false, false), 'waiting all agentGroup:ALL'],
    ['loggedIn', {}, 'waiting all agentGroup:ALL'],
  ])('[RT44] requires %s of %o: %s', (requires, context, place) => {
    const start = { type: 'lastAgent', requires, timeoutSeconds: 15, unavailable: 'all' };
    expect(started({ blocks: { ...draft.blocks, start } }, { context }).place).toBe(place);
  });
});

describe('positionAnnouncement', () => {
  const draft: StrategyDraft = {
    blocks: {
      start: { type: 'queue', virtualQueue: 'VQ', next: 'position' },
      position: {
        type: 'positionAnnouncement',
        text: 'Number {position}, {estimatedWait} min',
        everySeconds: 30,
        next: 'wait',
      },
      wait: { type: 'selectTarget', targets: [group('G', { timeoutSeconds: 20 })], timedOut: 'position' },
    },
  };

  function waiting() {
    const queue = { position: 3, wait: 100 };
    const statistics = { ...quietStatistics, position: () => queue.position, estimatedWait: () => queue.wait };
    return { queue, run: started(draft, { context: { statistics } }) };
  }

  test('[RT46] is said at once, then in turn, but not twice the same', () => {
    const { queue, run } = waiting();
    expect(run.heard).toEqual(['Number 3, 2 min']);
    run.pass(30);
    expect(run.heard).toHaveLength(1);
    queue.position = 1;
    queue.wait = 10;
    run.pass(29.9);
    expect(run.heard).toHaveLength(1);
    run.pass(0.1);
    expect(run.heard).toEqual(['Number 3, 2 min', 'Number 1, 1 min']);
  });

  test('[RT46] changes neither targets nor the time of the wait, and ends with it', () => {
    const { queue, run } = waiting();
    for (let second = 0; second < 300; second += 1) {
      queue.position += 1;
      run.pass(1);
    }
    expect(run.heard.length).toBe(11);
    expect(run.state.path.filter((block) => block === 'wait').length).toBe(16);
    run.give({ name: 'targetSelected' });
    run.pass(100);
    expect(run.heard.length).toBe(11);
  });

  test('[RT46] without a queue there is nothing to say', () => {
    const run = started({ ...draft, start: 'position' });
    expect(run.heard).toEqual([]);
    expect(run.place).toBe('waiting wait agentGroup:G');
  });
});
