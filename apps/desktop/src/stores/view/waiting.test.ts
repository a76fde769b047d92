// @vitest-environment node
import type { TEvent } from '@cordboard/shared/tlib/events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callEvent, imCall, textEvent } from '../../testing/builders.ts';
import * as chats from '../chat/chat-reducer.ts';
import * as interactions from '../interactions/interactions-reducer.ts';
import { byUrgency, keepOrder, type Ordered, readWaiting, waitLevel } from './waiting.ts';

function deskOf(connID: string, ...events: readonly (readonly [time: number, from: 'me' | 'customer'])[]): Ordered {
  const call = imCall(connID, 'akim@example.net');
  const all: TEvent[] = [
    callEvent('EventRinging', 900, call),
    callEvent('EventEstablished', 1000, call),
    ...events.map(([time, from], index) =>
      textEvent(time, call, `${connID}-${index}`, 'x', from === 'me' ? '1001' : undefined),
    ),
  ];
  const interaction = all.reduce(interactions.applyEvent, interactions.initialInteractionsState).interactions[connID];
  if (interaction === undefined) throw new Error('no interaction');
  const chat = all.reduce(chats.applyEvent, chats.initialChatState).chats[connID];
  return { interaction, waiting: readWaiting(interaction, chat) };
}

describe('waiting', () => {
  it('[DT33] counts the customer’s texts since the last answer', () => {
    expect(deskOf('a', [2000, 'customer'], [3000, 'me'], [4000, 'customer'], [5000, 'customer']).waiting).toMatchObject(
      {
        unanswered: 2,
        customerSince: 4000,
        agentSince: null,
      },
    );
  });

  it('[DT33] an answer clears the count, and the agent waits from then on', () => {
    expect(deskOf('a', [2000, 'customer'], [3000, 'me']).waiting).toMatchObject({
      unanswered: 0,
      customerSince: null,
      agentSince: 3000,
    });
  });

  it('[DT34] for this agent the wait does not begin before the accept', () => {
    expect(deskOf('a', [10, 'customer']).waiting).toMatchObject({ unanswered: 1, customerSince: 1000 });
    expect(deskOf('a').waiting).toMatchObject({ unanswered: 0, customerSince: 1000 });
  });

  it.each([
    [0, 'new'],
    [29_999, 'new'],
    [30_000, 'warning'],
    [59_999, 'warning'],
    [60_000, 'critical'],
  ])('[DT34] a wait of %i ms is %s', (waitedMs, level) => {
    expect(waitLevel(waitedMs, 30)).toBe(level);
  });

  it('[DT32] the customer who waits longest comes first, answered chats last', () => {
    const answered = deskOf('a', [1500, 'customer'], [1600, 'me']);
    const late = deskOf('b', [9000, 'customer']);
    const early = deskOf('c', [3000, 'customer']);
    expect([answered, late, early].sort(byUrgency).map(({ interaction }) => interaction.connID)).toEqual([
      'c',
      'b',
      'a',
    ]);
  });

  it('[DT32] while the list is held nothing moves: gone ones leave, new ones come last', () => {
    expect(keepOrder(['a', 'b', 'c'], ['d', 'c', 'a'])).toEqual(['a', 'c', 'd']);
  });

  it('[DT32] whatever is held, every chat is listed exactly once', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(ids, ids, (shown, wanted) => {
        expect([...keepOrder(shown, wanted)].sort()).toEqual([...wanted].sort());
      }),
    );
  });
});
