// @vitest-environment node
import type { TEvent } from '@cordboard/shared/tlib/events';
import { describe, expect, it } from 'vitest';
import { callEvent, imCall, textEvent } from '../../testing/builders.ts';
import { applyEvent, initialTypingState, type TypingState } from './typing-reducer.ts';

const call = imCall('00000000000000a1', 'akim@example.net');
const writersAfter = (...events: TEvent[]) =>
  events.reduce(applyEvent, initialTypingState as TypingState).writers[call.connID];

function typing(time: number, extensions: object, otherDN = 'akim@example.net'): TEvent {
  return { name: 'EventPrivateInfo', time, thisDN: '1001', ...call, otherDN, privateMsgID: 3002, extensions } as TEvent;
}

const ACTIVE = { isComposing: 'active', refresh: 60 };

describe('typing reducer', () => {
  it('[MQ31] who writes, and until when without being said again', () => {
    expect(writersAfter(typing(1000, ACTIVE))).toEqual([{ who: 'akim@example.net', isWhisper: false, until: 61_000 }]);
    expect(writersAfter(typing(1000, { isComposing: 'active' }))?.[0]?.until).toBe(121_000);
    expect(writersAfter(typing(1000, ACTIVE), typing(5000, ACTIVE))?.map(({ until }) => until)).toEqual([65_000]);
    const whisper = typing(1000, { ...ACTIVE, whisper: true }, '2001');
    expect(writersAfter(typing(1000, ACTIVE), whisper)?.map(({ who, isWhisper }) => [who, isWhisper])).toEqual([
      ['akim@example.net', false],
      ['2001', true],
    ]);
  });

  it.each<[string, TEvent]>([
    ['idle', typing(2000, { isComposing: 'idle' })],
    ['the text', textEvent(2000, call, 'm1', 'Hi')],
    ['the end of the chat', callEvent('EventReleased', 2000, call)],
    ['a new connection', { name: 'EventServerConnected', time: 2000 } as TEvent],
  ])('[MQ31] %s ends it', (_what, event) => {
    expect(writersAfter(typing(1000, ACTIVE), event)).toBeUndefined();
  });

  it('[MQ31] the text of somebody else does not', () => {
    expect(writersAfter(typing(1000, ACTIVE), textEvent(2000, call, 'm1', 'Hi', '1001'))).toHaveLength(1);
  });
});
