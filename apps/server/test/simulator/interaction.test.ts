import { simulationRequestSchema } from '@cordboard/shared/routing/simulation';
import type { Strategy } from '@cordboard/shared/routing/strategy';
import { describe, expect, test } from 'vitest';
import { required } from '../../src/base/assert.ts';
import { simulate } from '../../src/services/simulator/simulate.ts';
import { demoConfiguration } from '../support/centre/test-world.ts';
import { simulated, sourcesOf } from './simulation.ts';

const menu = { mode: 'interaction', routingPoint: '1112', texts: [{ text: 'Hello' }, { afterSeconds: 5, text: '1' }] };

/** Routing point 1111 with another announcement before its queue. */
function changed(): Strategy {
  const active = required(demoConfiguration().findStrategy('Any Available Agent'), 'strategy');
  return {
    ...active,
    version: 2,
    start: 'welcome',
    blocks: { ...active.blocks, welcome: { type: 'playAnnouncement', text: 'Welcome.', next: active.start } },
  };
}

describe('one interaction', () => {
  test('[SU2] the path, the variables, the decision with its candidates and the waiting time', async () => {
    const reply = await simulated({
      ...menu,
      world: { agents: [{ userName: '1003' }, { userName: '1004' }], others: 'loggedOut' },
    });
    const { interaction } = required(reply.runs[0], 'run');
    expect(interaction).toMatchObject({
      outcome: 'answered',
      variables: { Text: 'Hello', Choice: '1' },
      userData: { IM_Text: 'Hello', Choice: '1', RTargetAgentSelected: '1003' },
      agentID: '1003',
    });
    expect(interaction?.path.slice(0, 7)).toEqual([
      'media',
      'firstText',
      'menu',
      'choice',
      'queue',
      'which',
      'billing',
    ]);
    expect(interaction?.decisions.at(-1)).toMatchObject({ chosen: '1003', virtualQueue: 'VQ_Any' });
    expect(interaction?.decisions.at(-1)?.candidates.map(({ agentID }) => agentID)).toEqual(['1003', '1004']);
  });

  test('[SU2] the story in its order: what the customer writes, the blocks, what he is told', async () => {
    const { runs } = await simulated(menu);
    expect(runs[0]?.interaction?.steps.slice(0, 8).map(({ seconds, kind, what }) => [seconds, kind, what])).toEqual([
      [0, 'customer', 'Hello'],
      [0, 'block', 'media'],
      [0, 'block', 'firstText'],
      [0, 'block', 'menu'],
      [0, 'block', 'choice'],
      [0, 'system', expect.stringContaining('1 billing')],
      [5, 'customer', '1'],
      [5, 'block', 'queue'],
    ]);
  });

  test('[SU2] nobody is there: the customer leaves when he has waited long enough', async () => {
    const reply = await simulated({ ...menu, world: { others: 'loggedOut' }, waitAtMostSeconds: 90 });
    expect(reply.runs[0]?.interaction).toMatchObject({ outcome: 'abandoned', agentID: null, waitSeconds: 90 });
  });

  test('[SU2] a strategy that ends the interaction: its text, and no waiting', async () => {
    const reply = await simulated({ ...menu, routingPoint: '1113' });
    expect(reply.runs[0]?.interaction).toMatchObject({ outcome: 'ended', waitSeconds: 0, path: ['closed', 'end'] });
    expect(reply.runs[0]?.interaction?.steps).toContainEqual({
      seconds: 0,
      kind: 'system',
      what: expect.stringContaining('We are closed'),
    });
  });

  test('[SU2] the time decides what the calendar says', async () => {
    const path = async (at: string) => {
      const reply = await simulated({ ...menu, routingPoint: '1114', at });
      return reply.runs[0]?.interaction?.path ?? [];
    };
    expect(await path('2027-03-03T12:00:00Z')).toContain('service');
    expect(await path('2027-03-07T12:00:00Z')).toContain('message');
    expect(await path('2027-12-25T12:00:00Z')).toContain('holiday');
  });
});

