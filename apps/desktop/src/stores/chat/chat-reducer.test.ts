// @vitest-environment node
import type { TEvent } from '@cordboard/shared/tlib/events';
import { describe, expect, it } from 'vitest';
import { callEvent, deliveryEvent, imCall, textEvent } from '../../testing/builders.ts';
import { applyEvent, type Chat, initialChatState, type TextLine } from './chat-reducer.ts';

const call = imCall('00000000000000a1', 'akim@example.net');
const chatAfter = (...events: TEvent[]): Chat | undefined =>
  events.reduce(applyEvent, initialChatState).chats[call.connID];
const text = (time: number, id: string, im: string, from?: string): TEvent => textEvent(time, call, id, im, from);

function transcript(...entries: (readonly [id: string, time: number, from: string, im: string])[]): TEvent {
  return {
    name: 'EventPrivateInfo',
    time: 9999,
    thisDN: '1001',
    privateMsgID: 3005,
    ...call,
    extensions: {
      transcript: entries.map(([messageID, time, from, im]) => ({
        messageID,
        time,
        from,
        fromRole: from === '1001' ? 'agent' : 'customer',
        im,
      })),
    },
  } as TEvent;
}

describe('chat reducer', () => {
  it('[DT40] tells own texts by otherDN, and customers by their address', () => {
    const lines = chatAfter(text(1, 'm1', 'Hi'), text(2, 'm2', '[Maya/1001] Hello', '1001'))?.lines as TextLine[];
    expect(lines.map(({ fromRole, isOwn, im }) => [fromRole, isOwn, im])).toEqual([
      ['customer', false, 'Hi'],
      ['agent', true, '[Maya/1001] Hello'],
    ]);
  });

  it('[DT40] shows a text once', () => {
    expect(chatAfter(text(1, 'm1', 'Hi'), text(1, 'm1', 'Hi'))?.lines).toHaveLength(1);
  });

  it.each([
    [['sent', 'delivered', 'read'], 'read'],
    [['delivered', 'sent'], 'delivered'],
    [['read', 'failed'], 'read'],
    [['failed', 'sent'], 'sent'],
    [['nonsense'], 'stored'],
  ])('[DT40] states %j end as %s', (states, end) => {
    const own = text(1, 'm1', 'Hello', '1001');
    const chat = chatAfter(own, ...states.map((state) => deliveryEvent(2, call, 'm1', state)));
    expect(chat?.lines[0]).toMatchObject({ state: end });
  });

  it('[DT40] a failure keeps its reason', () => {
    const chat = chatAfter(text(1, 'm1', 'Hello', '1001'), deliveryEvent(2, call, 'm1', 'failed', 'No answer'));
    expect(chat?.lines[0]).toMatchObject({ state: 'failed', failure: 'No answer' });
  });

  it.each([
    ['was over', 900, 900],
    ['goes on', 1001, undefined],
    ['is not said', undefined, undefined],
  ])('[MQ45] the time of a text that waited %s', (_how, goodUntil, missedBy) => {
    const waited = { ...text(1000, 'm1', 'Call me!'), extensions: { im: 'Call me!', time: 500, goodUntil } } as TEvent;
    expect(chatAfter(waited)?.lines[0]).toEqual(
      expect.objectContaining(missedBy === undefined ? { time: 500 } : { time: 500, missedBy }),
    );
    expect('missedBy' in (chatAfter(waited)?.lines[0] ?? {})).toBe(missedBy !== undefined);
  });

  it('[MQ45] so does that of a text in the transcript', () => {
    const entry = { messageID: 'm1', time: 500, from: 'akim@example.net', fromRole: 'customer', im: 'Call me!' };
    const transcriptWith = (goodUntil: number) =>
      ({ ...transcript(), extensions: { transcript: [{ ...entry, goodUntil }] } }) as TEvent;
    expect(chatAfter(transcriptWith(9000))?.lines[0]).toMatchObject({ missedBy: 9000 });
    expect(chatAfter(transcriptWith(10_000))?.lines[0]).not.toHaveProperty('missedBy');
  });

  it('[DT41] the transcript stands before what came live, each text once, with the state it had', () => {
    const chat = chatAfter(
      text(50, 'm3', 'Third', '1001'),
      deliveryEvent(51, call, 'm3', 'delivered'),
      text(60, 'm4', 'Fourth'),
      transcript(['m1', 10, 'akim@example.net', 'First'], ['m2', 20, '1001', 'Second'], ['m3', 50, '1001', 'Third']),
    );
    expect(chat?.lines.map(({ key }) => key)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(chat?.lines[2]).toMatchObject({ state: 'delivered', isOwn: true });
    expect(chat?.historyCount).toBe(4);
  });

  it('[DT41] says how many older texts a transcript leaves out, unless they are there', () => {
    const cut = transcript(['m8', 80, 'akim@example.net', 'Eighth']);
    const event = { ...cut, extensions: { ...cut.extensions, omitted: 7 } } as TEvent;
    expect(chatAfter(event)?.lines[0]).toMatchObject({ what: 'omitted', words: '7 older texts are not shown' });
    expect(chatAfter(event, event)?.lines).toHaveLength(2);
    expect(chatAfter(text(10, 'm1', 'First'), event)?.lines.map(({ key }) => key)).toEqual(['m1', 'm8']);
  });

  it('[DT42] tells of accept and end', () => {
    const ended = callEvent('EventReleased', 9, call, { callState: 5 } as Partial<TEvent>);
    const chat = chatAfter(callEvent('EventEstablished', 1, call), ended);
    expect(chat?.lines).toMatchObject([{ what: 'accepted' }, { what: 'ended', words: 'The customer left' }]);
  });
});
