// @vitest-environment node
import { describe, expect, it } from 'vitest';
import type { Line } from '../../stores/chat/chat-reducer.ts';
import { transcriptRows } from './transcript-rows.ts';

function text(key: string, time: number, isOwn = false): Line {
  return {
    kind: 'text',
    key,
    time,
    from: 'x',
    fromRole: isOwn ? 'agent' : 'customer',
    isOwn,
    im: key,
    isWhisper: false,
    state: 'stored',
    failure: null,
  };
}
const accepted: Line = {
  kind: 'system',
  key: 'acc',
  time: 15,
  what: 'accepted',
  words: 'You accepted the chat',
  who: null,
};
const plain = { outbox: [], routed: null, unreadAfter: null };
const day = 86_400_000;

describe('transcript rows', () => {
  it('[DT42] a separator precedes each new day', () => {
    const rows = transcriptRows({ ...plain, lines: [text('a', 10), text('b', 20), text('c', 20 + 2 * day)] });
    expect(rows.map(({ kind }) => kind)).toEqual(['day', 'text', 'text', 'day', 'text']);
  });

  it('[DT42] the unread separator stands before the first text of the other side that was not seen', () => {
    const lines = [text('a', 1), text('mine', 2, true), text('b', 3), text('c', 4)];
    const rows = transcriptRows({ ...plain, lines, unreadAfter: 'a' });
    expect(rows.map(({ key }) => key).slice(1)).toEqual(['a', 'mine', 'unread', 'b', 'c']);
  });

  it('[DT42] how the chat came stands before its accept', () => {
    const rows = transcriptRows({ ...plain, lines: [text('a', 1), accepted], routed: 'Routed' });
    expect(rows.map(({ key }) => key).slice(1)).toEqual(['a', 'routed', 'acc']);
    const reloaded = transcriptRows({ ...plain, lines: [text('a', 1)], routed: 'Routed' });
    expect(reloaded.map(({ key }) => key).slice(1)).toEqual(['routed', 'a']);
  });

  it('[DT45] what is not stored yet comes last', () => {
    const outbox = [{ requestID: 'r1', connID: 'c', dn: '1001', im: 'x', time: 30, failure: null }];
    expect(transcriptRows({ ...plain, lines: [text('a', 10)], outbox }).at(-1)).toMatchObject({ kind: 'outbox' });
  });
});
