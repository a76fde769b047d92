import { describe, expect, it } from 'vitest';
import {
  type ConversationInput,
  type ConversationState,
  createConversation,
  reduceConversation,
  TRANSCRIPT_MAX,
} from './conversation-reducer.ts';

const dialog = { callId: 'c', localTag: 'l', remoteTag: 'r' };
const start: ConversationInput = { type: 'startAsked', displayName: 'Jo', atMs: 1 };
const established: ConversationInput = { type: 'dialogEstablished', dialog };
const write = (messageId: string): ConversationInput => ({ type: 'textWritten', messageId, text: messageId, atMs: 2 });
const hear = (messageId: string, text: string): ConversationInput => ({
  type: 'textReceived',
  messageId,
  text,
  atMs: 3,
});
const over: ConversationInput = { type: 'conversationEnded', by: 'service', atMs: 4 };
const delivered = (messageId: string): ConversationInput[] => [
  { type: 'deliveryChanged', messageId, input: { type: 'sendStarted' } },
  { type: 'deliveryChanged', messageId, input: { type: 'accepted' } },
];

function run(...inputs: ConversationInput[]): ConversationState {
  return inputs.reduce(reduceConversation, createConversation('guest-1'));
}

const deliveries = (state: ConversationState) =>
  state.transcript.flatMap((entry) => (entry.kind === 'own' ? [`${entry.messageId} ${entry.delivery.state}`] : []));

describe('phases', () => {
  it.each<[string, ConversationInput[], string]>([
    ['a new tab', [], 'new'],
    ['after start', [start], 'opening'],
    ['after the 200', [start, established], 'open'],
    ['after a refusal', [start, { type: 'conversationRefused', statusCode: 480 }], 'refused'],
    ['tried again', [start, { type: 'conversationRefused', statusCode: 480 }, start], 'opening'],
    ['[WC22] after the server ended it', [start, established, over], 'ended'],
    ['[WC23] after the customer ended it', [start, established, { type: 'endAsked', atMs: 5 }], 'ending'],
    ['[WC23] once the BYE is through', [start, established, { type: 'endAsked', atMs: 5 }, over], 'ended'],
    ['ended before it was open', [start, { type: 'endAsked', atMs: 5 }], 'ended'],
    ['started again', [start, established, over, start], 'opening'],
    ['a late 200 after the end', [start, established, over, established], 'ended'],
    ['an end that was never begun', [over], 'new'],
  ])('%s', (_name, inputs, phase) => {
    expect(run(...inputs).phase.name).toBe(phase);
  });
});

describe('received texts', () => {
  it('[WC14] name the agent in the header, in a notice and in the bubble', () => {
    const state = run(start, established, hear('1', '[Maya/1001] Hello'), hear('2', '[Maya/1001] Again'));
    expect(state.agentName).toBe('Maya');
    expect(state.transcript.map((entry) => entry.kind)).toEqual(['notice', 'received', 'received']);
    expect(state.transcript[1]).toMatchObject({ text: 'Hello', agent: { name: 'Maya', id: '1001' } });
  });

  it('[WC14] without a prefix come from the service', () => {
    const state = run(start, established, hear('1', 'All agents are busy.'));
    expect(state.agentName).toBeUndefined();
    expect(state.transcript[0]).not.toHaveProperty('agent');
  });

  it('[WC13] with a known id change nothing', () => {
    const once = run(start, established, hear('1', '[Maya/1001] Hello'));
    expect(reduceConversation(once, hear('1', '[Maya/1001] Hello'))).toBe(once);
  });

  it('forgets who answered when a new conversation starts', () => {
    expect(run(start, established, hear('1', '[Maya/1001] Hi'), over, start).agentName).toBeUndefined();
  });
});

describe('own texts', () => {
  it('[WC7] in flight wait again when the flow is lost', () => {
    const [sendStarted] = delivered('a');
    if (!sendStarted) throw new Error('unreachable');
    expect(deliveries(run(start, established, write('a'), sendStarted, { type: 'flowLost' }))).toEqual(['a waiting']);
  });

  it('[WC10] that were not sent fail when the conversation ends; sent ones stay sent', () => {
    const state = run(start, established, write('a'), ...delivered('a'), write('b'), over);
    expect(deliveries(state)).toEqual(['a sent', 'b failed']);
  });

  it('[WC10] of an ended conversation are repeated with a new id', () => {
    const state = run(start, established, write('a'), over, {
      type: 'textRepeated',
      messageId: 'a',
      newMessageId: 'b',
      atMs: 9,
    });
    expect(deliveries(state)).toEqual(['b waiting']);
  });

  it('[WC11] that failed are repeated at the end with their id', () => {
    const refused: ConversationInput = {
      type: 'deliveryChanged',
      messageId: 'a',
      input: { type: 'refused', reason: 'refused' },
    };
    const state = run(start, established, write('a'), refused, write('c'), ...delivered('c'), {
      type: 'textRepeated',
      messageId: 'a',
      newMessageId: 'b',
      atMs: 9,
    });
    expect(deliveries(state)).toEqual(['c sent', 'a waiting']);
  });

  it('that are sent cannot be repeated', () => {
    const state = run(start, established, write('a'), ...delivered('a'));
    expect(reduceConversation(state, { type: 'textRepeated', messageId: 'a', newMessageId: 'b', atMs: 9 })).toBe(state);
  });
});

it('a long transcript forgets the oldest settled entries, never a text still to be sent', () => {
  const many = Array.from({ length: TRANSCRIPT_MAX + 10 }, (_, index) => hear(`r${index}`, 'text'));
  const state = run(start, established, write('kept'), ...many);
  expect(state.transcript).toHaveLength(TRANSCRIPT_MAX);
  expect(deliveries(state)).toEqual(['kept waiting']);
});