describe('the world', () => {
  const to1111 = {
    mode: 'interaction',
    routingPoint: '1111',
    texts: [{ text: 'Hello' }],
    answer: { type: 'constant', mean: 2 },
  };
  const agentIn = async (world: object) => (await simulated({ ...to1111, world })).runs[0]?.interaction?.agentID;

  test('[SU3] who has been ready longest, who is not ready, who has chats already', async () => {
    const two = { others: 'loggedOut' };
    const long = { userName: '1002', readyForSeconds: 60 };
    expect(await agentIn({ ...two, agents: [{ userName: '1001' }, long] })).toBe('1002');
    expect(await agentIn({ ...two, agents: [{ userName: '1001' }, { ...long, state: 'notReady' }] })).toBe('1001');
    expect(await agentIn({ ...two, agents: [{ userName: '1001' }, { ...long, chats: 3 }] })).toBe('1001');
    expect(
      await agentIn({
        ...two,
        chatsPerAgent: 4,
        agents: [
          { userName: '1001', chats: 4 },
          { ...long, chats: 3 },
        ],
      }),
    ).toBe('1002');
  });

  test('[SU3] agents whom the configuration does not have', async () => {
    expect(await agentIn({ others: 'loggedOut', more: [{ count: 2, groups: ['ALL_Agents'] }] })).toBe('extra-1-1');
    expect(await agentIn({ others: 'loggedOut', more: [{ count: 2, groups: [] }] })).toBeNull();
  });

  test('[SU3] an agent who comes later answers later', async () => {
    const reply = await simulated({
      ...to1111,
      world: { others: 'loggedOut', agents: [{ userName: '1001', fromMinutes: 2 }] },
    });
    expect(reply.runs[0]?.interaction).toMatchObject({ agentID: '1001', waitSeconds: 122 });
  });
});

describe('another strategy than the active one', () => {
  test('[SU4] given: it runs first, then the active version, and the difference is told', async () => {
    const reply = await simulated({
      mode: 'interaction',
      routingPoint: '1111',
      texts: [{ text: 'Hello' }],
      strategy: changed(),
    });
    expect(reply.runs.map(({ version, strategy }) => [version, strategy.version])).toEqual([
      ['given', 2],
      ['active', 1],
    ]);
    expect(reply.differences).toContainEqual({
      figure: 'path',
      active: 'media → queue → agent',
      simulated: 'welcome → media → queue → agent',
      difference: 'other',
    });
    expect(reply.differences).toContainEqual(expect.objectContaining({ figure: 'agent', difference: 'same' }));
  });

  test('[SU4] the draft of the routing point’s strategy; without comparison it runs alone', async () => {
    const sources = sourcesOf(demoConfiguration(), {
      findDraft: (name) => (name === 'Any Available Agent' ? changed() : undefined),
    });
    const request = {
      mode: 'interaction',
      routingPoint: '1111',
      texts: [{ text: 'Hello' }],
      strategy: 'draft',
      compare: false,
    };
    const reply = await simulated(request, sources);
    expect(reply.runs.map(({ version, strategy }) => [version, strategy.version])).toEqual([['draft', 2]]);
    expect(reply.differences).toEqual([]);
  });

  const wrong: readonly (readonly [what: string, request: object, message: RegExp])[] = [
    ['a strategy with a mistake', { strategy: { ...changed(), start: 'nowhere' } }, /starts at block "nowhere"/],
    ['a draft that is not there', { strategy: 'draft' }, /Routing point 1111 has no draft/],
    ['an unknown person', { world: { agents: [{ userName: 'nobody' }] } }, /no person "nobody"/],
    ['a person twice', { world: { agents: [{ userName: '1001' }, { userName: '1001' }] } }, /"1001" is named twice/],
    [
      'an agent who goes before he comes',
      { world: { agents: [{ userName: '1001', fromMinutes: 30, untilMinutes: 30 }] } },
      /"1001" goes before he has come/,
    ],
    [
      'a person who can have no chats',
      { world: { agents: [{ userName: 'admin' }] } },
      /"admin" has no place with a DN/,
    ],
    ['an unknown group', { world: { more: [{ count: 1, groups: ['X'] }] } }, /no agent group "X"/],
    ['an unknown routing point', { routingPoint: '4711' }, /no routing point 4711/],
  ];
  test.each(wrong)('[SU5] %s is refused with a sentence', async (_what, request, message) => {
    const asked = { mode: 'interaction', routingPoint: '1111', texts: [{ text: 'Hello' }], ...request };
    const reply = await simulate(simulationRequestSchema.parse(asked), sourcesOf(demoConfiguration()));
    expect(reply).toMatchObject({
      ok: false,
      failure: { code: 'InvalidAttribute', message: expect.stringMatching(message) },
    });
  });
});
